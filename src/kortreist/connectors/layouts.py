"""The layouts the inventory comes in, read as text cells so that nothing is guessed away."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kortreist.errors import ImportRefusedError

if TYPE_CHECKING:
    import polars as pl

__all__ = ["COLUMNS", "Sheet", "read_sheet"]

DETAIL = "Oversikt - detaljert"
#: Our column name → how its heading begins, folded (the 2 in CO2 is sometimes ₂).
COLUMNS = {
    "number": ("kommunenummer", "kommunenr", "kommunenr."),
    "name": ("kommune",),
    "year": ("år", "aar", "year"),
    "sector": ("sektor",),
    "source": ("utslippskilde",),
    "gas": ("klimagass",),
    "value": ("utslipp (tonn co2-ekvivalenter)", "utslipp (tonn co2e)", "utslipp"),
}
_NEEDED = ("year", "sector", "source", "value")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells of one table as text, and where they stand.

    Parameters
    ----------
    frame : polars.DataFrame
        Text columns named as in :data:`COLUMNS`; only those the file has.
    sheet : str
        Name of the sheet, or an empty text for CSV.
    letters : dict
        Our column name → column letter (workbook) or heading (CSV), for error messages.
    dataset, publisher, modified : str
        What a workbook says of itself; empty where it does not.
    """

    frame: pl.DataFrame
    sheet: str
    letters: dict[str, str]
    dataset: str = ""
    publisher: str = ""
    modified: str = ""


def read_sheet(path: Path) -> Sheet:
    """Read the detailed table of an inventory file.

    Raises
    ------
    ImportRefusedError
        Missing, empty, not a workbook (an HTML page saved as ``.xlsx``), without the
        detailed sheet, or without a needed column.
    """
    if not path.is_file():
        raise ImportRefusedError("import.no_file", file=path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ImportRefusedError(
            "import.unreadable", file=path.name, why=error.strerror or str(error)
        ) from error
    if not content.strip():
        raise ImportRefusedError("import.empty", file=path.name)
    if content.startswith(b"PK"):
        return _workbook(path, content)
    start = content[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head")):
        raise ImportRefusedError("import.web_page", file=path.name)
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls"):
        raise ImportRefusedError("import.not_a_workbook", file=path.name)
    return _csv(path, content)


def _fold(heading: str) -> str:
    return re.sub(r"\s+", " ", heading.replace("₂", "2")).strip().casefold()


def _pick(path: Path, sheet: str, headings: list[str], workbook: bool) -> dict[str, int]:
    """Return our column name → position; exact headings go before beginnings."""
    folded = [_fold(h) for h in headings]
    found: dict[str, int] = {}
    for ours, theirs in COLUMNS.items():
        for heading in theirs:
            if heading in folded:
                found[ours] = folded.index(heading)
                break
    lacking = [COLUMNS[c][0] for c in _NEEDED if c not in found]
    if lacking:
        raise ImportRefusedError(
            "import.no_column", file=path.name, sheet=sheet or "CSV",
            lacking=", ".join(lacking), found=", ".join(h for h in headings if h),
        )  # fmt: skip
    return found


def _letter(position: int) -> str:
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _workbook(path: Path, content: bytes) -> Sheet:
    import fastexcel

    try:
        reader = fastexcel.read_excel(content)
        names = reader.sheet_names
    except Exception as error:  # the reader has its own exception types
        raise ImportRefusedError("import.not_a_workbook", file=path.name) from error
    detail = next((n for n in names if _fold(n) == _fold(DETAIL)), None)
    if detail is None:
        raise ImportRefusedError(
            "import.no_sheet", file=path.name, sheet=DETAIL, found=", ".join(names)
        )
    raw = reader.load_sheet(detail, header_row=None, dtypes="string").to_polars()
    if raw.height == 0:
        raise ImportRefusedError("import.empty", file=path.name)
    headings = [h or "" for h in raw.row(0)]
    place = _pick(path, detail, headings, True)
    frame = raw.slice(1).select(
        [raw.columns[i] for i in place.values()]
    )
    frame.columns = list(place)
    dataset = publisher = ""
    if "Info" in names:
        info = reader.load_sheet("Info", header_row=None, dtypes="string").to_polars()
        pairs = {_fold(r[0] or ""): r[1] or "" for r in info.iter_rows() if len(r) > 1}
        dataset, publisher = pairs.get("datasett:", ""), pairs.get("utgiver:", "")
    letters = {ours: _letter(i) for ours, i in place.items()}
    return Sheet(frame, detail, letters, dataset.strip(), publisher.strip(), _modified(content))


def _modified(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as z:
            core = z.read("docProps/core.xml").decode("utf-8", "replace")
    except (KeyError, zipfile.BadZipFile):
        return ""
    found = re.search(r"<dcterms:(?:modified|created)[^>]*>(\d{4}-\d\d-\d\d)", core)
    return found.group(1) if found else ""


def _csv(path: Path, content: bytes) -> Sheet:
    import polars as pl

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        raw = pl.read_csv(
            io.BytesIO(text.encode()), separator=separator, has_header=False,
            infer_schema=False,
        )  # fmt: skip
    except pl.exceptions.PolarsError as error:
        raise ImportRefusedError(
            "import.unreadable", file=path.name, why=str(error).splitlines()[0]
        ) from error
    headings = [(h or "").strip() for h in raw.row(0)]
    place = _pick(path, "", headings, False)
    frame = raw.slice(1).select([raw.columns[i] for i in place.values()])
    frame.columns = list(place)
    return Sheet(frame, "", {ours: headings[i] for ours, i in place.items()})
