"""Every edition of the inventory at hand, as arrays: place, source and year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kortreist import connectors, places
from kortreist.places import Place

__all__ = ["Edition", "editions", "held"]

FloatArray = npt.NDArray[np.float64]
Key = tuple[str, str]
#: Two editions of one place whose figures agree to this share are one and the same.
_SAME = 1e-6


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the inventory for some municipalities.

    Parameters
    ----------
    id, date : str
        The vintage's.
    numbers : tuple of str, length P
    counties : tuple of str, length P
        Two digits each.
    years : (Y,) int
        Ascending.
    sources : tuple of (sector, source), length S
        The same in all editions that were loaded together.
    tonnes : (P, S, Y) float
        t CO2e. A source that an edition does not list in a year emits nothing there; a place
        without any row in a year is NaN: missing is not zero.
    sectors : frozenset of str
        Those the edition lists for any of the municipalities it was loaded for: what it does
        not list is outside its boundary, not zero.
    """

    id: str
    date: str
    numbers: tuple[str, ...]
    counties: tuple[str, ...]
    years: npt.NDArray[np.int64]
    sources: tuple[Key, ...]
    tonnes: FloatArray
    sectors: frozenset[str]

    @property
    def totals(self) -> FloatArray:
        """(P, Y) t CO2e, NaN where a place has no figures."""
        return np.asarray(self.tonnes.sum(axis=1))

    def shared_with(self, other: Edition) -> npt.NDArray[np.bool_]:
        """Return (S,) which sources lie in sectors that both editions list."""
        both = self.sectors & other.sectors
        return np.array([sector in both for sector, _ in self.sources], dtype=np.bool_)

    def column(self, year: int) -> int | None:
        """Return where a year stands, None when the edition lacks it."""
        at = np.flatnonzero(self.years == year)
        return int(at[0]) if at.size else None


def held(data_dir: Path | None = None) -> tuple[str, ...]:
    """Return the numbers of today's municipalities that some edition at hand holds."""
    alive = {p.number for p in places.municipalities()}
    every = {n for v in connectors.vintages(data_dir) for n in v.places}
    return tuple(sorted(every & alive))


def editions(numbers: Iterable[str], data_dir: Path | None = None) -> tuple[Edition, ...]:
    """Load every edition at hand that holds some of the municipalities, oldest first.

    A place that says the same in two editions is kept in the one with most places, then in
    the newest: the same forecast counted twice is no more evidence.

    Parameters
    ----------
    numbers : iterable of str
        Municipalities of today.
    data_dir : Path, optional
        Where imports are kept.
    """
    distinct = tuple(sorted(set(numbers)))
    stamp = tuple((v.id, v.checksum) for v in connectors.vintages(data_dir))
    return _editions(distinct, data_dir, stamp)


@lru_cache(maxsize=4)
def _editions(
    numbers: tuple[str, ...], data_dir: Path | None, stamp: tuple[tuple[str, str], ...]
) -> tuple[Edition, ...]:
    raw: list[tuple[connectors.Vintage, dict[str, dict[Key, dict[int, float]]]]] = []
    keys: set[Key] = set()
    for vintage in connectors.vintages(data_dir):
        by_place = {n: _series(n, vintage.id, data_dir) for n in numbers if n in vintage.places}
        if by_place:
            raw.append((vintage, by_place))
            keys.update(k for series in by_place.values() for k in series)
    sources = tuple(sorted(keys))
    every = [_arrays(vintage, by_place, sources) for vintage, by_place in raw]
    return _without_repeats(every)


def _series(number: str, vintage: str, data_dir: Path | None) -> dict[Key, dict[int, float]]:
    out: dict[Key, dict[int, float]] = {}
    for row in connectors.inventory(number, as_of=vintage, data_dir=data_dir).rows:
        years = out.setdefault((row.sector, row.source), {})
        years[row.year] = years.get(row.year, 0.0) + row.value
    return out


def _arrays(
    vintage: connectors.Vintage,
    by_place: dict[str, dict[Key, dict[int, float]]],
    sources: tuple[Key, ...],
) -> Edition:
    years = sorted({y for series in by_place.values() for s in series.values() for y in s})
    at = {y: i for i, y in enumerate(years)}
    row = {k: i for i, k in enumerate(sources)}
    tonnes = np.zeros((len(by_place), len(sources), len(years)))
    for p, series in enumerate(by_place.values()):
        seen = np.zeros(len(years), dtype=bool)
        for key, values in series.items():
            for year, value in values.items():
                tonnes[p, row[key], at[year]] = value
                seen[at[year]] = True
        tonnes[p, :, ~seen] = np.nan
    return Edition(
        vintage.id,
        vintage.date,
        tuple(by_place),
        tuple(_county(n) for n in by_place),
        np.array(years, dtype=np.int64),
        sources,
        tonnes,
        frozenset(sector for series in by_place.values() for sector, _ in series),
    )


def _county(number: str) -> str:
    place: Place = places.find(number)
    return place.county or number[:2]


def _without_repeats(every: list[Edition]) -> tuple[Edition, ...]:
    order = sorted(range(len(every)), key=lambda i: (len(every[i].numbers), every[i].date, i))
    kept: dict[int, list[int]] = {}
    seen: dict[str, list[Edition]] = {}
    for i in reversed(order):
        edition = every[i]
        for p, number in enumerate(edition.numbers):
            if not any(_same(edition, p, other, number) for other in seen.get(number, ())):
                kept.setdefault(i, []).append(p)
        for number in edition.numbers:
            seen.setdefault(number, []).append(edition)
    return tuple(_some(every[i], kept[i]) for i in sorted(kept))


def _same(edition: Edition, p: int, other: Edition, number: str) -> bool:
    if not np.array_equal(edition.years, other.years):
        return False
    a, b = edition.tonnes[p], other.tonnes[other.numbers.index(number)]
    return bool(np.allclose(a, b, rtol=_SAME, atol=1e-6, equal_nan=True))


def _some(edition: Edition, rows: list[int]) -> Edition:
    return Edition(
        edition.id,
        edition.date,
        tuple(edition.numbers[p] for p in rows),
        tuple(edition.counties[p] for p in rows),
        edition.years,
        edition.sources,
        edition.tonnes[rows],
        edition.sectors,
    )
