"""Tables as a workbook people open, filter and print without mending it first."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kortreist.connectors.formulas import guard

__all__ = ["Rows", "Sheet", "excel_bytes"]

Rows = Iterable[Sequence[Any]]
#: Characters a workbook cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_NARROWEST, _WIDEST, _WIDEST_PROSE, _LONGEST_CELL = 8, 36, 90, 32_767
_MAX_LINES, _LINE = 8, 15
_FONT, _SIZE = "Calibri", 11
_TIME = (2020, 1, 1, 0, 0, 0)
#: Excel's own short date, which each reader sees as their country writes it.
_DATE = "mm-dd-yy"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook.

    Parameters
    ----------
    rows : iterable of sequences
        Headings first. None is an empty cell: missing, never zero.
    years : collection of int
        Columns of years, which are written without thousands.
    dates : collection of int
        Columns whose texts are ISO dates.
    unit : int, optional
        Column of the unit: in a row whose unit is ``year`` numbers are years.
    text : bool
        Prose to be read, not a table to be filtered.
    printed : int, optional
        How many columns, from the first, are printed; None: all.
    flat : collection of int
        Columns whose texts are never wrapped, however long.
    """

    rows: Rows
    years: frozenset[int] = frozenset()
    dates: frozenset[int] = frozenset()
    unit: int | None = None
    text: bool = False
    printed: int | None = None
    flat: frozenset[int] = frozenset()


def excel_bytes(sheets: Mapping[str, Sheet | Rows]) -> bytes:
    """Return a workbook: name of a sheet → its content.

    A sheet becomes a table with filters; it prints on A4 lying, as wide as the page, with its
    headings on every page. The same rows give the same bytes, so that an address can be asked
    whether it has changed.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "Kortreist"
    book.properties.created = book.properties.modified = dt.datetime(*_TIME)
    for number, (name, given) in enumerate(sheets.items(), start=1):
        content = given if isinstance(given, Sheet) else Sheet(given)
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31])
        rows, columns = _fill(sheet, content)
        _page(sheet)
        if content.printed and rows > 1:
            sheet.print_area = f"A1:{get_column_letter(content.printed)}{rows}"
        if not content.text and rows > 1:
            _as_table(sheet, number, rows, columns)
    out = io.BytesIO()
    book.save(out)
    return _without_times(out.getvalue())


def _fill(sheet: Any, content: Sheet) -> tuple[int, int]:
    """Write the cells; returns how many rows and columns there are."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    head = Font(name=_FONT, size=_SIZE, bold=True)
    shade = PatternFill("solid", start_color="E9EFF2")
    top, wrapped = Alignment(vertical="top"), Alignment(wrap_text=True, vertical="top")
    left = Alignment(horizontal="left", vertical="top")
    wide = _WIDEST_PROSE if content.text else _WIDEST
    wrap = wide if content.text else 2 * wide  # a short text is cut by the next cell, no more
    widths: dict[int, int] = {}
    lines: dict[int, int] = {}
    count, columns = 0, 0
    for r, row in enumerate(content.rows, start=1):
        count = r
        columns = max(columns, len(row) if r == 1 else columns)
        headings = _headings(row) if r == 1 else []
        for c, value in enumerate(row, start=1):
            if r == 1:
                cell = sheet.cell(r, c, headings[c - 1])
                cell.font, cell.fill, cell.alignment = head, shade, wrapped
                longest = max(len(word) for word in headings[c - 1].split() or [""])
                widths[c] = max(_NARROWEST, min(longest + 4, _WIDEST))  # and the filter's arrow
                continue
            if value is None or value == "":
                continue
            written, form = _cell_value(value, c - 1, row, content)
            cell = sheet.cell(r, c)
            cell.value = written
            if isinstance(written, str):
                cell.data_type = "s"
            long = isinstance(written, str) and len(written) > wrap and c - 1 not in content.flat
            cell.alignment = wrapped if long else left if c - 1 in content.years else top
            if long:
                lines[r] = max(lines.get(r, 1), min(-(-len(written) // wide), _MAX_LINES))
            if form:
                cell.number_format = form
            shown = 11 if isinstance(written, dt.date) else len(str(written)) + 2
            widths[c] = min(max(widths.get(c, _NARROWEST), shown), wide)
    for c, width in widths.items():
        sheet.column_dimensions[get_column_letter(c)].width = width
        head_lines = _lines(str(sheet.cell(1, c).value or ""), width - 3)
        lines[1] = max(lines.get(1, 1), head_lines)
    for r, n in lines.items():
        # Said outright: not every program finds the height of a wrapped row by itself.
        sheet.row_dimensions[r].height = n * _LINE + 3
    return count, columns


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a width of so many letters."""
    lines, at = 1, 0
    for word in text.split():
        if at and at + 1 + len(word) > width:
            lines, at = lines + 1, 0
        at += len(word) + (1 if at else 0)
    return lines


def _headings(row: Sequence[Any]) -> list[str]:
    """Return headings a table can have: texts, none empty, no two alike."""
    out: list[str] = []
    for value in row:
        heading = stem = ("" if value is None else _clean(str(value))) or "–"
        n = 1
        while heading.casefold() in {x.casefold() for x in out}:
            n += 1
            heading = f"{stem} ({n})"
        out.append(heading)
    return out


def _clean(text: str) -> str:
    return _CONTROL.sub("", guard(text))[:_LONGEST_CELL]


def _cell_value(value: Any, column: int, row: Sequence[Any], content: Sheet) -> tuple[Any, str]:
    """Return a cell's value and its number format, empty for Excel's general one."""
    if isinstance(value, bool):
        return value, ""
    if isinstance(value, int | float):
        of_years = column in content.years
        if content.unit is not None and row[content.unit] == "year":
            of_years = True
        return value, "0" if of_years else _digits(value)
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None), "yyyy-mm-dd hh:mm"
    if isinstance(value, dt.date):
        return value, _DATE
    text = str(value)
    if column in content.dates:
        try:
            return dt.date.fromisoformat(text), _DATE
        except ValueError:
            return _clean(text), ""
    return _clean(text), ""


def _digits(value: float) -> str:
    """Return the format that shows a number with thousands and no more digits than it needs.

    A number that is not zero is never shown as zero.
    """
    size = abs(value)
    if isinstance(value, int) or size >= 1000 or value == 0:
        return "#,##0"
    if size >= 10:
        return "#,##0.0"
    return "0.00" if size >= 0.1 else "0.0000" if size >= 0.001 else "0.00E+00"


def _page(sheet: Any) -> None:
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.6
    sheet.oddHeader.left.text = "&A"
    sheet.oddFooter.right.text = "&P / &N"


def _as_table(sheet: Any, number: int, rows: int, columns: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableStyleInfo

    reference = f"A1:{get_column_letter(columns)}{rows}"
    table = Table(displayName=f"Tabell{number}", ref=reference)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)


def _without_times(book: bytes) -> bytes:
    """Return a workbook with the day it was packed taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2020-01-01T00:00:00Z", content
                )
            kept = zipfile.ZipInfo(entry.filename, _TIME)
            kept.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(kept, content)
    return out.getvalue()
