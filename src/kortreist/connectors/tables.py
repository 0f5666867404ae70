"""A table a person sends in, as rows of cells: CSV or a workbook, recognised by its content.

For tables small enough to be looked at cell by cell (an economic plan, a list of changes); the
inventory's large files go through ``layouts``, by the same rules.
"""

from __future__ import annotations

import csv
import io
import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kortreist.connectors.texts import csv_refusal, decode, separator_of
from kortreist.connectors.word_tables import WordTable, is_word, word_tables
from kortreist.connectors.workbooks import (
    SheetPart,
    Workbook,
    formulas_without_result,
    has_endless_mark,
    merged_cells,
    opened,
    rows_of,
)
from kortreist.errors import ImportRefusedError, InputError

__all__ = ["CellError", "Formula", "Merged", "Table", "file_content", "read_table", "read_tables"]

#: What is read of a workbook before it is said to be too large: rows that are written out (most
#: of them empty, with a border), cells met on the way, texts that sheets share. Each is many
#: times what a table people send has, and a few seconds' work.
_MAX_TAGS, _MAX_CELLS, _MAX_STRINGS = 200_000, 2_000_000, 300_000
_STRINGS = "xl/sharedStrings.xml"
_ROW, _STRING = re.compile(rb"<(?:\w+:)?row[\s/>]"), re.compile(rb"<(?:\w+:)?si[\s/>]")


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell with a formula whose result the file does not hold."""

    text: str


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell with an error value, ``#N/A`` say."""

    text: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A cell that is covered by a merged one: ``value`` stands in the cell at the top left.

    ``down`` tells that the merged cell goes over several rows (what it says holds for each of
    them), else it only goes over several columns of one row.
    """

    value: Any
    row: int
    down: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as they stand in the file.

    Parameters
    ----------
    rows : list of list
        ``rows[i]`` is row ``i + 1`` of the file, empty rows too. A cell is a text (spaces
        around it taken away), ``int``, ``float``, ``bool``, ``datetime`` (a date: in a column
        of codes the spreadsheet has made a date of the code), ``None``, :class:`Formula`,
        :class:`CellError` or :class:`Merged`. CSV has only texts.
    sheet : str
        The sheet that was read; empty for CSV. Show it: a workbook may have several.
    others : tuple of str
        Other visible sheets with something in them, that were not read.
    encoding : str
        Of a CSV, when it was not UTF-8.
    """

    rows: list[list[Any]]
    sheet: str = ""
    others: tuple[str, ...] = ()
    encoding: str = ""


def file_content(path: Path) -> bytes:
    """Return the content of a table's file, which a person has named.

    Raises
    ------
    InputError
        It is a folder, is not there, or may not be read.
    """
    if path.is_dir():
        raise InputError("import.is_folder", file=path)
    try:
        return path.read_bytes()
    except OSError as error:
        problem = error.strerror or type(error).__name__
        raise InputError("baseline.no_file", file=str(path), problem=problem) from None


def read_table(
    content: bytes,
    name: str = "",
    *,
    max_rows: int = 2000,
    max_columns: int = 60,
    max_unpacked: int = 50_000_000,
) -> Table:
    """Return the cells of a CSV, or of the first sheet of a workbook that people see.

    Parameters
    ----------
    content : bytes
    name : str
        The file's name, for errors.
    max_rows, max_columns, max_unpacked : int
        Rows below the headings, columns, and bytes a workbook may unpack to.

    Raises
    ------
    ImportRefusedError
        ``import.empty``, ``import.not_table``, ``import.not_text``, ``import.letters``
        (letters that cannot be read: row and value), ``import.damaged``, ``import.unpacks``,
        ``import.too_large``, ``import.all_hidden``.
    """
    if not content.strip():
        raise ImportRefusedError("import.empty", file=name)
    if content[:4] == b"PK\x03\x04":
        return _workbook(name, content, max_rows, max_columns, max_unpacked)[0]
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise ImportRefusedError("import.not_a_workbook", file=name)
    return _csv(name, content, max_rows, max_columns)


def read_tables(
    content: bytes,
    name: str = "",
    *,
    max_rows: int = 2000,
    max_columns: int = 60,
    max_unpacked: int = 50_000_000,
) -> tuple[Table, ...]:
    """Return every table of a file: the sheets people see, a document's tables, or a CSV.

    A table of a document has as ``sheet`` the paragraph before it.

    Parameters
    ----------
    content, name, max_rows, max_columns, max_unpacked
        As for :func:`read_table`.

    Raises
    ------
    ImportRefusedError
        As there; ``import.pdf`` for a PDF and ``import.no_tables`` for a document without one.
    """
    if content[:1024].lstrip().startswith(b"%PDF-"):
        raise ImportRefusedError("import.pdf", file=name)
    if content[:4] != b"PK\x03\x04":
        table = read_table(content, name, max_rows=max_rows, max_columns=max_columns)
        return (table,)
    if not is_word(content):
        return _workbook(name, content, max_rows, max_columns, max_unpacked)
    tables = word_tables(
        content, name, max_rows=max_rows, max_columns=max_columns, max_unpacked=max_unpacked
    )
    if not tables:
        raise ImportRefusedError("import.no_tables", file=name)
    return tuple(_of_word(t) for t in tables)


