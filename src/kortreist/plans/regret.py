"""What it costs to start now and be wrong, and to wait and be wrong, measure by measure.

The difference in NOK, emissions at the carbon price of public analyses, is the regret of
whichever choice was wrong (:mod:`kortreist.plans.waiting`).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kortreist.plans.outcome import Regret
from kortreist.plans.problem import NONE, Problem

__all__ = ["as_choice", "info_gap", "regret_of"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


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
