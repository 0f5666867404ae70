"""Find a bad cell again, slowly, to name its row: only run when an import is refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from kortreist.connectors.layouts import Sheet, column_letter
from kortreist.errors import ImportRefusedError

__all__ = ["bad_cell", "row_number"]


def _rows(sheet: Sheet) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield the row numbers a reader sees in the file, with the cells."""
    if not sheet.sheet:
        records = csv.reader(io.StringIO(sheet.content.decode()), delimiter=sheet.separator)
        start = 1
        for record in records:
            # A record with a line break in it begins before the line it ends on.
            yield sheet.first_row - 1 + start, tuple(record)
            start = records.line_num + 1
        return
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(sheet.content), read_only=True, data_only=True)
    try:
        yield from enumerate(book[sheet.sheet].iter_rows(values_only=True), start=1)
    finally:
        book.close()


def _offset(rows: Iterator[tuple[int, tuple[Any, ...]]]) -> tuple[int, int]:
    """Return how many empty rows and columns come before the table in a sheet."""
    above = None
    left = None
    for number, cells in rows:
        filled = [i for i, c in enumerate(cells) if c not in (None, "")]
        if filled:
            above = number - 1 if above is None else above
            left = min(filled) if left is None else min(left, min(filled))
        if number > 200:
            break
    return above or 0, left or 0


def row_number(sheet: Sheet, index: int) -> int:
    """Return the row number in the file of the row at ``index`` (0: first below headings)."""
    if sheet.sheet:
        return sheet.first_row + _offset(_rows(sheet))[0] + index
    for at, (number, _) in enumerate(_rows(sheet)):
        if at == index:
            return number
    return sheet.first_row + index


def _shown(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return "" if cell is None else " ".join(str(cell).split())


def bad_cell(
    key: str, sheet: Sheet, file: str, column: str, index: int, value: object, more: int
) -> ImportRefusedError:
    """Return an error that names file, sheet, row, column and value of a cell.

    Parameters
    ----------
    key : str
        Text key in ``errors``; filled with file, sheet, row, column, value and more.
    sheet : Sheet
    file : str
    column : str
        Our name of the column.
    index : int
        Row of the cell, 0 for the first below the headings.
    value : object
        What was read.
    more : int
        How many more cells like it there are.
    """
    row = row_number(sheet, index)
    letter = sheet.letters[column]
    shown = _shown(value)
    if sheet.sheet:
        # The fast reader drops empty margins and does not tell error values (#N/A) from
        # empty cells: look at the cell itself.
        left = _offset(_rows(sheet))[1]
        position = sheet.positions[column] + left
        for number, cells in _rows(sheet):
            if number == row and position < len(cells):
                shown = _shown(cells[position]) or shown
                break
        letter = column_letter(position)
    return ImportRefusedError(
        key, file=file, sheet=sheet.sheet or "CSV", row=row, column=letter,
        value=shown[:60], more=more,
    )  # fmt: skip
