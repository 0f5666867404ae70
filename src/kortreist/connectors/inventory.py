"""Ask the vintages: one municipality's rows, as of a vintage or a day, or two side by side."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from kortreist import facts
from kortreist.connectors.names import identifiers
from kortreist.connectors.vintage import (
    BUNDLED,
    Vintage,
    is_date,
    vintage_by,
    vintage_folder,
    vintages,
)
from kortreist.connectors.vintage_file import read_rows
from kortreist.errors import FiguresMissingError, InputError

__all__ = [
    "ComparedYear",
    "Comparison",
    "Inventory",
    "InventoryRow",
    "compare_vintages",
    "compare_years",
    "inventory",
]


@dataclass(frozen=True, slots=True)
class InventoryRow:
    """One row: ``value`` in t CO2e; ``gas`` is None where the file does not tell."""

    year: int
    sector: str
    source: str
    gas: str | None
    value: float


@dataclass(frozen=True, slots=True)
class Inventory:
    """The rows of one municipality in one vintage, by year, sector, source and gas."""

    vintage: Vintage
    rows: tuple[InventoryRow, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """Years with figures, oldest first; the inventory has no 2010, 2012 or 2014."""
        return tuple(sorted({r.year for r in self.rows}))

    def year(self, year: int) -> tuple[InventoryRow, ...]:
        """Return the rows of one year.

        Raises
        ------
        InputError
            The vintage has no figures for the year: missing is not zero.
        """
        rows = tuple(r for r in self.rows if r.year == year)
        if not rows:
            raise InputError("year.unknown", year=year, known=", ".join(map(str, self.years)))
        return rows

    def total(self, year: int) -> float:
        """Return the total of one year, t CO2e.

        Raises
        ------
        InputError
            The vintage has no figures for the year.
        """
        return math.fsum(r.value for r in self.year(year))


@dataclass(frozen=True, slots=True)
class Comparison:
    """One source and year in two vintages, t CO2e; None where a vintage lacks it."""

    year: int
    sector: str
    source: str
    first: float | None
    second: float | None

    @property
    def difference(self) -> float | None:
        """Second less first; None unless both are known."""
        return _difference(self.first, self.second)


@dataclass(frozen=True, slots=True)
class ComparedYear:
    """The total of one year in two vintages, t CO2e; None where a vintage lacks the year."""

    year: int
    first: float | None
    second: float | None

    @property
    def difference(self) -> float | None:
        """Second less first; None unless both are known."""
        return _difference(self.first, self.second)


def _difference(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else second - first


@lru_cache(maxsize=8)
def _bundled_rows(number: str) -> tuple[InventoryRow, ...]:
    return tuple(
        InventoryRow(r["year"], r["sector"], r["source"], None, r["tonnes"])
        for r in facts.load().table("bundled_inventory")
        if r["place"] == number
    )


def _choose(number: str, as_of: str | None, data_dir: Path | None) -> Vintage:
    if as_of is not None and not is_date(as_of):
        chosen = vintage_by(as_of, data_dir)
        if number not in chosen.places:
            raise FiguresMissingError("inventory.missing_in", number=number, vintage=chosen.id)
        return chosen
    if as_of is not None:
        try:
            date.fromisoformat(as_of)
        except ValueError:
            raise InputError("import.bad_date", date=as_of) from None
    every = [v for v in vintages(data_dir) if number in v.places]
    if not every:
        raise FiguresMissingError("inventory.missing", number=number)
    before = [v for v in every if as_of is None or v.date <= as_of]
    if not before:
        raise FiguresMissingError("inventory.missing_on", number=number, date=as_of)
    return before[-1]


def inventory(number: str, as_of: str | None = None, data_dir: Path | None = None) -> Inventory:
    """Return a municipality's rows from the newest vintage that holds it.

    Parameters
    ----------
    number : str
        Four digits; the number valid today, or an old one whose figures could not be
        carried to today's borders.
    as_of : str, optional
        Vintage id, a beginning that no other id has, or an ISO date: the newest vintage
        dated on that day or before.
    data_dir : Path, optional

    Returns
    -------
    Inventory
        Newest means by date, then by time of import.

    Raises
    ------
    FiguresMissingError
        No vintage holds the municipality, or not the one asked for.
    InputError
        The vintage is unknown.
    StoreError
        The store cannot be read.

    Examples
    --------
    >>> box = inventory("4005", as_of="mdir-2026-04")
    >>> len(box.years), round(box.total(2009))
    (13, 52245)
    """
    vintage = _choose(number, as_of, data_dir)
    if vintage.id == BUNDLED:
        return Inventory(vintage, _bundled_rows(number))
    raw = read_rows(vintage_folder(data_dir) / vintage.id / "rows.sqlite", number)
    # Several municipalities of the file may make up one of today, and an edition's own
    # names may be finer than the identifiers: both add.
    sums: dict[tuple[int, str, str, str | None], list[float]] = {}
    for year, sector, source, gas, value in raw:
        sums.setdefault((year, *identifiers(sector, source), gas), []).append(value)
    keys = sorted(sums, key=lambda k: (*k[:3], k[3] or ""))
    rows = tuple(InventoryRow(*k, math.fsum(sums[k])) for k in keys)
    return Inventory(vintage, rows)


def compare_vintages(
    number: str, first: str, second: str, data_dir: Path | None = None
) -> tuple[Comparison, ...]:
    """Return a municipality's sources and years side by side in two vintages.

    Parameters
    ----------
    number : str
    first, second : str
        Vintage ids, beginnings of ids, or ISO dates, as in :func:`inventory`.

    Returns
    -------
    tuple of Comparison
        Gases added; by year, sector and source.

    Raises
    ------
    FiguresMissingError, InputError, StoreError
        As :func:`inventory`.
    """

    def sums(rows: Iterable[InventoryRow]) -> dict[tuple[int, str, str], float]:
        out: dict[tuple[int, str, str], list[float]] = {}
        for r in rows:
            out.setdefault((r.year, r.sector, r.source), []).append(r.value)
        return {k: math.fsum(v) for k, v in out.items()}

    a = sums(inventory(number, first, data_dir).rows)
    b = sums(inventory(number, second, data_dir).rows)
    return tuple(Comparison(*k, a.get(k), b.get(k)) for k in sorted(a.keys() | b.keys()))


def compare_years(
    number: str, first: str, second: str, data_dir: Path | None = None
) -> tuple[ComparedYear, ...]:
    """Return a municipality's yearly totals side by side in two vintages.

    Parameters and errors as :func:`compare_vintages`.
    """
    a, b = inventory(number, first, data_dir), inventory(number, second, data_dir)
    return tuple(
        ComparedYear(y, a.total(y) if y in a.years else None, b.total(y) if y in b.years else None)
        for y in sorted({*a.years, *b.years})
    )
