"""Tables as files: CSV for programs, CSV for Norwegian Excel, and workbooks.

Text that a spreadsheet would run as a formula is guarded everywhere, so that what one person
writes never becomes a program on another's machine.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse

from kortreist.connectors.formulas import guard

__all__ = [
    "CSV", "EXCEL", "JSON", "csv_bytes", "csv_response", "download", "excel_bytes",
    "excel_response", "guard", "json_bytes",
]  # fmt: skip

CSV = "text/csv; charset=utf-8"
JSON = "application/json"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = Iterable[Sequence[Any]]
#: Characters a workbook cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_WIDEST = 60


def _written(value: Any, comma: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        # Never an exponent: spreadsheets and people read 0.0000012 alike.
        plain = format(Decimal(repr(value)), "f")
        plain = plain[:-2] if plain.endswith(".0") else plain
        return plain.replace(".", ",") if comma else plain
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return str(guard(str(value)))


def csv_bytes(rows: Rows, *, excel: bool = False) -> bytes:
    """Return a table as CSV (RFC 4180, UTF-8).

    Parameters
    ----------
    rows : iterable of sequences
        Headings first. None is an empty cell: missing, never zero.
    excel : bool
        Semicolons, decimal comma and a byte order mark: what Norwegian Excel opens.

    Examples
    --------
    >>> csv_bytes([["a", "b"], [1.5, None]])
    b'a,b\\r\\n1.5,\\r\\n'
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if excel else ",", lineterminator="\r\n")
    writer.writerows([_written(cell, excel) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig" if excel else "utf-8")


def excel_bytes(sheets: Mapping[str, Rows]) -> bytes:
    """Return a workbook: name of a sheet → its rows, headings first.

    The same rows give the same bytes, so that an address can be asked whether it has changed.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "Kortreist"
    book.properties.created = book.properties.modified = dt.datetime(2020, 1, 1)
    for name, rows in sheets.items():
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31])
        widths: dict[int, int] = {}
        for r, row in enumerate(rows, start=1):
            for c, value in enumerate(row, start=1):
                if value is None:
                    continue
                cell = sheet.cell(r, c)
                if isinstance(value, str):
                    cell.value = _CONTROL.sub("", guard(value))[:32_767]
                    cell.data_type = "s"
                else:
                    cell.value = value
                if r == 1:
                    cell.font = Font(bold=True)
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
                widths[c] = min(max(widths.get(c, 8), len(str(value)) + 1), _WIDEST)
        for c, width in widths.items():
            sheet.column_dimensions[get_column_letter(c)].width = width
        sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return _without_times(out.getvalue())


def _without_times(book: bytes) -> bytes:
    """Return a workbook with the day it was packed taken out."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2020-01-01T00:00:00Z", content
                )
            kept = zipfile.ZipInfo(entry.filename, (2020, 1, 1, 0, 0, 0))
            kept.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(kept, content)
    return out.getvalue()


def json_bytes(content: Any) -> bytes:
    """Return content as indented JSON; NaN is refused."""
    import json

    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False).encode()


def download(content: bytes, kind: str, name: str = "") -> HttpResponse:
    """Return bytes as a file; with a name it is kept, without it is shown."""
    response = HttpResponse(content, content_type=kind)
    if name:
        safe = re.sub(r"[^A-Za-z0-9._-]+", "-", name)
        response["Content-Disposition"] = f'attachment; filename="{safe}"'
    return response


def csv_response(rows: Rows, name: str, *, excel: bool = False) -> HttpResponse:
    """Return a table as a CSV file to keep."""
    return download(csv_bytes(rows, excel=excel), CSV, name)


def excel_response(sheets: Mapping[str, Rows], name: str) -> HttpResponse:
    """Return a workbook to keep."""
    return download(excel_bytes(sheets), EXCEL, name)
