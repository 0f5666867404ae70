"""Import a file of the municipal inventory as a vintage: all of it, or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kortreist.connectors.layouts import read_sheet
from kortreist.connectors.normalise import Mend, normalise
from kortreist.connectors.store import store_folder
from kortreist.connectors.vintage_file import encode_rows
from kortreist.connectors.vintages import Vintage, as_json, vintage_folder, vintages
from kortreist.errors import InputError
from kortreist.places import Place

__all__ = ["ImportReport", "Progress", "import_inventory"]

Progress = Callable[[int, int, str], None]
_STEPS = 4


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Parameters
    ----------
    vintage : Vintage
    rows : int
        Rows stored, after rows of one source and year have been added.
    municipalities : int
    years : tuple of int
    mended : tuple of Mend
    unmapped : tuple of str
        Names the facts do not know; kept as they are.
    unchanged : bool
        The same content was here already; nothing was stored.
    date_from : str
        What the vintage's date was taken from: ``given``, ``name``, ``workbook``, ``today``.
    """

    vintage: Vintage
    rows: int
    municipalities: int
    years: tuple[int, ...]
    mended: tuple[Mend, ...]
    unmapped: tuple[str, ...]
    unchanged: bool
    date_from: str


def import_inventory(
    path: Path,
    *,
    home: Path | None = None,
    date: str | None = None,
    origin: str | None = None,
    place: Place | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Import the environment agency's workbook or a CSV of it.

    Parameters
    ----------
    path : Path
    home : Path, optional
    date : str, optional
        ISO date the edition was published; else from the file's name, the workbook, today.
    origin : str, optional
        Where the file comes from.
    place : Place, optional
        The municipality, for a file that does not say.
    progress : callable, optional
        ``(done, total, text)``.

    Returns
    -------
    ImportReport

    Raises
    ------
    ImportRefusedError
        The file cannot be used; nothing was stored.
    InputError
        The date is not a date.
    StoreError
        The store cannot be written; what was there still is.
    """
    path = Path(path)

    def step(done: int, text: str) -> None:
        if progress is not None:
            progress(done, _STEPS, text)

    step(0, path.name)
    sheet = read_sheet(path)
    step(1, sheet.sheet or path.name)
    rows = normalise(sheet, path.name, place)
    step(2, f"{rows.frame.height}")
    published, date_from = _published(path, date, sheet.modified)
    checksum = hashlib.sha256(rows.frame.write_csv().encode()).hexdigest()
    years = tuple(sorted(rows.frame["year"].unique().to_list()))
    numbers = tuple(sorted(rows.frame["place"].unique().to_list()))
    same = next((v for v in vintages(home) if v.checksum == checksum), None)
    vintage = same or Vintage(
        id=f"mdir-{published}-{checksum[:8]}",
        date=published,
        origin=origin or sheet.publisher or "Miljødirektoratet",
        checksum=checksum,
        imported_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        file=path.name,
        years=years,
        places=numbers,
    )
    if same is None:
        rows_file = encode_rows((r[0], *r) for r in rows.frame.rows())
        files = {"rows.sqlite": rows_file, "vintage.json": as_json(vintage)}
        store_folder(vintage_folder(home) / vintage.id, files)
    step(_STEPS, vintage.id)
    return ImportReport(
        vintage, rows.frame.height, len(numbers), years, rows.mended, rows.unmapped,
        same is not None, date_from,
    )  # fmt: skip


def _published(path: Path, given: str | None, modified: str) -> tuple[str, str]:
    if given is not None:
        try:
            return dt.date.fromisoformat(given).isoformat(), "given"
        except ValueError:
            raise InputError("import.bad_date", date=given) from None
    named = re.search(r"(20\d\d)-(\d\d)-(\d\d)", path.name)
    if named:
        try:
            return dt.date.fromisoformat(named.group(0)).isoformat(), "name"
        except ValueError:
            pass
    if modified:
        return modified, "workbook"
    return dt.date.today().isoformat(), "today"

