"""What the municipalities' plans add up to: shares by group, effects, the national package."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from kortreist import facts
from kortreist.country.portfolios import Portfolios
from kortreist.country.task import MunicipalityResult, Settings
from kortreist.futures.future_set import FloatArray
from kortreist.measures import Measure
from kortreist.plans.outcome import GROUPS, Group

__all__ = ["Band", "CountrySummary", "MeasureSummary", "summarise"]

_SHARES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Band:
    """10, 50 and 90 % quantiles over futures, t CO2e."""

    low: float
    central: float
    high: float

    @classmethod
    def of(cls, values: FloatArray) -> Band:
        """Return the band of (F,) values."""
        low, central, high = np.quantile(values, _SHARES).tolist()
        return cls(low, central, high)


@dataclass(frozen=True, slots=True)
class MeasureSummary:
    """One measure across the municipalities in which it matters.

    Parameters
    ----------
    measure : str
    level : int
    municipalities : int
        In how many it matters.
    started : int
        In how many plans it is.
    share_by_group : dict
        Group → share 0–1 of those municipalities; sums to 1.
    effect_by_group : dict
        Group → share 0–1 of what the measure cuts or would cut in the goal year, summed over
        the municipalities (:attr:`MunicipalityResult.effect`); sums to 1, or all 0 where it
        cuts nothing anywhere.
    uncertain_share : float
        Share 0–1 of the municipalities in which its group is uncertain.
    potential : float
        t CO2e in the goal year that ``effect_by_group`` is a share of.
    national_effect : Band
        t CO2e the plans' use of it cuts in the goal year.
    national_package : bool
        Level I, and to be started now in at least the threshold share of municipalities.
    """

    measure: str
    level: int
    municipalities: int
    started: int
    share_by_group: dict[Group, float]
    effect_by_group: dict[Group, float]
    uncertain_share: float
    potential: float
    national_effect: Band
    national_package: bool


@dataclass(frozen=True, slots=True)
class CountrySummary:
    """The national run; territorial, t CO2e, the sum of the municipalities that took part.

    Parameters
    ----------
    municipalities, made : int
        How many took part, and how many of them have made accounts.
    population : float
    futures, seed : int
    today : str
    base_year, goal_year : int
    base_total : float
        Sum of the accounts.
    threshold : float
        Share 0–1 for the national package.
    package : tuple of str
        Measure ids of the national accelerated package, largest effect first.
    measures : tuple of MeasureSummary
        Largest potential first.
    baseline, pathway : dict
        Year → band of the sum, with what moves all municipalities at once in it.
    frame : dict
        Year → t CO2e, sum of the municipalities' frames.
    chance : float
        Share 0–1 of futures in which the sum is within that frame in the goal year.
    likely : float
        Share 0–1 of municipalities that more likely than not keep within their own frame in
        the goal year.
    reach : float
        Mean over municipalities of the cut that the best later decisions reach, share of the
        reference year.
    unproven : int
        Plans whose proof ran out of time.
    """

    municipalities: int
    made: int
    population: float
    futures: int
    seed: int
    today: str
    base_year: int
    goal_year: int
    base_total: float
    threshold: float
    package: tuple[str, ...]
    measures: tuple[MeasureSummary, ...]
    baseline: dict[int, Band]
    pathway: dict[int, Band]
    frame: dict[int, float]
    chance: float
    likely: float
    reach: float
    unproven: int

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; measures by id."""
        out = asdict(self)
        out["real"] = self.municipalities - self.made
        out["boundary"], out["unit"] = "territorial", "t CO2e"
        out["package"] = list(self.package)
        out["measures"] = {m.pop("measure"): m for m in out["measures"]}
        return out


def summarise(
    results: Sequence[MunicipalityResult],
    measures: Sequence[Measure],
    portfolios: Portfolios,
    settings: Settings,
) -> CountrySummary:
    """Add up the municipalities' results.

    Parameters
    ----------
    results : sequence of MunicipalityResult
        In any order.
    measures : sequence of Measure
        All that a verdict may name.
    portfolios : Portfolios
        The same plans in the shared futures, ``goal_year`` as in the results.
    settings : Settings

    Returns
    -------
    CountrySummary

    Raises
    ------
    ValueError
        No result, or the portfolios are of other municipalities or another goal year.
    """
    ordered = sorted(results, key=lambda r: r.number)
    years = {r.goal_year for r in ordered}
    if sorted(portfolios.places) != [r.number for r in ordered] or years != {portfolios.goal_year}:
        raise ValueError("results and portfolios are not of the same municipalities and year")
    goal = portfolios.goal_year
    at = {int(y): t for t, y in enumerate(portfolios.years)}
    threshold = facts.load().figure("planning/national_package_share", settings.day).value
    rows = [
        _measure(m, ordered, Band.of(portfolios.national_effect[i]), threshold)
        for m in measures
        if any(m.id in r.verdicts for r in ordered)
        for i in (portfolios.measures.index(m.id),)
    ]
    rows.sort(key=lambda r: (-r.potential, r.measure))
    chosen = sorted(
        (r for r in rows if r.national_package),
        key=lambda r: (-r.national_effect.central, r.measure),
    )
    frame = {y: math.fsum(r.frame[y] for r in ordered) for y in sorted(ordered[0].frame)}
    return CountrySummary(
        municipalities=len(ordered),
        made=sum(r.made for r in ordered),
        population=math.fsum(r.population or 0.0 for r in ordered),
        futures=settings.futures,
        seed=settings.seed,
        today=settings.day.isoformat(),
        base_year=int(portfolios.years[0]),
        goal_year=goal,
        base_total=float(portfolios.national_baseline[0, 0]),
        threshold=threshold,
        package=tuple(r.measure for r in chosen),
        measures=tuple(rows),
        baseline={y: Band.of(portfolios.national_baseline[:, at[y]]) for y in frame},
        pathway={y: Band.of(portfolios.national[:, at[y]]) for y in frame},
        frame=frame,
        chance=float((portfolios.national[:, at[goal]] <= frame[goal]).mean()),
        likely=sum(r.chance >= 0.5 for r in ordered) / len(ordered),
        reach=math.fsum(r.reach for r in ordered) / len(ordered),
        unproven=sum(r.proven == "time_limit" for r in ordered),
    )


def _measure(
    measure: Measure, results: Sequence[MunicipalityResult], effect: Band, threshold: float
) -> MeasureSummary:
    there = [r for r in results if measure.id in r.verdicts]
    of_group: dict[Group, list[MunicipalityResult]] = {g: [] for g in GROUPS}
    for result in there:
        of_group[result.verdicts[measure.id]].append(result)
    # A measure that adds emissions somewhere is no negative share of what it cuts elsewhere.
    cut = {
        g: math.fsum(max(r.effect.get(measure.id, 0.0), 0.0) for r in rows)
        for g, rows in of_group.items()
    }
    potential = math.fsum(cut.values())
    share: dict[Group, float] = {g: len(rows) / len(there) for g, rows in of_group.items()}
    return MeasureSummary(
        measure=measure.id,
        level=measure.level,
        municipalities=len(there),
        started=sum(measure.id in r.starts for r in there),
        share_by_group=share,
        effect_by_group={g: c / potential if potential > 0 else 0.0 for g, c in cut.items()},
        uncertain_share=sum(measure.id in r.uncertain for r in there) / len(there),
        potential=potential,
        national_effect=effect,
        national_package=measure.level == 1 and share["start_now"] >= threshold,
    )
