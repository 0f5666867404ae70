"""Tables as files: CSV for programs, CSV for Norwegian Excel, and answers with files.

Text that a spreadsheet would run as a formula is guarded everywhere, so that what one person
writes never becomes a program on another's machine.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.safestring import SafeString

from kortreist.connectors.formulas import guard
from kortreist_web.core.workbooks import Rows, Sheet, excel_bytes

__all__ = [
    "CSV",
    "EXCEL",
    "JSON",
    "csv_bytes",
    "csv_response",
    "download",
    "excel_response",
    "guard",
    "json_bytes",
]

CSV = "text/csv; charset=utf-8"
JSON = "application/json"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _cell_text(value: Any, comma: bool) -> str:
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
    if isinstance(value, SafeString) and "<" in value:
        raise TypeError(f"what is written for a page cannot stand in a file: {value!r}")
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
    writer.writerows([_cell_text(cell, excel) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig" if excel else "utf-8")


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


def excel_response(sheets: Mapping[str, Sheet | Rows], name: str) -> HttpResponse:
    """Return a workbook to keep."""
    return download(excel_bytes(sheets), EXCEL, name)
