"""The layouts the inventory comes in, read as text cells so that nothing is guessed away.

Known layouts: the whole country's workbook and one municipality's workbook (both with a sheet
"Oversikt - detaljert"), and CSV with a municipality's name or number in each row. Columns are
known by their headings, so their order does not matter.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kortreist.errors import ImportRefusedError

if TYPE_CHECKING:
    import polars as pl

__all__ = ["COLUMNS", "DETAIL", "Sheet", "column_letter", "fold", "read_sheet"]

DETAIL = "Oversikt - detaljert"
#: Our column name → the headings it goes under, folded (the 2 in CO2 is sometimes ₂).
COLUMNS = {
    "county": ("fylke",),
    "number": ("kommunenummer", "kommunenr", "kommunenr."),
    "name": ("kommune", "kommunenavn"),
    "year": ("år", "aar", "year"),
    "sector": ("sektor",),
    "source": ("utslippskilde",),
    "gas": ("klimagass",),
    "value": ("utslipp (tonn co2-ekvivalenter)", "utslipp (tonn co2e)", "utslipp"),
}
_NEEDED = ("year", "sector", "source", "value")
_SEARCH = 30  # rows in which the headings are looked for


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cells of one table as text, and where they stand.

    Parameters
    ----------
    frame : polars.DataFrame
        Text columns named as in :data:`COLUMNS`, only those the file has; for a workbook
        also ``float``, the emission where the cell holds a number.
    content : bytes
        The file (CSV: as UTF-8), for finding a bad cell again.
    sheet : str
        Name of the sheet, or an empty text for CSV.
    positions : dict
        Our column name → position in the file.
    letters : dict
        Our column name → column letter (workbook) or heading (CSV), for error messages.
    first_row : int
        Row number, from 1, of the first row below the headings.
    separator : str
        Between the cells of a CSV.
    dataset, publisher, modified : str
        What a workbook says of itself; empty where it does not.
    ignored : tuple of str
        Headings that are not used.
    encoding : str
        Of a CSV, when it was not UTF-8.
    odd : bool
        The workbook has error values (#N/A) or TRUE and FALSE somewhere.
    """

    frame: pl.DataFrame
    content: bytes
    sheet: str
    positions: dict[str, int]
    letters: dict[str, str]
    first_row: int
    separator: str = ","
    dataset: str = ""
    publisher: str = ""
    modified: str = ""
    ignored: tuple[str, ...] = ()
    encoding: str = ""
    odd: bool = False


