"""What a trial that tells a part of the truth is worth before choosing (EVSI).

A trial gives a signal about an uncertain thing: the truth and noise. How much it tells is the
share of the variance it resolves, ρ: with the truth on a normal scale, *s = z + σε* and
ρ = 1/(1 + σ²). Before the trial is made its outcome is unknown: what would be believed after
each outcome is found by reweighting the values drawn, by how likely each makes the outcome
(preposterior analysis; Raiffa & Schlaifer 1961). Outcomes are taken in bins that are equally
likely, and the likelihood of a bin is exact, so that beliefs average to what is believed now:
a signal is never worth less than nothing, nor more than the truth.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Beliefs", "beliefs", "linear_choice"]

FloatArray = npt.NDArray[np.float64]

#: Bins of the signal. Fewer lose what only rare outcomes tell, so information is not oversold.
_BINS = 32


class Beliefs(NamedTuple):
    """What would be believed after a signal: (K,) means, and (K,) how likely each is."""

    mean: FloatArray
    weight: FloatArray


def beliefs(value: FloatArray, resolved: float, bins: int = _BINS) -> Beliefs:
    """Return what would be believed of a value after a signal that resolves a share of it.

    Parameters
    ----------
    value : (F,) float
        Drawn, equally likely.
    resolved : float
        Share 0–1 of the variance, on the normal scale, that the signal resolves; 0 is noise
        and 1 the truth.
    bins : int
        Outcomes of the signal that are told apart.

    Raises
    ------
    ValueError
        The share is outside 0–1, or there is no value.

    Examples
    --------
    >>> import numpy as np
    >>> beliefs(np.array([1.0, 3.0]), 0.0).mean.tolist()
    [2.0]
    >>> beliefs(np.array([1.0, 3.0]), 1.0).mean.tolist()
    [1.0, 3.0]
    """
    if not 0.0 <= resolved <= 1.0 or value.size == 0:
        raise ValueError("resolved must be 0–1, and there must be a value")
    if resolved == 1.0:
        return Beliefs(value, np.full(value.size, 1.0 / value.size))
    if resolved == 0.0 or np.ptp(value) == 0.0:
        return Beliefs(np.array([value.mean()]), np.ones(1))
    chances = _chances(value.size, resolved, bins)
    weight = chances.mean(axis=1)
    return Beliefs(chances @ np.sort(value) / value.size / weight, weight)


def linear_choice(plus: FloatArray, minus: FloatArray, a: Beliefs, b: Beliefs) -> FloatArray:
    """Return what the better of doing and leaving costs, on average over two signals.

    Parameters
    ----------
    plus, minus : (F,) float
        Doing costs ``plus · a − minus · b`` where *a* and *b* are the true multipliers, and
        leaving nothing.
    a, b : Beliefs
        Of the two, independent.

    Returns
    -------
    (F,) float
        NOK, ≤ 0; lower is better.

    Examples
    --------
    Doing costs 1 and gives 0 or 3: known, it is done half of the time.

    >>> import numpy as np
    >>> one = beliefs(np.array([1.0]), 0.0)
    >>> linear_choice(np.ones(1), np.ones(1), one, beliefs(np.array([0.0, 3.0]), 1.0)).tolist()
    [-1.0]
    >>> linear_choice(np.ones(1), np.ones(1), one, beliefs(np.array([0.0, 3.0]), 0.0)).tolist()
    [-0.5]
    """
    cost = plus[:, None] * a.mean
    gain = minus[:, None] * b.mean
    nok = np.minimum(cost[:, :, None] - gain[:, None, :], 0.0)
    out: FloatArray = np.einsum("fkl,k,l->f", nok, a.weight, b.weight)
    return out


@lru_cache(maxsize=4)
def _scores(count: int) -> FloatArray:
    """Return (F,) where equally likely values in ascending order stand on the normal scale."""
    from scipy.special import ndtri

    scores: FloatArray = ndtri((np.arange(count) + 0.5) / count)
    return scores


@lru_cache(maxsize=64)
def _chances(count: int, resolved: float, bins: int) -> FloatArray:
    """Return (K, F) how likely each value, in ascending order, makes each bin of the signal."""
    from scipy.special import ndtr, ndtri

    noise = math.sqrt((1.0 - resolved) / resolved)
    edges = math.hypot(1.0, noise) * ndtri(np.arange(1, bins) / bins)
    below = ndtr((edges[:, None] - _scores(count)) / noise)
    end = np.zeros((1, count))
    chances: FloatArray = np.diff(np.concatenate([end, below, end + 1.0]), axis=0)
    return chances
