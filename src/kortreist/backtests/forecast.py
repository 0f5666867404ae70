"""What would have been said at an earlier base year, with what was known then.

The rule, the same for all places and years: each source of a place goes on from its value in
the base year at the yearly rate at which the county's sum of that source moved up to the base
year. The rate is the mean of the logarithmic steps between the years there are; steps that are
breaks (:mod:`kortreist.backtests.breaks`) are left out; it is held within the limit of the
facts and is zero where the steps kept cover too few years. No later year, and no fact that was
set with later years at hand, takes part.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kortreist import facts
from kortreist.backtests.breaks import break_steps
from kortreist.backtests.editions import Edition

__all__ = ["county_rates", "forecast"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


def county_rates(tonnes: FloatArray, years: IntArray, base: int) -> FloatArray:
    """Return the yearly logarithmic rate of every source up to a base year.

    Parameters
    ----------
    tonnes : (P, S, Y) float
        Municipalities of one county in one edition, t CO2e.
    years : (Y,) int
    base : int
        Later years are not looked at.

    Returns
    -------
    (S,) float
        Per year; 0 where there is too little to tell.
    """
    store = facts.load()
    limit = store.figure("backtest/rate_limit").value
    fewest = store.figure("backtest/trend_years").value
    observed = years <= base
    years, tonnes = years[observed], tonnes[:, :, observed]
    whole = tonnes[np.isfinite(tonnes).all(axis=(1, 2))]
    if years.size < 2 or not len(whole):
        return np.zeros(tonnes.shape[1])
    total = whole.sum(axis=0)
    usable = (total[:, :-1] > 0) & (total[:, 1:] > 0) & ~break_steps(whole, years)[:, 1:]
    span = np.diff(years).astype(np.float64)
    positive = np.where(total > 0, total, 1.0)
    moved = np.where(usable, np.diff(np.log(positive), axis=1), 0.0).sum(axis=1)
    covered = (usable * span).sum(axis=1)
    rate = np.where(covered >= fewest, moved / np.maximum(covered, 1.0), 0.0)
    return np.asarray(np.clip(rate, -limit, limit))


def forecast(edition: Edition, base: int, ahead: IntArray) -> FloatArray:
    """Return what is forecast for every place and source.

    Parameters
    ----------
    edition : Edition
    base : int
        A year of the edition.
    ahead : (H,) int
        Years after the base year.

    Returns
    -------
    (P, S, H) float
        t CO2e; NaN where the place has no figures in the base year.
    """
    column = edition.column(base)
    assert column is not None, "a base year is a year of the edition"
    out = np.empty((len(edition.numbers), len(edition.sources), ahead.size))
    for county in set(edition.counties):
        rows = [p for p, c in enumerate(edition.counties) if c == county]
        rate = county_rates(edition.tonnes[rows], edition.years, base)
        growth = np.exp(rate[:, None] * ahead[None, :])
        out[rows] = edition.tonnes[rows, :, column][:, :, None] * growth
    return out
