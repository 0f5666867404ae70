"""What it costs to start now and be wrong, and to wait and be wrong, measure by measure.

In every future a measure is started in the plan's first year, or waited with until the
learning year, when the future is known: then it is started if that is better, or never.
The rest of the plan is as it is. A wrong start may be given up at its price. The
difference in NOK, emissions at the carbon price of public analyses, is the regret of
whichever choice was wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kortreist.plans.outcome import Regret
from kortreist.plans.problem import NONE, Problem

__all__ = ["Waiting", "info_gap", "regret_of", "waiting"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Starting now against waiting, for every measure in every future.

    Parameters
    ----------
    difference : (F, M) float
        NOK that starting now costs more than waiting; negative where starting now is
        better. NaN where the measure cannot start now.
    never : (F, M) float
        NOK that starting now costs more than never starting.
    gain, cost : (M,) float
        Mean NOK of emissions saved, and of cost, when started now and kept.
    worst_gain, worst_cost : (M,) float
        The same in the worst future of each.
    """

    difference: FloatArray
    never: FloatArray
    gain: FloatArray
    cost: FloatArray
    worst_gain: FloatArray
    worst_cost: FloatArray


def waiting(problem: Problem, plan: IntArray) -> Waiting:
    """Compare starting now with waiting, the rest of the plan as it is.

    Parameters
    ----------
    problem : Problem
        Frame 0 and years weighted by discounted carbon price, so that a miss is NOK.
    plan : (M,) int
        Option of each measure in the plan as it looks today.

    Returns
    -------
    Waiting
    """
    p = problem
    measures, _, _, futures = p.size
    now = p.base.copy()
    for o in plan[plan >= 0]:
        _apply(p, now, int(o), 1.0)
    difference, never = np.full((2, futures, measures), np.nan)
    gain, cost, worst_gain, worst_cost = np.zeros((4, measures))
    for m in range(measures):
        options = p.of_measure(m)
        if options.size == 0:
            continue
        others = now.copy()
        if plan[m] >= 0:
            _apply(p, others, int(plan[m]), -1.0)
        saved = {int(o): _saved_nok(p, others, int(o)) for o in options}
        price = {int(o): p.cost[o] * p.cost_spread[:, m] for o in options}
        first = int(p.option_start[options].min())
        start = [int(o) for o in options if p.option_start[o] == first and p.early[o]]
        later = [int(o) for o in options if not p.early[o]]
        if not start:
            continue
        keep = int(p.stem[start[0]])
        begun = np.min([price[o] - saved[o] for o in start], axis=0)
        wait = np.zeros(futures)
        for o in later:
            wait = np.minimum(wait, np.where(p.available[:, o], price[o] - saved[o], np.inf))
        difference[:, m] = begun - wait
        never[:, m] = price[keep] - saved[keep]
        gain[m], cost[m] = saved[keep].mean(), price[keep].mean()
        worst_gain[m], worst_cost[m] = saved[keep].min(), price[keep].max()
    return Waiting(difference, never, gain, cost, worst_gain, worst_cost)


def _apply(p: Problem, now: FloatArray, o: int, sign: float) -> None:
    part = slice(int(p.term_start[o]), int(p.term_start[o + 1]))
    now[:, p.term_group[part]] *= np.exp(sign * p.term_log[:, part])


def _saved_nok(p: Problem, now: FloatArray, o: int) -> FloatArray:
    """Return (F,) NOK of emissions an option takes off."""
    part = slice(int(p.term_start[o]), int(p.term_start[o + 1]))
    tonnes = (now[:, p.term_group[part]] * -np.expm1(p.term_log[:, part])).sum(axis=1)
    value: FloatArray = (tonnes - p.arrival[:, o]) @ p.year_weight
    return value


def regret_of(difference: FloatArray, known: bool) -> Regret:
    """Return the regret of one measure from its (F,) difference.

    Parameters
    ----------
    difference : (F,) float
        NOK that starting now costs more than waiting; NaN where it cannot start now.
    known : bool
        False when a cost is unknown: the amounts are then None.
    """
    seen = difference[~np.isnan(difference)]
    if seen.size == 0:
        return Regret(None, None, 0.0, 0.0)
    wrong, missed = seen[seen > 0.0], -seen[seen < 0.0]
    chances = (wrong.size / seen.size, missed.size / seen.size)
    if not known:
        return Regret(None, None, *chances)
    return Regret(
        float(wrong.mean()) if wrong.size else 0.0,
        float(missed.mean()) if missed.size else 0.0,
        *chances,
        float(max(seen.max(), 0.0)),
    )


def info_gap(gain: float, cost: float, worst_gain: float, worst_cost: float) -> float:
    """Return how far all uncertain figures may go to their worst before a start is regretted.

    The radius of Ben-Haim's info-gap theory (2006) with intervals that grow evenly from the
    mean to the worst future seen: gain − α·(gain − worst) ≥ cost + α·(worst − cost).

    Returns
    -------
    float
        Share 0–1; 0 when the mean itself does not pay, 1 when even the worst does.

    Examples
    --------
    >>> info_gap(10.0, 5.0, 4.0, 9.0)
    0.5
    """
    slack, shrink = gain - cost, (gain - worst_gain) + (worst_cost - cost)
    if slack <= 0.0:
        return 0.0
    return 1.0 if shrink <= slack else slack / shrink


def as_choice(problem: Problem, starts: dict[str, int]) -> IntArray:
    """Return the options of a plan that is the same in all futures.

    Where a start year is not on offer, the nearest one that is stands for it.
    """
    choice = np.full(len(problem.measures), NONE, dtype=np.int64)
    own = np.arange(problem.stem.size) == problem.stem
    for m, name in enumerate(problem.measures):
        if name in starts:
            options = np.flatnonzero((problem.option_measure == m) & own)
            if options.size:
                away = np.abs(problem.option_start[options] - starts[name])
                choice[m] = options[int(np.argmin(away))]
    return choice
