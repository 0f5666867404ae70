"""The national inventory run on our drivers: what a potential is divided by, and a check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kortreist.baseline.adopted_policy import checked_on
from kortreist.baseline.drivers import (
    copula,
    correlation_matrix,
    driver_paths,
    driver_values,
    drivers,
)
from kortreist.baseline.known_changes import change_from, known_changes
from kortreist.baseline.sampling import FloatArray, generator
from kortreist.facts import Row, load

__all__ = ["BASE_YEAR", "group_path", "left_in", "source_index", "source_rows"]

#: Year of the table ``national_groups``, and of the projections' own base.
BASE_YEAR = 2024
_FUTURES = 512
_SEED = 20261129
_LAST = 2040


def source_rows(
    rows: tuple[Row, ...], scope: str, sector: str, source: str, actor: str
) -> Row | None:
    """Return the row of ``source_drivers`` for a source: its actor's own, else everybody's.

    The whole sector's row (``*``) serves a source that has none.
    """
    here = [r for r in rows if r["scope"] == scope and r["sector"] == sector]
    for name in (source, "*"):
        for who in (actor, None):
            for row in here:
                if row["source"] == name and row["actor"] == who:
                    return row
    return None


def source_index(sector: str, source: str, actor: str, year: int, at: date | None = None) -> float:
    """Return the mean index of a direct source in a year, 1 in :data:`BASE_YEAR`.

    Known changes at single plants are not in it. Adopted rules are, as on the day.

    Parameters
    ----------
    sector, source : str
        Of the municipal inventory.
    actor : str
        Empty: everybody.
    year : int
        ``BASE_YEAR`` to 2040.
    at : datetime.date, optional
        Default: the day the rules were last checked.

    Returns
    -------
    float
        Mean over futures, dimensionless, > 0.
    """
    return float(_mean(sector, source, actor, at or checked_on())[year - BASE_YEAR])


def left_in(follows: Sequence[str], year: int, at: date | None = None) -> float:
    """Return what is left of some sources together in a year, 1 in :data:`BASE_YEAR`.

    Parameters
    ----------
    follows : sequence of str
        ``sector/source``, weighed by their national emission where that is known.
    year : int

    Returns
    -------
    float
        Dimensionless; 1 where no source is named.
    """
    rows = load().table("national_groups")
    kt: dict[str, float] = {}
    for row in rows:
        if row["actor"] is None:
            name = f"{row['sector']}/{row['source']}"
            kt[name] = kt.get(name, 0.0) + row["kt"]
    weight = [kt.get(name, 1.0) for name in follows]
    left = 0.0
    for w, name in zip(weight, follows, strict=True):
        sector, source = name.split("/", 1)
        left += w * source_index(sector, source, "", year, at)
    return left / sum(weight) if weight else 1.0


def group_path(group: str, years: tuple[int, ...], at: date | None = None) -> FloatArray:
    """Return the mean emission of a group of the projections on our drivers, kt CO2e.

    Known changes of plants that count are in it, as they are in the government's.

    Parameters
    ----------
    group : str
        Of the table ``national_groups``.
    years : tuple of int

    Returns
    -------
    (len(years),) float
    """
    day = at or checked_on()
    total = np.zeros(len(years))
    for row in load().table("national_groups"):
        if row["group"] != group:
            continue
        for i, year in enumerate(years):
            total[i] += row["kt"] * source_index(
                row["sector"], row["source"], row["actor"] or "", year, day
            )
    goes = np.array([0.5])
    when: npt.NDArray[np.int64] = np.array([BASE_YEAR, *years], dtype=np.int64)
    for known_change in known_changes():
        if known_change.counts and known_change.projection_group == group:
            total += change_from(known_change, goes, when)[0, 1:] / 1000.0
    return total


@lru_cache(maxsize=512)
def _mean(sector: str, source: str, actor: str, day: date) -> FloatArray:
    index, names = _paths(day)
    path = np.ones_like(index[0])
    row = source_rows(load().table("source_drivers"), "direct", sector, source, actor)
    for column in ("activity_driver", "intensity_driver"):
        name = None if row is None else row[column]
        if name is not None:
            path = path * index[names.index(name)]
    mean: FloatArray = path.mean(axis=0)
    return mean


@lru_cache(maxsize=8)
def _paths(day: date) -> tuple[FloatArray, tuple[str, ...]]:
    # Rules act as on the day; a trend that is first stated later is the earliest known.
    there = {d.id: d for d in drivers(day, known=())}
    chosen = tuple(there.get(d.id, d) for d in drivers(known=()))
    names = tuple(d.id for d in chosen)
    root = np.asarray(np.linalg.cholesky(correlation_matrix(names, day)), np.float64)
    # A Latin hypercube: as even as is needed for a mean, without the import of a Sobol engine.
    rng = generator(_SEED, "national")
    cells = np.tile(np.arange(_FUTURES), (len(names), 1))
    points = (rng.permuted(cells, axis=1) + 0.5) / _FUTURES
    values = driver_values(chosen, copula(root, points))
    years = np.arange(BASE_YEAR, _LAST + 1, dtype=np.int64)
    return driver_paths(chosen, values, years), names
