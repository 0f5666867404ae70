"""Figures over futures with their 90 % intervals: a share, a mean, a quantile, a difference."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Range", "Resamples", "share_interval"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

#: Standard normal quantile of a two-sided 90 % interval.
_Z90 = 1.6448536269514722
_ENDS = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Range:
    """A figure with its low and high."""

    low: float
    central: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether there is no zero between low and high."""
        return self.low > 0.0 or self.high < 0.0


class Resamples:
    """The same futures drawn anew many times, for the interval of what is computed from them.

    Two figures of the same futures are compared in the same draws: what moves both alike is
    then no doubt about their difference.

    Parameters
    ----------
    futures, resamples : int
    seed : int

    References
    ----------
    Efron & Tibshirani (1993), *An Introduction to the Bootstrap*, chapter 13 (percentiles).

    Examples
    --------
    >>> import numpy as np
    >>> draws = Resamples(100, 200, seed=1)
    >>> one, other = np.arange(100.0), np.arange(100.0) + 2.0
    >>> draws.mean(other, one)
    Range(low=2.0, central=2.0, high=2.0)
    >>> draws.quantile(other, 0.75, one).clear
    True
    """

    def __init__(self, futures: int, resamples: int, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self._chosen: IntArray = rng.integers(futures, size=(resamples, futures))

    def mean(self, values: FloatArray, less: FloatArray | None = None) -> Range:
        """Return the mean of (F,) values, or of what they are more than others."""
        values = values if less is None else values - less
        return self._range(float(values.mean()), self.means(values))

    def means(self, values: FloatArray) -> FloatArray:
        """Return the mean of (F,) values in each draw."""
        drawn: FloatArray = values[self._chosen].mean(axis=1)
        return drawn

    def quantile(self, values: FloatArray, at: float, less: FloatArray | None = None) -> Range:
        """Return a quantile of (F,) values, or how much more it is than that of others."""
        central = float(np.quantile(values, at))
        drawn = np.quantile(values[self._chosen], at, axis=1)
        if less is not None:
            central -= float(np.quantile(less, at))
            drawn = drawn - np.quantile(less[self._chosen], at, axis=1)
        return self._range(central, drawn)

    def share(self, of: BoolArray, among: BoolArray) -> Range | None:
        """Return the share of some of the (F,) futures that are so; None where there are none."""
        if not among.any():
            return None
        hits, count = (of & among)[self._chosen].sum(axis=1), among[self._chosen].sum(axis=1)
        drawn = hits[count > 0] / count[count > 0]
        return self._range(float(of[among].mean()), drawn)

    @staticmethod
    def _range(central: float, drawn: FloatArray) -> Range:
        low, high = np.quantile(drawn, _ENDS)
        return Range(min(float(low), central), central, max(float(high), central))


def share_interval(share: float, count: int) -> tuple[float, float]:
    """Return the 90 % interval of a share seen in ``count`` futures (Wilson 1927).

    Examples
    --------
    >>> low, high = share_interval(0.5, 100)
    >>> round(low, 3), round(high, 3)
    (0.419, 0.581)
    """
    z2 = _Z90**2 / count
    middle = (share + z2 / 2) / (1 + z2)
    half = _Z90 / (1 + z2) * math.sqrt(share * (1 - share) / count + z2 / (4 * count))
    return max(0.0, middle - half), min(1.0, middle + half)
