"""What money and tonnes of later years are worth in an earlier one.

The rate is the facts' (``discount_rate``), falls with time, and is compounded over the years
in each interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kortreist.futures.future_set import FloatArray
from kortreist.measures.prices import discount_rate

__all__ = ["discount_factors", "discounted"]


def discount_factors(years: Sequence[int]) -> FloatArray:
    """Return what a krone in each of consecutive years is worth in the first.

    Returns
    -------
    (T,) float
        Share 0–1, falling.

    Examples
    --------
    >>> discount_factors((2027, 2028)).round(4).tolist()
    [1.0, 0.9615]
    """
    return _factors(len(years)).copy()


@lru_cache(maxsize=None)
def _factors(count: int) -> FloatArray:
    rates = [0.0, *(discount_rate(ahead) for ahead in range(1, count))]
    factors: FloatArray = np.cumprod(1.0 / (1.0 + np.array(rates))).astype(np.float64)
    return factors


def discounted(
    series: FloatArray, years: npt.NDArray[np.int64], to_year: int, rate: float | None = None
) -> float:
    """Return the present value of a yearly series.

    Parameters
    ----------
    series : (T,) float
        NOK or t CO2e a year.
    years : (T,) int
    to_year : int
        Year that is not discounted; earlier years are left out.
    rate : float, optional
        Share a year; by default the rate in the facts, falling with time, compounded over
        the years in each interval.

    Returns
    -------
    float
        In the unit of ``series``.

    Raises
    ------
    FactsError
        No rate is given and the facts hold none.
    """
    total, factor = 0.0, 1.0
    ahead = 0
    by_year = {int(y): float(v) for y, v in zip(years, series, strict=True)}
    for year in range(to_year, int(years[-1]) + 1):
        if year > to_year:
            ahead += 1
            factor /= 1.0 + (discount_rate(ahead) if rate is None else rate)
        total += factor * by_year.get(year, 0.0)
    return total
