"""A county as the sum of its municipalities' own plans, future by future.

Every member's plan is made in the same futures (same seed), so that what is common to them
(technology, policy, prices) moves them together; the sum of future 17 is the sum of the
members' future 17. So is what an inventory varies by itself: the part of it that strikes all
places at once, as earlier errors have shown, is the same for all members in a future, the rest
is each member's own. The sum's interval is thereby never wider than those of the members added.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kortreist import connectors, places
from kortreist.arguments import check
from kortreist.budgets.budget import Band, ClimateBudget
from kortreist.budgets.build import climate_budget
from kortreist.budgets.rows import bands
from kortreist.errors import FiguresMissingError, InputError
from kortreist.places import Place
from kortreist.plans.stair import LAYERS, Stair, Step

__all__ = ["CountyPlan", "county_plan"]

FloatArray = npt.NDArray[np.float64]
_LOW, _HIGH = 0.10, 0.90
#: What is a municipality's own to say, and means nothing for all of a county at once.
_OWN = ("money_nok", "staff_fte", "fixed", "excluded", "counts", "answers", "known_changes")


@dataclass(frozen=True, slots=True)
class CountyPlan:
    """The sum of the members' plans.

    Joint measures, and what the county authority decides for itself, are not in it.

    Parameters
    ----------
    place : Place
        The county.
    members : tuple of ClimateBudget
        In the order of their numbers.
    lacking : tuple of str
        ``number name`` of members without an account: with any, the sum is *partial*.
    plan_years, years : tuple of int
    history, frame : dict
        Year → t CO2e, the members' summed; years that every member has.
    baseline, pathway : dict
        Year → Band, t CO2e.
    probability_under_frame : dict
        Year → share of futures in which the sum keeps under the sum of the frames.
    stairs : tuple of Stair
        One for each goal year that all members have.
    futures, seed : int
    created, engine_version : str
    """

    place: Place
    members: tuple[ClimateBudget, ...]
    lacking: tuple[str, ...]
    plan_years: tuple[int, ...]
    years: tuple[int, ...]
    history: dict[int, float]
    frame: dict[int, float]
    baseline: dict[int, Band]
    pathway: dict[int, Band]
    probability_under_frame: dict[int, float]
    stairs: tuple[Stair, ...]
    futures: int
    seed: int
    created: str
    engine_version: str

    @property
    def partial(self) -> bool:
        """Whether members are lacking."""
        return bool(self.lacking)

    @property
    def stair(self) -> Stair | None:
        """From today to the target of the last common goal year."""
        return self.stairs[-1] if self.stairs else None


def county_plan(
    place: Place,
    *,
    as_of: str | None = None,
    data_dir: Path | None = None,
    today: date | None = None,
    progress: Callable[[int, int, str], None] = lambda done, total, name: None,
    **asked: Any,
) -> CountyPlan:
    """Return the sum of the plans of a county's municipalities.

    Parameters
    ----------
    place : Place
        A county.
    as_of : str, optional
        Vintage id or date. All members are planned from one vintage: the newest that holds
        the most of them.
    data_dir : Path, optional
    today : datetime.date, optional
    progress : callable
        ``(done, total, name)`` before each member.
    **asked
        As :func:`kortreist.budgets.climate_budget`, the same for all members; each has its
        own default limits.

    Raises
    ------
    InputError
        Not a county, or something asked that is each municipality's own.
    FiguresMissingError
        No member has an account.
    """
    if place.kind != "county":
        raise InputError("budgets.not_a_county", place=place.name)
    check(as_of=as_of, data_dir=data_dir, today=today, **asked)
    given = [name for name in _OWN if asked.get(name)]
    if given:
        raise InputError("budgets.county_own", place=place.name, what=", ".join(given))
    municipalities = places.members(place)
    vintage, held = _vintage([m.number for m in municipalities], as_of, data_dir)
    if not held:
        raise FiguresMissingError("accounts.nothing", place=place.name, number=place.number)
    present = [m for m in municipalities if m.number in held]
    asked = {**asked, "extras": False, "as_of": vintage, "data_dir": data_dir, "today": today}
    made = []
    for i, member in enumerate(present):
        progress(i, len(present), member.name)
        made.append(climate_budget(member, **asked, plan_beside=False, accept_met_target=True))
    lacking = tuple(f"{m.number} {m.name}" for m in municipalities if m.number not in held)
    return _summed_plan(place, tuple(made), lacking)


def _vintage(
    numbers: Sequence[str], as_of: str | None, data_dir: Path | None
) -> tuple[str, frozenset[str]]:
    """Return the newest vintage that holds the most of the places, and which it holds."""
    best, held = "", frozenset[str]()
    for vintage in connectors.vintages(data_dir):  # oldest first: the newer wins when equal
        if as_of is not None and as_of not in (vintage.id, vintage.date) and vintage.date > as_of:
            continue
        here = frozenset(vintage.places) & frozenset(numbers)
        if len(here) >= len(held):
            best, held = vintage.id, here
    return best, held


def _summed_plan(
    place: Place, members: tuple[ClimateBudget, ...], lacking: tuple[str, ...]
) -> CountyPlan:
    first = members[0]
    parts = [m.in_futures for m in members if m.in_futures is not None]
    model_years = parts[0].years
    baseline: FloatArray = np.sum([p.baseline for p in parts], axis=0)
    pathway: FloatArray = np.sum([p.pathway for p in parts], axis=0)
    noise: FloatArray = np.sum([p.noise for p in parts], axis=0)
    column = {int(y): t for t, y in enumerate(model_years)}
    frame = _total([m.frame for m in members])
    over = {y: float(((pathway + noise)[:, column[y]] <= frame[y]).mean()) for y in first.years}
    return CountyPlan(
        place=place,
        members=members,
        lacking=lacking,
        plan_years=first.plan_years,
        years=first.years,
        history=_total([m.account.history for m in members]),
        frame=frame,
        baseline=bands(baseline + noise, model_years, first.years),
        pathway=bands(pathway + noise, model_years, first.years),
        probability_under_frame={y: over[y] for y in first.probability_under_frame},
        stairs=_stairs(members, noise, column),
        futures=first.futures,
        seed=first.seed,
        created=first.created,
        engine_version=first.engine_version,
    )


def _total(series: Sequence[Mapping[int, float]]) -> dict[int, float]:
    """Return the sum of the years that all have: a year one lacks would be no sum."""
    common = set.intersection(*(set(s) for s in series))
    return {y: float(sum(s[y] for s in series)) for y in sorted(common)}


def _stairs(
    members: Sequence[ClimateBudget], noise: FloatArray, column: Mapping[int, int]
) -> tuple[Stair, ...]:
    by_year = [{s.year: s for s in m.outcome.stairs} for m in members]
    common = sorted(set.intersection(*(set(b) for b in by_year)))
    return tuple(_stair([b[year] for b in by_year], noise[:, column[year]]) for year in common)


def _stair(stairs: Sequence[Stair], noise: FloatArray) -> Stair:
    steps = []
    for layer in LAYERS:
        every = [s.step(layer).bare for s in stairs]
        bare: FloatArray = np.sum([one for one in every if one is not None], axis=0)
        sign = {"adopted": -1.0, "unreached": 1.0}.get(layer, 0.0)
        tonnes = bare + sign * noise
        low, high = np.quantile(tonnes, [_LOW, _HIGH])
        # The mean without the noise, whose mean is zero: layers add to the gram.
        mine = sum(s.step(layer).in_plan for s in stairs)
        steps.append(Step(layer, float(low), float(bare.mean()), float(high), (), bare, mine))
    uppers = [s.target_upper for s in stairs]
    return Stair(
        stairs[0].year,
        stairs[0].today_year,
        float(sum(s.today for s in stairs)),
        float(sum(s.target for s in stairs)),
        tuple(steps),
        None if None in uppers else float(sum(u or 0.0 for u in uppers)),
    )
