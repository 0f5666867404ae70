"""How much an inventory varies from year to year around its own trend.

Weather, traffic, harvests and the agency's estimates move a single year up or down whatever
anybody decides. A probability of meeting a year's frame that leaves this out is too sure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from kortreist import facts

__all__ = ["year_noise", "year_spread"]

FloatArray = npt.NDArray[np.float64]


def year_spread(history: Mapping[int, float]) -> float:
    """Return the standard deviation of the inventory around its straight trend, t CO2e.

    Residuals of least squares on the years there are, with n − 2 degrees of freedom. Zero
    when there are too few years to tell.

    Parameters
    ----------
    history : mapping of int to float
        Year → t CO2e.
    """
    fewest = facts.load().figure("futures/year_noise_years").value
    if len(history) < max(fewest, 3):
        return 0.0
    years = np.array(sorted(history), dtype=np.float64)
    values = np.array([history[int(y)] for y in years])
    rest = values - np.polyval(np.polyfit(years - years[0], values, 1), years - years[0])
    return math.sqrt(float(rest @ rest) / (len(years) - 2))


def year_noise(history: Mapping[int, float], shape: tuple[int, ...], seed: int) -> FloatArray:
    """Return (F, T) t CO2e to add to baseline and pathway alike; its mean is zero each year.

    Added to both, it leaves what the measures cut as it is, in every future.

    Parameters
    ----------
    history : mapping of int to float
        Year → t CO2e.
    shape : (F, T)
    seed : int
    """
    drawn = np.random.default_rng([seed, 0x79656172]).standard_normal(shape)
    drawn -= drawn.mean(axis=0)
    result: FloatArray = year_spread(history) * drawn
    return result
