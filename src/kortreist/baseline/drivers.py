"""Drivers as dated facts: what moves emissions whatever the municipality decides.

Three kinds stand side by side and are drawn alike: trends and phase-outs of the table
``drivers``, rules already adopted (:mod:`~kortreist.baseline.adopted_policy`), and what is
known to happen at a plant (:mod:`~kortreist.baseline.known_changes`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt

from kortreist.baseline.adopted_policy import rules
from kortreist.baseline.known_changes import KnownChange, known_changes, left_of_part
from kortreist.baseline.sampling import FloatArray, triangular
from kortreist.baseline.share_path import share_in
from kortreist.errors import FactsError, InputError
from kortreist.facts import Row, load

__all__ = [
    "Driver",
    "copula",
    "correlation_matrix",
    "driver_paths",
    "driver_values",
    "drivers",
]

PathKind = Literal["rate", "phase_out", "rule", "known"]


@dataclass(frozen=True, slots=True)
class Driver:
    """One driver of emissions.

    Parameters
    ----------
    id : str
    path : {"rate", "phase_out", "rule", "known"}
        ``rate``: the draw is a yearly change r, and the index is (1 + r)^years.
        ``phase_out``: the draw is the year in which half is gone, and the index follows
        the logistic curve 1/(1 + exp(k·(year − half))), set to 1 in the base year.
        ``rule``: the draw is the strength g of an adopted rule, and the index is
        (1 − g·a(year)) / (1 − g·a(base year)), where a is the share of the source the rule
        takes away by its own dates; what the base year already shows is not counted again.
        ``known``: the draw is how well a known change goes, and the index is what is left
        of the tonnes it can take: see :func:`~kortreist.baseline.known_changes.left_of_part`.
    low, central, high : float
        Triangular: share a year (``rate``), calendar year (``phase_out``), or a number
        without unit (``rule``, ``known``).
    steepness : float
        k of ``phase_out``, per year; 0 for ``rate``.
    times : tuple of str
        Ids of drivers whose index is multiplied in: car kilometres are inhabitants times
        kilometres each.
    steps : tuple of (int, float)
        Of ``rule``: year and share taken away, ascending.
    known : KnownChange or None
        Of ``known``.
    """

    id: str
    path: PathKind
    low: float
    central: float
    high: float
    steepness: float
    times: tuple[str, ...]
    steps: tuple[tuple[int, float], ...] = ()
    known: KnownChange | None = None


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


def _rules(at: date | None) -> list[Driver]:
    """Return every adopted rule that acts on sources; one not in force has strength 0."""
    return [
        Driver(r.id, "rule", *(r.strength if r.in_force else (0.0, 0.0, 0.0)), 0.0, (), r.steps)
        for r in rules(at)
    ]


def drivers(
    at: date | None = None,
    overrides: Mapping[str, tuple[float, float, float]] | None = None,
    known: Sequence[KnownChange] | None = None,
) -> tuple[Driver, ...]:
    """Return the drivers valid on a date, in the order in which they are computed.

    Adopted rules come first, known changes last; what is multiplied in stands before.

    Parameters
    ----------
    at : datetime.date, optional
        Default: all in the facts, and the rules in force on the day they were last checked.
    known : sequence of KnownChange, optional
        Known changes to draw; by default those of the facts.
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
    valid: list[Driver] = []
    seen: set[str] = set()
    from_facts = [_driver(row) for row in load().table("drivers", at)]
    changes = known_changes() if known is None else known
    of_plants = [
        Driver(k.driver, "known", 0.0, 0.5, 1.0, 0.0, (), known=k) for k in changes if k.counts
    ]
    for driver in [*_rules(at), *from_facts, *of_plants]:
        for other in driver.times:
            if other not in seen:
                raise FactsError("futures.unknown_driver", driver=other, where=driver.id)
        if driver.id in given:
            low, central, high = given.pop(driver.id)
            driver = replace(driver, low=low, central=central, high=high)
        if not driver.low <= driver.central <= driver.high:
            raise InputError(
                "futures.bad_spread",
                name=driver.id,
                low=driver.low,
                central=driver.central,
                high=driver.high,
            )
        seen.add(driver.id)
        valid.append(driver)
    if given:
        raise InputError(
            "futures.unknown_driver", driver=", ".join(given), where=", ".join(sorted(seen))
        )
    return tuple(valid)


def copula(root: FloatArray, points: FloatArray) -> FloatArray:
    """Return (D, F) draws between 0 and 1 whose normal scores have this correlation."""
    from scipy.special import ndtr, ndtri

    scores = root @ ndtri(points)
    uniform: FloatArray = np.clip(ndtr(scores), 1e-12, 1.0 - 1e-12)
    return uniform


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
        A share a year (``rate``), the calendar year in which half is gone
        (``phase_out``), or a number without unit (``rule``, ``known``).
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
        elif driver.path == "rule":
            left = 1.0 - value * share_in(driver.steps, years)
            # A rule that had taken all by the base year leaves nothing to move.
            first = left[:, :1]
            index[d] = np.where(first > 0.0, left / np.where(first > 0.0, first, 1.0), 1.0)
        elif driver.known is not None:
            index[d] = left_of_part(driver.known, values[d], years)
        else:
            k = driver.steepness
            # ln of the logistic curve, so that a curve long past its middle stays exact.
            curve = -np.logaddexp(0.0, k * (years - value))
            index[d] = np.exp(curve - curve[:, :1])
        for other in driver.times:
            index[d] *= index[place[other]]
    return index
