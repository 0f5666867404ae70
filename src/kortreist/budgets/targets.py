"""Which target a draft works towards, and where it stands in law."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

from kortreist import facts, places
from kortreist.budgets.target import Goal, RegisteredTarget, Target
from kortreist.errors import InputError, TextKey
from kortreist.places import Place
from kortreist.units import Boundary

__all__ = [
    "choose_target",
    "law_beside",
    "refuse_met",
    "registered_targets",
    "statutory_goals",
    "statutory_targets",
    "with_adopted",
]


def statutory_targets(at: date) -> dict[int, facts.Fact]:
    """Return the national targets in force on a date: target year → cut since 1990."""
    ids = [r["id"] for r in facts.load().table("figures", at) if r["id"].startswith("target/")]
    return {int(i.partition("/")[2]): facts.load().figure(i, at=at) for i in sorted(ids)}


def registered_targets(place: Place, at: date) -> tuple[RegisteredTarget, ...]:
    """Return what a place and its county have adopted themselves, as the facts know it.

    Parameters
    ----------
    place : Place
    at : datetime.date

    Returns
    -------
    tuple of RegisteredTarget
        The place's own first, then its county's; those whose time is over after those that
        stand.
    """
    store = facts.load()
    codes = (place.number, place.number[:2]) if place.kind == "municipality" else (place.number,)
    targets: list[RegisteredTarget] = []
    for row in store.table("registered_targets"):
        if row["code"] not in codes or row["valid_from"] > at:
            continue
        targets.append(
            RegisteredTarget(
                code=row["code"],
                name=place.name if row["code"] == place.number else places.find(row["code"]).name,
                reference_year=row["reference_year"],
                target_year=row["target_year"],
                reduction=row["reduction"],
                emissions=row["emissions"],
                historical=row["valid_to"] is not None and row["valid_to"] <= at,
                origin=f"registered/{row['code']}/{row['target_year']}",
            )
        )
    return tuple(sorted(targets, key=lambda r: (r.historical, codes.index(r.code), r.target_year)))


def with_adopted(
    facts_say: Sequence[RegisteredTarget], adopted: Sequence[RegisteredTarget], number: str
) -> tuple[RegisteredTarget, ...]:
    """Return what the municipality registered itself, then what the facts add to it.

    What the facts say of the same year and scope gives way: the municipality knows best what
    its council has adopted. Its county's targets stay.
    """
    taken = {(r.target_year, r.without) for r in adopted}
    rest = [r for r in facts_say if r.code != number or (r.target_year, r.without) not in taken]
    return (*adopted, *rest)


def _own(
    registered: Sequence[RegisteredTarget],
    history: Mapping[int, float],
    last: int,
    number: str,
    without: tuple[str, ...],
) -> tuple[int, tuple[Goal, ...]] | None:
    """Return the reference year and the place's own targets that a plan can work towards.

    A target for a part of the emissions is no target for all of them, and one whose reference
    year the inventory lacks has no tonnes. What the municipality registered itself comes
    before what the facts say of it; later targets from the same year are goals too.
    """
    fitting = [
        (Goal(r.target_year, r.reduction, r.reduction_high, r.origin), r)
        for r in registered
        if r.code == number
        and not r.historical
        and r.emissions == ("without" if without else "territorial")
        and r.without == without
        and r.reduction is not None
        and r.reference_year in history
        and r.target_year >= last
    ]
    if not fitting:
        return None
    _, first = min(fitting, key=lambda pair: (pair[1].adopted is None, pair[0].year))
    goals = {
        goal.year: goal
        for goal, r in reversed(fitting)
        if r is first
        or (r.target_year > first.target_year and r.reference_year == first.reference_year)
    }
    assert first.reference_year is not None
    return first.reference_year, tuple(goals[y] for y in sorted(goals))


def statutory_goals(national: Mapping[int, facts.Fact], years: Sequence[int]) -> tuple[Goal, ...]:
    """Return the law's targets of some years; of a span the lower end, the upper beside it."""

    def high(fact: facts.Fact) -> float | None:
        return fact.high if fact.high is not None and fact.high > fact.value else None

    return tuple(
        Goal(y, national[y].value, high(national[y]), f"figures/target/{y}") for y in years
    )


