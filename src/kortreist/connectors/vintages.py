"""Vintages: every import of the inventory, kept for ever."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from kortreist import facts
from kortreist.connectors.home import home_path
from kortreist.errors import FiguresMissingError, InputError, StoreError

__all__ = [
    "BOX", "Comparison", "Inventory", "InventoryRow", "Vintage", "compare_vintages",
    "inventory", "vintage_by", "vintages",
]  # fmt: skip

#: Id of the vintage that ships with the program.
BOX = "mdir-2026-04"
_BOX_DATE = "2026-04-24"


@dataclass(frozen=True, slots=True)
class Vintage:
    """One edition of the inventory.

    Parameters
    ----------
    id : str
    date : str
        ISO date the edition was published (as the file or the user said).
    origin : str
        Where it comes from.
    checksum : str
        SHA-256 of the normalised content.
    imported_at : str
        ISO time.
    file : str
        Name of the file imported.
    years : tuple of int
    places : tuple of str
        Municipality numbers.
    """

    id: str
    date: str
    origin: str
    checksum: str
    imported_at: str
    file: str
    years: tuple[int, ...]
    places: tuple[str, ...]


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
    """The rows of one municipality in one vintage."""

    vintage: Vintage
    rows: tuple[InventoryRow, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One source and year in two vintages, t CO2e; None where a vintage lacks it."""

    year: int
    sector: str
    source: str
    first: float | None
    second: float | None


@lru_cache(maxsize=1)
def _box() -> Inventory:
    store = facts.load()
    table = store.table("box_inventory")
    rows = tuple(
        InventoryRow(r["year"], r["sector"], r["source"], None, r["tonnes"]) for r in table
    )
    origin = store.origin("box_inventory", {})
    vintage = Vintage(
        id=BOX,
        date=_BOX_DATE,
        origin=origin.source,
        checksum="",
        imported_at="",
        file="facts/data/box_inventory.csv",
        years=tuple(sorted({r.year for r in rows})),
        places=tuple(sorted({r["place"] for r in table})),
    )
    return Inventory(vintage, rows)


def vintages(home: Path | None = None) -> tuple[Vintage, ...]:
    """Return all vintages, oldest first: the one that ships and those imported.

    Raises
    ------
    StoreError
        A vintage's description cannot be read.
    """
    found = [_box().vintage]
    for path in sorted((home_path(home) / "vintages").glob("*/vintage.json")):
        try:
            raw = json.loads(path.read_text("utf-8"))
            raw["years"], raw["places"] = tuple(raw["years"]), tuple(raw["places"])
            found.append(Vintage(**raw))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise StoreError("store.cannot_read", path=path, why=str(error)) from error
    return tuple(sorted(found, key=lambda v: (v.date, v.imported_at, v.id)))


def vintage_by(as_of: str, home: Path | None = None) -> Vintage:
    """Return the vintage with an id, a unique beginning of one, or newest on an ISO date.

    Raises
    ------
    InputError
        None, or several.
    """
    every = vintages(home)
    exact = [v for v in every if v.id == as_of]
    begins = exact or [v for v in every if v.id.startswith(as_of)]
    if len(begins) == 1:
        return begins[0]
    raise InputError(
        "vintage.unknown", asked=as_of, known=", ".join(v.id for v in (begins or every))
    )


def _choose(number: str, as_of: str | None, home: Path | None) -> Vintage:
    every = [v for v in vintages(home) if number in v.places]
    if as_of is None:
        if not every:
            raise FiguresMissingError("inventory.missing", number=number)
        return every[-1]
    if len(as_of) == 10 and as_of[4] == "-" and as_of[:4].isdigit():
        before = [v for v in every if v.date <= as_of]
        if before:
            return before[-1]
        raise FiguresMissingError("inventory.missing_on", number=number, date=as_of)
    chosen = vintage_by(as_of, home)
    if number not in chosen.places:
        raise FiguresMissingError("inventory.missing_in", number=number, vintage=chosen.id)
    return chosen


def inventory(number: str, as_of: str | None = None, home: Path | None = None) -> Inventory:
    """Return a municipality's rows from the newest vintage that holds it.

    Parameters
    ----------
    number : str
        Four digits.
    as_of : str, optional
        Vintage id, a unique beginning of it, or an ISO date.

    Raises
    ------
    FiguresMissingError
        No vintage holds the municipality.
    InputError
        The vintage is unknown.
    StoreError
        The store cannot be read.
    """
    vintage = _choose(number, as_of, home)
    if vintage.id == BOX:
        return _box()
    path = home_path(home) / "vintages" / vintage.id / "rows.sqlite"
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        try:
            rows = connection.execute(
                "SELECT year, sector, source, gas, value FROM rows WHERE place = ?"
                " ORDER BY year, sector, source, gas",
                (number,),
            ).fetchall()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StoreError("store.cannot_read", path=path, why=str(error)) from error
    return Inventory(vintage, tuple(InventoryRow(*r) for r in rows))


def compare_vintages(
    number: str, first: str, second: str, home: Path | None = None
) -> tuple[Comparison, ...]:
    """Return a municipality's sources and years side by side in two vintages."""

    def sums(vintage: str) -> dict[tuple[int, str, str], float]:
        out: dict[tuple[int, str, str], float] = {}
        for r in inventory(number, vintage, home).rows:
            key = (r.year, r.sector, r.source)
            out[key] = out.get(key, 0.0) + r.value
        return out

    a, b = sums(first), sums(second)
    return tuple(Comparison(*k, a.get(k), b.get(k)) for k in sorted(a.keys() | b.keys()))


def as_json(vintage: Vintage) -> bytes:
    """Return the vintage's description as it is stored."""
    return json.dumps(asdict(vintage), ensure_ascii=False, indent=1).encode()
