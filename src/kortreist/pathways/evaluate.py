"""Evaluate plans: totals, effects of measures, and quick screening of candidates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kortreist.errors import InputError
from kortreist.futures.future_set import FloatArray
from kortreist.pathways.model import PathwayModel
from kortreist.units import BOUNDARIES, Boundary

__all__ = ["PathwayResult", "Screening", "evaluate", "evaluate_many", "screen"]

SCREENING_FUTURES = 64


@dataclass(frozen=True, slots=True)
class PathwayResult:
    """A plan in every future, inside one boundary.

    Parameters
    ----------
    boundary : Boundary
    years : (T,) int
    measures : tuple of str
        Ids of the measures in the plan, length C.
    starts : dict
        Measure id → decided start year.
    baseline, pathway : (F, T) float
        t CO2e without and with the plan.
    effect_mean : (C, T) float
        Mean over futures of t CO2e cut by each measure; sums to the mean of baseline −
        pathway.
    report_years : tuple of int
        The R years for which every future's effects are kept.
    effect : (C, F, R) float
        t CO2e cut in the report years; sums over C to baseline − pathway in every future.
    """

    boundary: Boundary
    years: npt.NDArray[np.int64]
    measures: tuple[str, ...]
    starts: dict[str, int]
    baseline: FloatArray
    pathway: FloatArray
    effect_mean: FloatArray
    report_years: tuple[int, ...]
    effect: FloatArray

    def quantiles(self, shares: Sequence[float] = (0.1, 0.5, 0.9)) -> FloatArray:
        """Return quantiles of the effects, (len(shares), C, R) t CO2e."""
        if self.effect.size == 0:
            return np.zeros((len(shares), len(self.measures), len(self.report_years)))
        values: FloatArray = np.quantile(self.effect, shares, axis=1)
        return values

    def probability_under(self, limit: Mapping[int, float]) -> dict[int, float]:
        """Return year → share of futures with pathway ≤ limit (t CO2e).

        Raises
        ------
        InputError
            A year outside the result.
        """
        at = {int(y): t for t, y in enumerate(self.years)}
        out: dict[int, float] = {}
        for year, tonnes in limit.items():
            if year not in at:
                raise InputError(
                    "pathways.unknown_year", year=year, first=self.years[0], last=self.years[-1]
                )
            out[year] = float(np.mean(self.pathway[:, at[year]] <= tonnes))
        return out

    def cumulative(self) -> FloatArray:
        """Return (F,) t CO2e emitted with the plan, summed over the years."""
        total: FloatArray = self.pathway.sum(axis=1)
        return total


def evaluate(
    model: PathwayModel,
    starts: Mapping[str, int],
    boundary: Boundary = "territorial",
    report_years: Iterable[int] | None = None,
) -> PathwayResult:
    """Compute the pathway of a plan in every future and share the cut out on measures.

    Parameters
    ----------
    model : PathwayModel
    starts : mapping of str to int
        Measure id → decided start year.
    boundary : {"territorial", "consumption", "combined"}
    report_years : iterable of int, optional
        Years to keep effects of every future for; all by default.

    Returns
    -------
    PathwayResult

    Raises
    ------
    InputError
        A measure or a year that is not in the model.
    """
    from kortreist.pathways.kernels import run  # compiled on first use

    years = [int(y) for y in model.years]
    kept = tuple(years if report_years is None else report_years)
    for year in kept:
        if year not in years:
            raise InputError("pathways.unknown_year", year=year, first=years[0], last=years[-1])
    place = np.full(len(years), -1, dtype=np.int64)
    for r, year in enumerate(kept):
        place[years.index(year)] = r
    vector = model.starts(starts)
    raw = run(model, vector[None, :], BOUNDARIES.index(boundary), place)
    b = BOUNDARIES.index(boundary)
    chosen = np.flatnonzero(~np.isnan(vector))
    return PathwayResult(
        boundary=boundary,
        years=model.years,
        measures=tuple(model.measure_ids[m] for m in chosen),
        starts={model.measure_ids[m]: int(vector[m]) for m in chosen},
        baseline=raw.baseline[b],
        pathway=raw.pathway[0, b],
        effect_mean=raw.effect_sum[0, chosen] / model.size,
        report_years=kept,
        effect=raw.effect[chosen],
    )


def evaluate_many(
    model: PathwayModel,
    plans: Sequence[Mapping[str, int]],
    boundary: Boundary = "territorial",
    futures: int | None = None,
) -> FloatArray:
    """Return the totals of many plans at once.

    Parameters
    ----------
    model : PathwayModel
    plans : sequence of mapping
        P plans, measure id → start year.
    boundary : {"territorial", "consumption", "combined"}
    futures : int, optional
        The first so many futures only; all by default.

    Returns
    -------
    (P, F, T) float
        t CO2e.
    """
    from kortreist.pathways.kernels import run

    if not plans:
        count = model.size if futures is None else min(futures, model.size)
        return np.zeros((0, count, model.years.size))
    starts = np.array([model.starts(plan) for plan in plans])
    return run(model, starts, futures=futures).pathway[:, BOUNDARIES.index(boundary)]


@dataclass(frozen=True, slots=True)
class Screening:
    """Mean t CO2e a year each candidate cuts, by itself and on top of a plan.

    Parameters
    ----------
    measures : tuple of str, length C
    alone, marginal : (C, T) float
        Mean over the futures used; positive is a cut.
    """

    measures: tuple[str, ...]
    alone: FloatArray
    marginal: FloatArray


def screen(
    model: PathwayModel,
    candidates: Mapping[str, int],
    plan: Mapping[str, int] | None = None,
    boundary: Boundary = "territorial",
    futures: int = SCREENING_FUTURES,
) -> Screening:
    """Estimate what every candidate would cut, quickly, for ranking.

    Parameters
    ----------
    model : PathwayModel
    candidates : mapping of str to int
        Measure id → start year to try.
    plan : mapping of str to int, optional
        What is chosen already.
    boundary : {"territorial", "consumption", "combined"}
    futures : int
        Uses this many of the futures; a rough mean is enough to rank.

    Returns
    -------
    Screening
    """
    chosen = dict(plan or {})
    names = tuple(candidates)
    plans: list[Mapping[str, int]] = [{}, chosen]
    plans += [{name: candidates[name]} for name in names]
    if chosen:
        plans += [{**chosen, name: candidates[name]} for name in names]
    mean = evaluate_many(model, plans, boundary, futures).mean(axis=1)
    alone = mean[0] - mean[2 : 2 + len(names)]
    marginal = mean[1] - mean[2 + len(names) :] if chosen else alone
    return Screening(names, alone, marginal)