def refuse_met(reduction: float, history: Mapping[int, float], reference_year: int) -> None:
    """Refuse a cut that is already reached: it is no target, and leaves nothing to plan.

    Parameters
    ----------
    reduction : float
        Share 0–1 of the reference year's emission, as asked for.
    history : mapping of int to float
        Year → t CO2e; the last is today's.
    reference_year : int

    Raises
    ------
    InputError
        What may be emitted is not below today's emission.
    """
    year = max(history)
    now, reference = history[year], history[reference_year]
    tonnes = reference * (1.0 - reduction)
    if year == reference_year or tonnes < now:
        return
    # Rounded up: the cut that is named must be accepted.
    minimum = math.ceil(1000.0 * (1.0 - now / reference)) / 10.0
    raise InputError(
        "budgets.target_met",
        reduction=100.0 * reduction,
        reference=reference_year,
        tonnes=tonnes,
        year=year,
        now=now,
        minimum=minimum,
    )


def choose_target(
    boundary: Boundary,
    history: Mapping[int, float],
    plan_years: tuple[int, ...],
    today: date,
    reduction: float | None = None,
    target_year: int | None = None,
    reference_year: int | None = None,
    registered: Sequence[RegisteredTarget] = (),
    number: str = "",
    without: tuple[str, ...] = (),
    by_law: bool = False,
) -> tuple[Target, dict[int, float]]:
    """Return the target and the goals the frame runs through.

    Parameters
    ----------
    boundary : Boundary
    history : mapping of int to float
        Years that can be a reference year → t CO2e.
    plan_years : tuple of int
    today : datetime.date
        Which statutory targets are in force.
    reduction, target_year, reference_year : optional
        What the user chose. Without any of them the place's own registered target counts
        where it has one for all its emissions. Else the national target that comes next
        counts, by the same share of the reference year (the inventory does not reach back
        to 1990, and the document says so); the national target after it is a goal too. Of a
        target that is a span the lower end is planned by, and the upper stands beside it.
    registered : sequence of RegisteredTarget
        From :func:`registered_targets`.
    number : str
        The place's number.
    without : tuple of str
        What the account leaves out: a target for the same is looked for.
    by_law : bool
        Whether the law's target counts although the place has its own.

    Raises
    ------
    InputError
        A reference year without figures, or a target year that lies too early.
    """
    reference = min(history) if reference_year is None else reference_year
    if reference not in history:
        raise InputError(
            "year.unknown", year=reference, known=", ".join(str(y) for y in sorted(history))
        )
    if target_year is not None and target_year <= max(history):
        raise InputError("budgets.target_year", year=target_year, last=max(history))
    if reduction is None and boundary != "territorial":
        raise InputError(
            "budgets.own_target_needed", boundary=TextKey(f"accounts.boundary.{boundary}")
        )
    unasked = reduction is target_year is reference_year is None
    if boundary == "territorial" and not by_law and unasked:
        own = _own(registered, history, plan_years[-1], number, without)
        if own is not None:
            since, goals = own
            target = Target(
                boundary,
                since,
                goals[0].year,
                goals[0].reduction,
                goals[0].origin,
                goals[0].reduction_high,
                goals,
            )
            return target, {g.year: g.reduction for g in goals}
    national = statutory_targets(today)
    later = [y for y in national if y >= (target_year or plan_years[-1])]
    if reduction is not None:
        year = target_year or (later[0] if later else plan_years[-1])
        goal = Goal(year, reduction, None, "formula/own_target")
        target = Target(boundary, reference, year, reduction, goal.origin, goals=(goal,))
        return target, {year: reduction}
    if not later or (target_year is not None and target_year not in national):
        raise InputError(
            "budgets.target_unknown", year=target_year, known=", ".join(str(y) for y in national)
        )
    goals = statutory_goals(national, later[:2])
    first = goals[0]
    target = Target(
        boundary,
        reference,
        first.year,
        first.reduction,
        first.origin,
        first.reduction_high,
        goals,
    )
    return target, {g.year: g.reduction for g in goals}


def law_beside(target: Target, today: date) -> Goal | None:
    """Return the law's target that comes next, where the plan works towards another one."""
    national = statutory_targets(today)
    later = [y for y in national if y >= target.target_year]
    if not later or any(g.origin.startswith("figures/target/") for g in target.goals):
        return None
    return statutory_goals(national, later[:1])[0]
