"""What a place is about to bind itself to, judged in the futures its plan is made in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kortreist import bindings
from kortreist.arguments import check
from kortreist.bindings import Binding, JudgedBinding
from kortreist.budgets.draft_plan import smallest_effect
from kortreist.budgets.increases import Increases, increases_of
from kortreist.budgets.prepared import Prepared, prepare
from kortreist.budgets.targets import statutory_targets
from kortreist.errors import InputError
from kortreist.places import Place

__all__ = ["BindingsAnswer", "answer_bindings", "judge_bindings_of"]

#: Futures of the plan that bindings are judged in: as many as its groups.
_FUTURES = 256


#: What :func:`prepare` is asked beside what is checked here.
_AS_ASKED: Mapping[str, Any] = {
    "without": (),
    "answers": None,
    "dearest": None,
    "known_changes": None,
    "frame_start": "last",
    "adopted": (),
    "by_law": False,
}


@dataclass(frozen=True, slots=True)
class BindingsAnswer:
    """Bindings judged, and what they are held against.

    Parameters
    ----------
    judged : tuple of JudgedBinding
        In the order they were entered.
    frame : dict of int to float
        Calendar year → t CO2e that may be emitted, from the plan's first year on, whatever is
        older; after the last goal it falls to the national long-term target.
    horizon : int
        The plan's last year.
    increases : Increases or None
        What they add to a plan's pathway; None where no plan's start years are given.
    vintage : str
        The edition of the inventory.
    """

    judged: tuple[JudgedBinding, ...]
    frame: dict[int, float]
    horizon: int
    increases: Increases | None
    vintage: str


def judge_bindings_of(
    place: Place, entered: Sequence[Binding], **asked: Any
) -> tuple[JudgedBinding, ...]:
    """Judge bindings beside the measures: see :func:`answer_bindings`.

    Returns
    -------
    tuple of JudgedBinding
        In the order they were entered.
    """
    return answer_bindings(place, entered, **asked).judged


def answer_bindings(
    place: Place,
    entered: Sequence[Binding],
    *,
    reduction: float | None = None,
    target_year: int | None = None,
    reference_year: int | None = None,
    money_nok: float | None = None,
    staff_fte: float | None = None,
    as_of: str | None = None,
    futures_count: int = _FUTURES,
    seed: int = 20261123,
    overrides: Path | str | None = None,
    learning_year: int | None = None,
    fixed: Mapping[str, int] | None = None,
    excluded: Sequence[str] = (),
    confirmed: Collection[str] = (),
    starts: Mapping[str, int] | None = None,
    today: date | None = None,
    data_dir: Path | str | None = None,
    progress: Callable[[str], None] = lambda stage: None,
    **more: Any,
) -> BindingsAnswer:
    """Judge bindings beside the measures, in the futures of the place's plan.

    Parameters
    ----------
    place : Place
        A municipality or a county authority's area with an inventory.
    entered : sequence of Binding
    reduction, target_year, reference_year, money_nok, staff_fte, as_of, seed, overrides, \
learning_year, fixed, excluded, today, data_dir
        As for :func:`kortreist.budgets.climate_budget`.
    futures_count : int
        Of the plan; bindings are judged in the first 256.
    confirmed : collection of str
        Ids of bindings of which somebody has confirmed that nothing is emitted and nothing
        paid when they are not signed.
    starts : mapping of str to int, optional
        Measure → start year of a plan: what the bindings add to its pathway is computed too.
    progress : callable, optional
        Told the name of each part as it begins: ``futures``, ``bindings``.
    **more
        ``without``, ``answers``, ``dearest``, ``known_changes``, ``frame_start``, ``adopted``
        and ``by_law``, as for :func:`kortreist.budgets.climate_budget`.

    Returns
    -------
    BindingsAnswer

    Raises
    ------
    FiguresMissingError, InputError
        As :func:`kortreist.budgets.climate_budget`; an id among ``confirmed`` that is none; or
        more tonnes held of a source than it can have.
    TypeError
        Something is given that is not asked for.
    """
    if unknown := more.keys() - _AS_ASKED.keys():
        raise TypeError(f"bindings cannot be asked for {', '.join(sorted(unknown))}")
    rest = {**_AS_ASKED, **more}
    rest["known_changes"] = None if rest["known_changes"] is None else Path(rest["known_changes"])
    check(
        reduction=reduction,
        target_year=target_year,
        reference_year=reference_year,
        money_nok=money_nok,
        staff_fte=staff_fte,
        futures_count=futures_count,
        seed=seed,
        learning_year=learning_year,
    )
    if place.kind == "country":
        raise InputError("budgets.country", place=place.name)
    ids = {b.id for b in entered}
    for id_ in confirmed:
        if id_ not in ids:
            raise InputError("bindings.unknown_binding", id=id_, known=", ".join(sorted(ids)))
    day = today or date.today()
    prepared = prepare(
        place,
        boundary="territorial",
        reduction=reduction,
        target_year=target_year,
        reference_year=reference_year,
        money_nok=money_nok,
        staff_fte=staff_fte,
        as_of=as_of,
        futures_count=futures_count,
        seed=seed,
        overrides=None if overrides is None else Path(overrides),
        learning_year=learning_year,
        fixed=fixed,
        excluded=excluded,
        counts=None,
        accept_met_target=False,
        **rest,
        today=day,
        data_dir=None if data_dir is None else Path(data_dir),
        progress=progress,
    )
    progress("bindings")
    limits = bindings.Thresholds.at(day)
    here = _here(prepared, entered, confirmed)
    bindings.check_held(here, prepared.question.model)
    setting = bindings.setting_of(
        prepared.question,
        here,
        limits,
        minimum=smallest_effect(prepared.question, day),
        noise=prepared.noise,
        reference=prepared.reference,
        targets={y: prepared.reference * (1.0 - cut) for y, cut in prepared.goals.items()},
        long_term=_long_term(prepared, day),
        account_tonnes=prepared.account.totals["territorial"].value,
        seed=seed,
        futures=min(futures_count, _FUTURES),
    )
    judged = bindings.judge_bindings(setting, here, limits)
    return BindingsAnswer(
        judged=judged,
        frame=setting.frame_by_year,
        horizon=prepared.question.horizon,
        increases=None if starts is None else increases_of(prepared, here, starts),
        vintage=prepared.account.vintage_id,
    )


def _here(
    prepared: Prepared, entered: Sequence[Binding], confirmed: Collection[str]
) -> tuple[Binding, ...]:
    """Return bindings as they are here: measures that can do nothing here are not shut out."""
    ids = {m.id for m in prepared.question.measures}

    def here(b: Binding) -> Binding:
        return replace(
            b,
            closes=tuple(c for c in b.closes if c in ids),
            alternatives=tuple(here(a) for a in b.alternatives),
            zero_confirmed=b.zero_confirmed or b.id in confirmed,
        )

    return tuple(here(b) for b in entered)


def _long_term(prepared: Prepared, day: date) -> tuple[int, float]:
    """Return the year and t CO2e of the last national target, by the reference year's share."""
    targets = statutory_targets(day)
    year = max(targets)
    return year, prepared.reference * (1.0 - targets[year].value)
