"""Find a bad cell again, slowly, to name its row: only run when an import is refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from kortreist.connectors.layouts import Sheet
from kortreist.connectors.workbooks import cells_of, column_letter, margins
from kortreist.errors import ImportRefusedError, Phrase

__all__ = ["alike", "bad_cell", "row_number"]


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
    yield from enumerate(cells_of(sheet.content, sheet.sheet), start=1)


def _margins(sheet: Sheet) -> tuple[int, int]:
    return margins(cells_of(sheet.content, sheet.sheet))


def row_number(sheet: Sheet, index: int) -> int:
    """Return the row number in the file of the row at ``index`` (0: first below headings)."""
    if sheet.sheet:
        return sheet.first_row + _margins(sheet)[0] + index
    for at, (number, _) in enumerate(_rows(sheet)):
        if at == index:
            return number
    return sheet.first_row + index


def _cell_text(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return "" if cell is None else " ".join(str(cell).split())


def alike(more: int) -> Phrase | str:
    """Return how many more there are like what is refused; nothing where it is alone."""
    return Phrase("errors.import.alike", {"n": more}) if more > 0 else ""


def bad_cell(
    key: str,
    sheet: Sheet,
    file: str,
    column: str,
    index: int,
    value: object,
    more: int,
    **also: object,
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
    **also : object
        Other values of the text.
    """
    row = row_number(sheet, index)
    letter = sheet.letters[column]
    shown = _cell_text(value)
    # What was read is not what stands there (5 is -5.0, #N/A is empty): look at the cell
    # itself. The fast reader of workbooks drops empty margins.
    position = sheet.positions[column] + (_margins(sheet)[1] if sheet.sheet else 0)
    for number, cells in _rows(sheet):
        if number == row and position < len(cells):
            shown = _cell_text(cells[position]) or shown
            break
    if sheet.sheet:
        letter = column_letter(position)
    return ImportRefusedError(
        key,
        file=file,
        sheet=sheet.sheet or "CSV",
        row=row,
        column=letter,
        value=shown[:60],
        more=more,
        alike=alike(more),
        **also,
    )