def read_sheet(name: str, content: bytes) -> Sheet:
    """Read the detailed table of an inventory file.

    Parameters
    ----------
    name : str
        The file's name, for error messages and its suffix.
    content : bytes

    Raises
    ------
    ImportRefusedError
        Empty, not a workbook (an HTML page saved as ``.xlsx``), without the detailed sheet,
        without a needed column, or with a row of too many or too few cells.
    """
    if not content.strip():
        raise ImportRefusedError("import.empty", file=name)
    if content.startswith(b"PK\x03\x04"):
        return _workbook(name, content)
    start = content[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<!--")):
        raise ImportRefusedError("import.web_page", file=name)
    if Path(name).suffix.lower() in (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"):
        raise ImportRefusedError("import.not_a_workbook", file=name)
    return _csv(name, content)


def fold(heading: str | None) -> str:
    """Return a heading without case, spare spaces, subscripts and kinds of dash."""
    text = unicodedata.normalize("NFKC", (heading or "").replace("_x000D_", " "))
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    return re.sub(r"\s+", " ", text).strip().casefold()


def _pick(name: str, sheet: str, rows: list[tuple[str | None, ...]]) -> tuple[int, dict[str, int]]:
    """Return the row the headings stand in and our column name → position."""
    best: tuple[int, dict[str, int]] = (0, {})
    for at, row in enumerate(rows):
        folded = [fold(h) for h in row]
        found: dict[str, int] = {}
        for ours, theirs in COLUMNS.items():
            places = [i for i, h in enumerate(folded) if h in theirs]
            if len(places) > 1:
                raise ImportRefusedError(
                    "import.two_columns", file=name, sheet=sheet or "CSV",
                    column=", ".join(str(row[i]) for i in places),
                )  # fmt: skip
            if places:
                found[ours] = places[0]
        if len(found) > len(best[1]):
            best = at, found
        if all(c in found for c in _NEEDED):
            return at, found
    lacking = [COLUMNS[c][0].capitalize() for c in _NEEDED if c not in best[1]]
    there = [" ".join(h.split()) for h in (rows[best[0]] if rows else ()) if h]
    raise ImportRefusedError(
        "import.no_column", file=name, sheet=sheet or "CSV",
        lacking=", ".join(lacking), found=", ".join(t[:40] for t in there[:12]) or "–",
    )  # fmt: skip


def column_letter(position: int) -> str:
    """Return the letter of a workbook's column; 0 is A."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _ignored(headings: tuple[str | None, ...], positions: dict[str, int]) -> tuple[str, ...]:
    used = set(positions.values())
    return tuple(h.strip() for i, h in enumerate(headings) if i not in used and h and h.strip())


def _workbook(name: str, content: bytes) -> Sheet:
    import fastexcel
    import polars as pl

    try:
        reader = fastexcel.read_excel(content)
        sheets = reader.sheet_names
    except Exception as error:  # the reader has its own exception types
        raise ImportRefusedError("import.not_a_workbook", file=name) from error
    detail = next((n for n in sheets if fold(n) == fold(DETAIL)), None)
    if detail is None:
        raise ImportRefusedError(
            "import.no_sheet", file=name, sheet=DETAIL, found=", ".join(sheets) or "–"
        )

    read: Any = reader.load_sheet

    def load(sheet: str, **options: object) -> pl.DataFrame:
        try:
            loaded: pl.DataFrame = read(sheet, header_row=None, **options).to_polars()
            return loaded
        except Exception as error:
            raise ImportRefusedError("import.not_a_workbook", file=name) from error

    top = load(detail, dtypes="string", n_rows=_SEARCH).rows()
    if not top:
        raise ImportRefusedError("import.empty", file=name)
    at, positions = _pick(name, detail, top)
    # Text of a number has only nine decimals here, so emissions are read as numbers too.
    value = positions["value"]
    kinds = {i: "float" if i == value else "string" for i in range(len(top[0]))}
    raw = load(detail, dtypes=kinds).slice(at + 1)
    if raw.height == 0:
        raise ImportRefusedError("import.empty", file=name)
    if raw.dtypes[value] != pl.Float64:
        # Columns are counted with empty ones to the left here, and without them in what is
        # returned; rare, so the sheet is simply read twice.
        numbers = load(detail, dtypes="float").slice(at + 1)
        raw = load(detail, dtypes="string").slice(at + 1)
        raw = raw.with_columns(numbers[numbers.columns[value]].alias(raw.columns[value]))
    frame = raw.select(
        pl.col(raw.columns[i]).alias("float" if ours == "value" else ours)
        for ours, i in positions.items()
    )
    odd = _odd_cells(content)
    if odd or frame["float"].null_count():
        text = load(detail, dtypes="string").slice(at + 1)
        frame = frame.with_columns(text[text.columns[value]].alias("value"))
        # The reader takes TRUE for 1.
        is_number = ~pl.col("value").str.to_lowercase().is_in(("true", "false"))
        frame = frame.with_columns(pl.when(is_number).then("float").alias("float"))
    else:
        frame = frame.with_columns(pl.lit(None, dtype=pl.String).alias("value"))
    about: dict[str, str] = {}
    if "Info" in sheets:
        pairs = load("Info", dtypes="string").rows()
        about = {fold(r[0]).rstrip(":"): (r[1] or "").strip() for r in pairs if len(r) > 1}
    letters = {ours: column_letter(i) for ours, i in positions.items()}
    return Sheet(
        frame, content, detail, positions, letters,
        at + 2, dataset=about.get("datasett", ""), publisher=about.get("utgiver", ""),
        modified=_modified(content), ignored=_ignored(top[at], positions), odd=odd,
    )  # fmt: skip


def _odd_cells(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as z:
        for name in z.namelist():
            if name.startswith("xl/worksheets/"):
                cells = z.read(name)
                if b't="e"' in cells or b't="b"' in cells:
                    return True
    return False


def _modified(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as z:
            core = z.read("docProps/core.xml").decode("utf-8", "replace")
    except (KeyError, zipfile.BadZipFile):
        return ""
    for kind in ("modified", "created"):
        found = re.search(rf"<dcterms:{kind}[^>]*>(\d{{4}}-\d\d-\d\d)", core)
        if found:
            return found.group(1)
    return ""


def _decode(name: str, content: bytes) -> tuple[str, str]:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        tries: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in content:
        tries = ()
    else:
        tries = ("utf-8-sig", "cp1252")
    for encoding in tries:
        try:
            return content.decode(encoding), "" if encoding == "utf-8-sig" else encoding
        except UnicodeDecodeError:
            continue
    raise ImportRefusedError("import.not_text", file=name)


def _csv(name: str, content: bytes) -> Sheet:
    import polars as pl

    text, encoding = _decode(name, content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";,\t", key=re.sub(r'"[^"]*"', "", first).count)
    try:
        records = csv.reader(io.StringIO(text), delimiter=separator)
        head = [(tuple(r), records.line_num) for r, _ in zip(records, range(_SEARCH), strict=False)]
    except csv.Error as error:
        raise ImportRefusedError("import.unreadable", file=name, why=str(error)) from error
    at, positions = _pick(name, "", [row for row, _ in head])
    headings, line = head[at]
    body = "".join(text.splitlines(keepends=True)[line:])
    if not body.strip():
        raise ImportRefusedError("import.empty", file=name)
    encoded = body.encode()
    schema = {str(i): pl.String for i in range(len(headings))}
    try:
        raw = pl.read_csv(
            encoded, separator=separator, has_header=False, schema=schema,
            truncate_ragged_lines=False,
        )  # fmt: skip
    except pl.exceptions.PolarsError as error:
        raise _ragged(name, body, separator, len(headings), line, error) from error
    frame = raw.select(pl.col(str(i)).alias(ours) for ours, i in positions.items())
    letters = {ours: headings[i].strip() for ours, i in positions.items()}
    return Sheet(
        frame, encoded, "", positions, letters, line + 1, separator,
        ignored=_ignored(headings, positions), encoding=encoding,
    )  # fmt: skip


def _ragged(
    name: str, body: str, separator: str, width: int, line: int, error: Exception
) -> ImportRefusedError:
    records = csv.reader(io.StringIO(body), delimiter=separator)
    try:
        for record in records:
            if record and len(record) != width:
                return ImportRefusedError(
                    "import.ragged", file=name, row=line + records.line_num,
                    found=len(record), expected=width,
                )  # fmt: skip
    except csv.Error:
        pass
    return ImportRefusedError("import.unreadable", file=name, why=str(error).splitlines()[0])
