"""A table a person sends in, as rows of cells: CSV or a workbook, recognised by its content."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from typing import Any

from kortreist_web.ground.refusals import RefusedError

__all__ = ["MOST_ROWS", "Formula", "read_table"]

#: More rows than these are refused: an economic plan's climate lines are far fewer.
MOST_ROWS = 2000
_MOST_COLUMNS = 60
_MOST_UNPACKED = 50_000_000


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell with a formula whose result the file does not hold."""

    text: str


def read_table(content: bytes) -> list[list[Any]]:
    """Return the rows of a file; empty rows too, so that row numbers are the file's.

    Raises
    ------
    RefusedError
        The file is empty, too large, or neither CSV nor a workbook.
    """
    if not content.strip():
        raise RefusedError("budgets.table.empty")
    if content[:4] == b"PK\x03\x04":
        return _workbook(content)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or b"\x00" in content:
        raise RefusedError("budgets.table.not_table")
    return _text(content)


def _text(content: bytes) -> list[list[Any]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what Excel saves in Norway
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";\t,", key=first.count)
    rows: list[list[Any]] = []
    try:
        for row in csv.reader(io.StringIO(text), delimiter=delimiter):
            rows.append([cell.strip() for cell in row])
            _limit(rows)
    except csv.Error:
        raise RefusedError("budgets.table.not_table") from None
    return rows


def _limit(rows: list[list[Any]]) -> None:
    if len(rows) > MOST_ROWS + 1 or len(rows[-1]) > _MOST_COLUMNS:
        raise RefusedError("budgets.table.too_large", rows=MOST_ROWS, columns=_MOST_COLUMNS)


def _workbook(content: bytes) -> list[list[Any]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(f.file_size for f in packed.infolist())
        if unpacked > _MOST_UNPACKED:
            raise RefusedError("budgets.table.too_large", rows=MOST_ROWS, columns=_MOST_COLUMNS)
        values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        rows: list[list[Any]] = []
        pairs = zip(
            values.worksheets[0].iter_rows(values_only=True),
            formulas.worksheets[0].iter_rows(values_only=True),
            strict=False,
        )
        for row, written in pairs:
            rows.append([_cell(v, f) for v, f in zip(row, written, strict=False)])
            while rows[-1] and rows[-1][-1] is None:
                rows[-1].pop()
            _limit(rows)
    except RefusedError:
        raise
    except Exception:  # openpyxl raises whatever a broken file makes it stumble over
        raise RefusedError("budgets.table.not_table") from None
    return rows


def _cell(value: Any, written: Any) -> Any:
    if value is None and isinstance(written, str) and written.startswith("="):
        return Formula(written)
    return value.strip() if isinstance(value, str) else value
