"""Drivers as dated facts: what moves emissions whatever the municipality decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt

from kortreist.errors import FactsError, InputError
from kortreist.facts import Row, load
from kortreist.futures.future_set import FloatArray
from kortreist.futures.sampling import triangular

__all__ = ["Driver", "correlation_matrix", "driver_paths", "driver_values", "drivers"]

PathKind = Literal["rate", "phase_out"]


@dataclass(frozen=True, slots=True)
class Driver:
    """One driver of emissions.

    Parameters
    ----------
    id : str
    path : {"rate", "phase_out"}
        ``rate``: the draw is a yearly change r, and the index is (1 + r)^years.
        ``phase_out``: the draw is the year in which half is gone, and the index follows
        the logistic curve 1/(1 + exp(k·(year − half))), set to 1 in the base year.
    low, central, high : float
        Triangular: share a year (``rate``) or calendar year (``phase_out``).
    steepness : float
        k of ``phase_out``, per year; 0 for ``rate``.
    times : tuple of str
        Ids of drivers whose index is multiplied in: car kilometres are inhabitants times
        kilometres each.
    """

    id: str
    path: PathKind
    low: float
    central: float
    high: float
    steepness: float
    times: tuple[str, ...]


def _driver(row: Row) -> Driver:
    return Driver(
        row["id"],
        row["path"],
        row["low"],
        row["central"],
        row["high"],
        row["steepness"] or 0.0,
        tuple((row["times"] or "").split()),
    )


def drivers(
    at: date | None = None, overrides: Mapping[str, tuple[float, float, float]] | None = None
) -> tuple[Driver, ...]:
    """Return the drivers valid on a date, in the order in which they are computed.

    Parameters
    ----------
    at : datetime.date, optional
        Default: all in the facts.
    overrides : mapping, optional
        Driver id → (low, central, high) known for the place, for example the population
        projection of the municipality.

    Raises
    ------
    InputError
        An override names a driver that does not exist.
    FactsError
        A driver is multiplied by one that does not stand before it, which also shuts out
        circles.
    """
    given = dict(overrides or {})
    found: list[Driver] = []
    known: set[str] = set()
    for row in load().table("drivers", at):
        driver = _driver(row)
        for other in driver.times:
            if other not in known:
                raise FactsError("futures.unknown_driver", driver=other, where=driver.id)
        if driver.id in given:
            low, central, high = given.pop(driver.id)
            driver = Driver(
                driver.id, driver.path, low, central, high, driver.steepness, driver.times
            )
        if not driver.low <= driver.central <= driver.high:
            raise InputError(
                "futures.bad_spread",
                name=driver.id,
                low=driver.low,
                central=driver.central,
                high=driver.high,
            )
        known.add(driver.id)
        found.append(driver)
    if given:
        raise InputError(
            "futures.unknown_driver", driver=", ".join(given), where=", ".join(sorted(known))
        )
    return tuple(found)


def correlation_matrix(names: tuple[str, ...], at: date | None = None) -> FloatArray:
    """Return the correlations of the Gaussian copula.

    Returns
    -------
    (D, D) float
        Symmetric, ones on the diagonal; 0 where the facts say nothing.

    Raises
    ------
    FactsError
        An unknown driver, or correlations that cannot all hold at once (the matrix is not
        positive definite).
    """
    place = {name: i for i, name in enumerate(names)}
    matrix = np.eye(len(names))
    for row in load().table("driver_correlations", at):
        for name in (row["first"], row["second"]):
            if name not in place:
                raise FactsError("futures.unknown_driver", driver=name, where="driver_correlations")
        i, j = place[row["first"]], place[row["second"]]
        matrix[i, j] = matrix[j, i] = row["correlation"]
    if len(names) and np.linalg.eigvalsh(matrix)[0] <= 0.0:
        raise FactsError("futures.bad_correlation")
    return matrix


def driver_values(chosen: tuple[Driver, ...], u: FloatArray) -> FloatArray:
    """Return what is drawn for every driver, in its own unit.

    Parameters
    ----------
    chosen : tuple of Driver, length D
    u : (D, F) float
        Draws between 0 and 1.

    Returns
    -------
    (D, F) float
        A share a year (``rate``), or the calendar year in which half is gone
        (``phase_out``).
    """
    values = np.empty(u.shape)
    for d, driver in enumerate(chosen):
        values[d] = triangular(u[d], driver.low, driver.central, driver.high)
    return values


def driver_paths(
    chosen: tuple[Driver, ...], values: FloatArray, years: npt.NDArray[np.int64]
) -> FloatArray:
    """Return the index of every driver in every future and year.

    Parameters
    ----------
    chosen : tuple of Driver, length D
    values : (D, F) float
        What is drawn, in each driver's own unit: see :func:`driver_values`.
    years : (T,) int
        ``years[0]`` is the base year.

    Returns
    -------
    (D, F, T) float
        1 in the base year, dimensionless, > 0.
    """
    index = np.ones((len(chosen), values.shape[1], years.size))
    place = {driver.id: i for i, driver in enumerate(chosen)}
    since = (years - years[0]).astype(np.float64)
    for d, driver in enumerate(chosen):
        value = values[d][:, None]
        if driver.path == "rate":
            index[d] = (1.0 + value) ** since
        else:
            k = driver.steepness
            # ln of the logistic curve, so that a curve long past its middle stays exact.
            curve = -np.logaddexp(0.0, k * (years - value))
            index[d] = np.exp(curve - curve[:, :1])
        for other in driver.times:
            index[d] *= index[place[other]]
    return index
