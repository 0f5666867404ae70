"""What it is worth to know something before choosing.

Expected value of partial perfect information: with the value of one uncertain thing known,
another plan may be the best; how much less is then lost on average. Estimated by dividing
the futures in cells of that value. A cell's best plan picked and judged in the same futures
would always look better than it is, even for pure noise, so it is picked in four fifths of
the futures and judged in the rest, in turn (cross-fitting). What is left of the error is a
little too low an answer where there are few futures: information is not oversold.

What is left is still an estimate from a few hundred futures. What each future contributes is
kept (:func:`gains`), so that the estimate has a standard error (:func:`estimate`) and is shown
only where it stands clear of zero.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

__all__ = ["Estimate", "estimate", "gains", "partial_information", "perfect_information"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_FOLDS = 5
#: Futures a cell should hold, so that its means say something.
_PER_CELL = 40
_MAX_CELLS = 16


#: Share of interval that is outside the interval of an estimate, both sides together.
_OUTSIDE = 0.10


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over futures and its interval, NOK."""

    value: float
    low: float
    high: float


def estimate(gained: FloatArray, compared: int = 1) -> Estimate:
    """Return the mean of what futures contribute, with its interval.

    Parameters
    ----------
    gained : (F,) float
        NOK.
    compared : int
        How many such estimates are looked at together: the intervals of all of them hold at
        once in nine of ten times (Bonferroni), so that the largest of many that are nothing
        does not look like something.

    Examples
    --------
    >>> import numpy as np
    >>> estimate(np.array([1.0, 3.0] * 50)).low > 1.8
    True
    >>> estimate(np.array([1.0, 3.0] * 50), compared=30).low < 1.8
    True
    """
    mean = float(gained.mean())
    if gained.size < 2:
        return Estimate(mean, -math.inf, math.inf)
    error = float(gained.std(ddof=1)) / math.sqrt(gained.size)
    half = NormalDist().inv_cdf(1.0 - _OUTSIDE / 2.0 / max(compared, 1)) * error
    return Estimate(mean, mean - half, mean + half)


def perfect_information(loss: FloatArray) -> float:
    """Return the value of knowing everything before choosing (EVPI).

    Parameters
    ----------
    loss : (P, F) float
        NOK lost by each plan in each future, finite; lower is better.

    Returns
    -------
    float
        NOK, ≥ 0.

    Examples
    --------
    >>> import numpy as np
    >>> perfect_information(np.array([[0.0, 4.0], [3.0, 0.0]]))
    1.5
    """
    _check(loss)
    return max(float(loss.mean(axis=1).min() - loss.min(axis=0).mean()), 0.0)


def partial_information(loss: FloatArray, value: FloatArray) -> float:
    """Return the value of knowing one uncertain thing before choosing (EVPPI).

    Parameters
    ----------
    loss : (P, F) float
        NOK lost by each plan in each future, finite; lower is better.
    value : (F,) float
        The thing's value in each future, any unit; may be infinite ("never"). Only its order
        counts.

    Returns
    -------
    float
        NOK, from 0 to :func:`perfect_information`.

    Raises
    ------
    ValueError
        Shapes that do not fit, a loss that is not finite or a value that is not a number.

    References
    ----------
    Strong, Oakley & Brennan (2014), *Estimating multiparameter partial expected value of
    perfect information from a probabilistic sensitivity analysis sample*, Medical Decision
    Making 34(3), for the regression view; Chernozhukov et al. (2018), *Double/debiased
    machine learning*, The Econometrics Journal 21(1), for cross-fitting.
    """
    gained = float(gains(loss, value).mean())
    return float(min(max(gained, 0.0), perfect_information(loss)))


def gains(loss: FloatArray, value: FloatArray) -> FloatArray:
    """Return what each future contributes to the value of knowing one uncertain thing.

    Their mean is the estimate before it is held between nothing and perfect information, so
    that noise has mean zero and not above it.

    Parameters
    ----------
    loss, value
        As for :func:`partial_information`.

    Returns
    -------
    (F,) float
        NOK lost less with the plan picked for the value than with the best overall.
    """
    _check(loss)
    if value.shape != loss.shape[1:] or np.isnan(value).any():
        raise ValueError("value must be (F,) numbers, one for each future of the loss")
    cells, member = _members(value.tobytes(), value.dtype.str)
    if cells == 1 or len(loss) == 1:
        return np.zeros(value.size)
    # Sums for every plan, cell and fold; a future belongs to one cell and one fold.
    # Against the best plan overall: what is the same for all plans is no noise to judge by.
    best = loss.mean(axis=1).argmin()
    judged = ((loss - loss[best]) @ member).reshape(-1, cells, _FOLDS)
    trained = judged.sum(axis=2, keepdims=True) - judged
    picked = trained.argmin(axis=0)
    # Of equally good plans, the one that would be chosen anyway.
    picked[trained.min(axis=0) == trained[best]] = best
    chosen = picked.reshape(-1)[member.argmax(axis=1)]
    futures = np.arange(value.size)
    gained: FloatArray = loss[best, futures] - loss[chosen, futures]
    return gained


def _check(loss: FloatArray) -> None:
    if loss.ndim != 2 or 0 in loss.shape or not np.isfinite(loss).all():
        raise ValueError("loss must be finite, (P, F), with at least one plan and one future")


@lru_cache(maxsize=8)
def _members(value: bytes, kind: str) -> tuple[int, FloatArray]:
    """Return how many cells, and whether each future is in each cell and fold (F, cells × folds).

    The same thing is asked about for one measure after the other: kept for the last few.
    """
    cell = _cells(np.frombuffer(value, dtype=kind))
    cells = int(cell.max()) + 1
    label = cell * _FOLDS + _folds(cell)
    return cells, (label[:, None] == np.arange(cells * _FOLDS)).astype(np.float64)


def _cells(value: FloatArray) -> IntArray:
    """Return the cell of each future: equal values together, cells about equally full."""
    cell_count = int(np.clip(value.size // _PER_CELL, 2, _MAX_CELLS))
    _, which, count = np.unique(value, return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - 0.5 * count
    rough = np.floor(middle / value.size * cell_count).astype(np.int64)[which]
    return np.unique(rough, return_inverse=True)[1]


def _folds(cell: IntArray) -> IntArray:
    """Return the fold of each future, in turn within each cell."""
    order = np.argsort(cell, kind="stable")
    start = np.searchsorted(cell[order], cell[order])
    fold = np.empty(cell.size, dtype=np.int64)
    fold[order] = (np.arange(cell.size) - start) % _FOLDS
    return fold
