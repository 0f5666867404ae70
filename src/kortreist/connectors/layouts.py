"""The layouts the inventory comes in, read as text cells so that nothing is guessed away.

Known layouts: the whole country's workbook and one municipality's workbook (both with a sheet
"Oversikt - detaljert"), and CSV with a municipality's name or number in each row. Columns are
known by their headings, so their order does not matter.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kortreist.connectors.headings import COLUMNS, SEARCH, fold, ignored_headings, pick
from kortreist.connectors.texts import csv_refusal, decode, separator_of
from kortreist.connectors.workbooks import (
    SheetPart,
    Workbook,
    column_letter,
    first_cell,
    formulas_without_result,
    merged_cells,
    text_rows,
)
from kortreist.errors import ImportRefusedError

if TYPE_CHECKING:
    import polars as pl

__all__ = ["COLUMNS", "DETAIL", "Sheet", "fold", "read_sheet"]

DETAIL = "Oversikt - detaljert"


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
    unused : polars.DataFrame, optional
        Text of the columns that are not used, in the rows of ``frame``; named by heading, or
        by position where they have none.
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
    unused: pl.DataFrame | None = None


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
        Empty, not a workbook (an HTML page saved as ``.xlsx``), damaged, without the detailed
        sheet or with it hidden, without a needed column, with a row of too many or too few
        cells, with a formula whose result is not in the file, with merged cells in the table,
        or with letters that cannot be read.
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


def _detail(name: str, book: Workbook) -> SheetPart:
    """Return the detailed sheet; one that people do not see is not theirs to answer for."""
    called = [s for s in book.sheets if fold(s.name) == fold(DETAIL)]
    seen = [s for s in called if not s.hidden]
    if len(seen) == 1:
        return seen[0]
    if called:
        key = "import.two_sheets" if seen else "import.hidden_sheet"
        raise ImportRefusedError(key, file=name, sheet=called[0].name)
    names = ", ".join(s.name for s in book.sheets)
    raise ImportRefusedError("import.no_sheet", file=name, sheet=DETAIL, found=names or "–")


def _workbook(name: str, content: bytes) -> Sheet:
    import fastexcel
    import polars as pl

    book = Workbook(name, content)
    part = _detail(name, book)
    detail = part.name
    cells = book.read(part.part)
    book.check_size("xl/sharedStrings.xml")
    try:
        reader = fastexcel.read_excel(content)
        sheets = reader.sheet_names
    except Exception as error:  # the reader has its own exception types
        raise ImportRefusedError("import.not_a_workbook", file=name) from error

    read: Any = reader.load_sheet

    def load(sheet: str, **options: object) -> pl.DataFrame:
        try:
            loaded: pl.DataFrame = read(sheet, header_row=None, **options).to_polars()
            return loaded
        except Exception as error:
            raise ImportRefusedError("import.damaged", file=name) from error

    top = load(detail, dtypes="string", n_rows=SEARCH).rows()
    if not top:
        raise ImportRefusedError("import.empty", file=name)
    at, positions = pick(name, detail, top)
    _refuse_cells(name, part, cells, positions, at)
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
    odd = b't="e"' in cells or b't="b"' in cells
    above, left = first_cell(cells)
    first = above + at + 2
    texts = [r - first for r in text_rows(cells, value + left) if first <= r < first + raw.height]
    if texts:
        is_text = pl.Series(range(raw.height)).is_in(texts)
        frame = frame.with_columns(pl.when(~is_text).then("float").alias("float"))
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
        frame,
        content,
        detail,
        positions,
        letters,
        at + 2,
        dataset=about.get("datasett", ""),
        publisher=about.get("utgiver", ""),
        modified=_modified_on(book),
        ignored=ignored_headings(top[at], positions),
        odd=odd,
        unused=_unused(raw, top[at], positions),
    )


def _unused(
    raw: pl.DataFrame, headings: tuple[str | None, ...], positions: dict[str, int]
) -> pl.DataFrame:
    """Return the columns that are not used: they may say what tells rows apart."""
    import polars as pl

    used = set(positions.values())
    named: dict[str, pl.Expr] = {}
    for i in range(min(raw.width, len(headings))):
        if i not in used:
            heading = " ".join((headings[i] or "").split()) or column_letter(i)
            name = heading if heading not in named else f"{heading} ({column_letter(i)})"
            named[name] = pl.col(raw.columns[i]).cast(pl.String).alias(name)
    return raw.select(list(named.values()))


def _refuse_cells(
    name: str, part: SheetPart, cells: bytes, positions: dict[str, int], at: int
) -> None:
    """Refuse cells of the table that look empty to the reader, and are not.

    A formula whose result the file does not hold (workbooks written by programs), and cells
    that are covered by a merged one.
    """
    formulas = list(formulas_without_result(cells))
    merged = merged_cells(cells)
    if not formulas and not merged:
        return
    above, left = first_cell(cells)
    head = above + at + 1
    ours = {p + left: c for c, p in positions.items()}
    for row, column, formula in formulas:
        if row > head and column in ours:
            raise ImportRefusedError(
                "import.formula",
                file=name,
                sheet=part.name,
                row=row,
                column=column_letter(column),
                value=formula[:60],
            )
    for top, first, bottom, last in merged:
        if bottom > head and any(first <= c <= last for c in ours):
            raise ImportRefusedError(
                "import.merged",
                file=name,
                sheet=part.name,
                row=max(top, head + 1),
                column=column_letter(first),
                value=f"{column_letter(first)}{top}:{column_letter(last)}{bottom}",
            )


def _modified_on(book: Workbook) -> str:
    core = book.text("docProps/core.xml")
    for kind in ("modified", "created"):
        match = re.search(rf"<dcterms:{kind}[^>]*>(\d{{4}}-\d\d-\d\d)", core)
        if match:
            return match.group(1)
    return ""


def _csv(name: str, content: bytes) -> Sheet:
    import polars as pl

    text, encoding = decode(name, content)
    separator = separator_of(text)
    try:
        records = csv.reader(io.StringIO(text), delimiter=separator)
        head = [(tuple(r), records.line_num) for r, _ in zip(records, range(SEARCH), strict=False)]
    except csv.Error as error:
        raise csv_refusal(name, text, separator, error) from error
    at, positions = pick(name, "", [row for row, _ in head])
    headings, line = head[at]
    lines = text.splitlines(keepends=True)
    while line < len(lines) and not lines[line].strip():
        line += 1  # the fast reader takes the number of cells from the first line it sees
    body = "".join(lines[line:])
    if not body.strip():
        raise ImportRefusedError("import.empty", file=name)
    _refuse_short_rows(name, body, separator, len(headings), line)
    encoded = body.encode()
    schema = {str(i): pl.String for i in range(len(headings))}
    try:
        raw = pl.read_csv(
            encoded,
            separator=separator,
            has_header=False,
            schema=schema,
            truncate_ragged_lines=False,
        )
    except pl.exceptions.PolarsError as error:
        raise _ragged_error(name, body, separator, len(headings), line, error) from error
    frame = raw.select(pl.col(str(i)).alias(ours) for ours, i in positions.items())
    letters = {ours: headings[i].strip() for ours, i in positions.items()}
    return Sheet(
        frame,
        encoded,
        "",
        positions,
        letters,
        line + 1,
        separator,
        ignored=ignored_headings(headings, positions),
        encoding=encoding,
        unused=_unused(raw, tuple(headings), positions),
    )


def _refuse_short_rows(name: str, body: str, separator: str, width: int, line: int) -> None:
    """Refuse a row with too few cells: a download that was cut off ends so.

    The fast reader fills such a row with empty cells.
    """
    if '"' not in body:
        for number, row in enumerate(body.split("\n"), start=line + 1):
            if row.count(separator) < width - 1 and row.strip():
                raise ImportRefusedError(
                    "import.ragged",
                    file=name,
                    row=number,
                    found=row.count(separator) + 1,
                    expected=width,
                )
        return
    records = csv.reader(io.StringIO(body), delimiter=separator, strict=True)
    try:
        for record in records:
            if record and len(record) < width:
                raise ImportRefusedError(
                    "import.ragged",
                    file=name,
                    row=line + records.line_num,
                    found=len(record),
                    expected=width,
                )
    except csv.Error as error:  # a text whose end is not in the file, say
        raise csv_refusal(name, body, separator, error, line) from error


def _ragged_error(
    name: str, body: str, separator: str, width: int, line: int, error: Exception
) -> ImportRefusedError:
    records = csv.reader(io.StringIO(body), delimiter=separator)
    try:
        for record in records:
            if record and len(record) != width:
                return ImportRefusedError(
                    "import.ragged",
                    file=name,
                    row=line + records.line_num,
                    found=len(record),
                    expected=width,
                )
    except csv.Error as odd:
        return csv_refusal(name, body, separator, odd, line)
    return ImportRefusedError("import.bad_csv", file=name, row=line + 1, value=body.strip()[:40])
