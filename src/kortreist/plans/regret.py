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


def info_gap(difference: FloatArray) -> float:
    """Return how far the futures may go to the worst of them before a start is regretted.

    The radius of Ben-Haim's info-gap theory (2006), with an interval of what starting now gives
    against waiting that grows evenly from the mean to the worst future seen. What a measure
    needs, makes possible and rules out is in it, as in the regret.

    Parameters
    ----------
    difference : (F,) float
        NOK that starting now costs more than waiting; NaN where it cannot start now.

    Returns
    -------
    float
        Share 0–1; 0 when the mean itself does not pay, 1 when even the worst does.

    Examples
    --------
    >>> import numpy as np
    >>> info_gap(np.array([-9.0, -6.0, 3.0]))  # 4 on average, −3 at worst
    0.5714285714285714
    """
    seen = -difference[~np.isnan(difference)]
    if seen.size == 0 or seen.mean() <= 0.0:
        return 0.0
    mean, worst = float(seen.mean()), float(seen.min())
    return 1.0 if worst >= 0.0 else mean / (mean - worst)


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