def _of_word(table: WordTable) -> Table:
    """Return a document's table with its merged cells said as a workbook's are."""
    rows: list[list[Any]] = []
    for number, cells in enumerate(table.rows):
        row: list[Any] = []
        for column, cell in enumerate(cells):
            above = rows[-1][column] if rows and column < len(rows[-1]) else None
            if (number, column) in table.down:
                top = above if isinstance(above, Merged) else Merged(above, number, True)
                row.append(Merged(top.value, top.row, True))
            elif cell is None and column:
                left = row[-1]
                at = left if isinstance(left, Merged) else Merged(left, number + 1, False)
                row.append(Merged(at.value, at.row, at.down))
            else:
                row.append(cell or None)
        rows.append(row)
    return Table(rows, table.before)


def _too_large(name: str, rows: int, columns: int) -> ImportRefusedError:
    return ImportRefusedError("import.too_large", file=name, rows=rows, columns=columns)


def _csv(name: str, content: bytes, max_rows: int, max_columns: int) -> Table:
    text, encoding = decode(name, content)
    separator = separator_of(text)
    rows: list[list[Any]] = []
    try:
        reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
        for record in reader:
            rows.append([cell.strip() for cell in record])
            # A record with line breaks in it ends later than it began: keep the file's rows.
            rows.extend([] for _ in range(reader.line_num - len(rows)))
            if len(rows) > max_rows + 1 or len(record) > max_columns:
                raise _too_large(name, max_rows, max_columns)
    except csv.Error as error:
        raise csv_refusal(name, text, separator, error) from error
    return Table(rows, encoding=encoding)


def _workbook(
    name: str, content: bytes, max_rows: int, max_columns: int, max_unpacked: int
) -> tuple[Table, ...]:
    book = Workbook(name, content, max_unpacked)
    book.check_sizes()
    seen = [s for s in book.sheets if not s.hidden]
    if not seen:
        raise ImportRefusedError(
            "import.all_hidden", file=name, found=", ".join(s.name for s in book.sheets) or "–"
        )
    for part in book.parts:
        if part.endswith((".xml", ".rels")) and has_endless_mark(book.read(part)):
            raise ImportRefusedError("import.damaged", file=name)
    counted = [(_STRINGS, _STRING, _MAX_STRINGS), *((s.part, _ROW, _MAX_TAGS) for s in seen)]
    for part, mark, most in counted:
        if part in book.parts and sum(1 for _ in mark.finditer(book.read(part))) > most:
            raise _too_large(name, max_rows, max_columns)
    try:
        read = _read(name, content, seen, max_rows, max_columns)
    except ImportRefusedError:
        raise
    except Exception as error:  # the reader raises whatever a broken file makes it stumble over
        raise ImportRefusedError("import.damaged", file=name) from error
    if not read:
        raise ImportRefusedError("import.empty", file=name)
    for sheet, rows in read:
        cells = book.read(sheet.part)
        if not _mark_formulas(cells, rows, max_rows, max_columns):
            raise _too_large(name, max_rows, max_columns)
        if not _mark_merged(cells, rows, max_columns):
            raise ImportRefusedError("import.damaged", file=name)
    names = [s.name for s, _ in read]
    return tuple(Table(rows, s.name, tuple(n for n in names if n != s.name)) for s, rows in read)


def _read(
    name: str, content: bytes, sheets: list[SheetPart], max_rows: int, max_columns: int
) -> list[tuple[SheetPart, list[list[Any]]]]:
    """Return the sheets with something in them, and their rows."""
    read = []
    with opened(content) as book:
        met = 0
        for sheet in sheets:
            rows: list[list[Any]] = []
            filled = 0
            for cells in rows_of(book, sheet.name):
                row = [_cell(c) for c in cells]
                # A row may say that it is the thousand millionth, or has 16,384 empty cells.
                met += len(row) or 1
                while row and row[-1] is None:
                    row.pop()
                rows.append(row)
                filled = len(rows) if row else filled
                if filled > max_rows + 1 or len(row) > max_columns or met > _MAX_CELLS:
                    raise _too_large(name, max_rows, max_columns)
            if filled:
                read.append((sheet, rows[:filled]))
    return read


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        text = value.strip()
        if text.startswith("#") and text.rstrip("!?").isupper() and " " not in text:
            return CellError(text)
        return text or None
    if isinstance(value, float) and not math.isfinite(value):
        return CellError(str(value))
    return value


def _mark_formulas(cells: bytes, rows: list[list[Any]], max_rows: int, max_columns: int) -> bool:
    """Mark formulas whose result is not there; False where one is outside a table's size."""
    for row, column, text in formulas_without_result(cells):
        if row > max_rows + 1 or column >= max_columns:
            return False
        while len(rows) < row:
            rows.append([])
        found = rows[row - 1]
        found.extend([None] * (column + 1 - len(found)))
        if found[column] is None:
            found[column] = Formula(text)
    return True


def _mark_merged(sheet: bytes, rows: list[list[Any]], max_columns: int) -> bool:
    """Mark covered cells; False where more are covered than there are: no program writes that."""
    left_to_cover = 2 * (len(rows) + 1) * max_columns
    for top, left, bottom, right in merged_cells(sheet):
        if top > len(rows) or left >= len(rows[top - 1]):
            continue
        value, right = rows[top - 1][left], min(right, max_columns - 1)
        for row in range(top, min(bottom, len(rows)) + 1):
            left_to_cover -= 1
            cells = rows[row - 1]
            if not cells and row != top:
                continue  # an empty row stays one
            last = min(right, max(len(cells), left + 1) - 1) if row != top else right
            left_to_cover -= max(0, last - left)
            if left_to_cover < 0:
                return False
            for column in range(left, last + 1):
                if (row, column) == (top, left):
                    continue
                cells.extend([None] * (column + 1 - len(cells)))
                cells[column] = Merged(value, top, bottom > top)
    return True
