"""Vintages: every import of the inventory, kept for ever."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kortreist import facts
from kortreist.connectors.gwp_sets import edition_gwp
from kortreist.connectors.paths import data_directory
from kortreist.connectors.store import PREFIX
from kortreist.errors import InputError, StoreError
from kortreist.provenance import Origin

__all__ = ["BUNDLED", "Vintage", "as_json", "vintage_by", "vintage_folder", "vintages"]

#: Id of the vintage that ships with the program.
BUNDLED = "mdir-2026-04"
#: Id of the origin that says which weights of the gases an edition has.
GWP_ORIGIN = "facts/inventory_gwp"


@dataclass(frozen=True, slots=True)
class Vintage:
    """One edition of the inventory.

    Parameters
    ----------
    id : str
        ``mdir-<date>-<start of checksum>``.
    date : str
        ISO date of the edition.
    origin : str
        Where it comes from.
    checksum : str
        SHA-256 of the rows as mended: the same figures have the same checksum whatever
        the file's layout.
    imported_at : str
        ISO time (UTC); empty for the one that ships.
    file : str
        Name of the file imported.
    years : tuple of int
    places : tuple of str
        Numbers the figures can be asked for by.
    file_checksum : str
        SHA-256 of the file's bytes.
    date_from : str
        What the date was taken from: ``given``, ``name``, ``workbook`` or ``today``.
    rows : int
        Rows stored.
    mended : tuple of (kind, count, example)
        What was mended when it was read.
    gwp_stated : str
        The GWP-100 set the file says its figures have; empty where it does not say.
    """

    id: str
    date: str
    origin: str
    checksum: str
    imported_at: str
    file: str
    years: tuple[int, ...]
    places: tuple[str, ...]
    file_checksum: str = ""
    date_from: str = "given"
    rows: int = 0
    corrections: tuple[tuple[str, int, str], ...] = ()
    gwp_stated: str = ""

    @property
    def gwp(self) -> str:
        """The GWP-100 set of the figures; empty when neither the file nor a fact says it."""
        return self._gwp()[0]

    @property
    def gwp_origin(self) -> Origin | None:
        """The fact the set is taken from; None when the file says it, or nothing does."""
        row = self._gwp()[1]
        return None if row is None else facts.load().origin("inventory_gwp", row, GWP_ORIGIN)

    def _gwp(self) -> tuple[str, facts.Row | None]:
        known = self.date_from in ("given", "name")
        return edition_gwp(self.date, self.years, day_known=known, stated=self.gwp_stated)

    def as_origin(self) -> Origin:
        """Return the vintage as the origin of the figures read from it."""
        work = facts.load().source("mdir_inventory")
        return Origin(
            id=f"vintage/{self.id}",
            kind="import",
            title=self.origin,
            source=f"{work['publisher']}: {work['title']}",
            url=work["url"] or "",
            licence=work["licence"] or "",
            valid_from=self.date,
            checked_on=self.imported_at[:10],
        )


@lru_cache(maxsize=1)
def _box() -> Vintage:
    store = facts.load()
    table = store.table("bundled_inventory")
    origin = store.origin("bundled_inventory", {})
    return Vintage(
        id=BUNDLED,
        date=origin.valid_from,
        origin=origin.source,
        checksum="",
        imported_at="",
        file="bundled_inventory.csv",
        years=tuple(sorted({r["year"] for r in table})),
        places=tuple(sorted({r["place"] for r in table})),
        rows=len(table),
    )


def vintage_folder(data_dir: Path | None = None) -> Path:
    """Return the folder that holds one folder a vintage."""
    return data_directory(data_dir) / "vintages"


def vintages(data_dir: Path | None = None) -> tuple[Vintage, ...]:
    """Return all vintages, oldest first: the one that ships and those imported.

    Raises
    ------
    StoreError
        A vintage's description cannot be read. It is never passed over in silence: an
        older vintage would answer in its place.
    """
    all_vintages = [_box()]
    try:
        folders = sorted(
            f
            for f in vintage_folder(data_dir).iterdir()
            if not f.name.startswith((PREFIX, ".")) and f.is_dir()
        )
    except (FileNotFoundError, NotADirectoryError):
        folders = []
    except OSError as error:
        raise StoreError(
            "store.cannot_read", path=vintage_folder(data_dir), why=error.strerror or str(error)
        ) from error
    all_vintages += [_read(folder) for folder in folders]
    return tuple(sorted(all_vintages, key=lambda v: (v.date, v.imported_at, v.id)))


def _read(folder: Path) -> Vintage:
    try:
        raw: dict[str, Any] = json.loads((folder / "vintage.json").read_text("utf-8"))
        raw["years"], raw["places"] = tuple(raw["years"]), tuple(raw["places"])
        # The field was called "mended" in what earlier versions stored.
        kept = raw.pop("mended", raw.get("corrections", ()))
        raw["corrections"] = tuple((str(k), int(n), str(e)) for k, n, e in kept)
        return Vintage(**raw)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreError("store.damaged", path=folder, why=str(error)) from error


def vintage_by(as_of: str, data_dir: Path | None = None) -> Vintage:
    """Return the vintage with an id, or with a beginning that no other id has.

    Raises
    ------
    InputError
        None, or several.
    """
    every = vintages(data_dir)
    exact = [v for v in every if v.id == as_of]
    begins = exact or [v for v in every if as_of and v.id.startswith(as_of)]
    if len(begins) == 1:
        return begins[0]
    raise InputError(
        "vintage.unknown", asked=as_of, known=", ".join(v.id for v in (begins or every))
    )


def is_date(as_of: str) -> bool:
    """Tell whether ``as_of`` is written as an ISO date rather than an id."""
    return re.fullmatch(r"\d{4}-\d\d-\d\d", as_of) is not None


def as_json(vintage: Vintage) -> bytes:
    """Return the vintage's description as it is stored."""
    return json.dumps(asdict(vintage), ensure_ascii=False, indent=1).encode()
