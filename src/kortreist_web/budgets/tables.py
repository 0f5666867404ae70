"""A table a person sends in, read by the engine's reader: the same one the inventory has."""

from __future__ import annotations

from typing import Any

from kortreist.connectors import tables
from kortreist.errors import ImportRefusedError
from kortreist_web.core.refusals import RefusedError

__all__ = ["MAX_ROWS", "SentTable", "TableRefusedError", "read_table"]

#: More rows than these are refused: an economic plan's climate lines are far fewer.
MAX_ROWS = 2000
_MAX_COLUMNS = 60
_MAX_UNPACKED = 50_000_000


class TableRefusedError(RefusedError):
    """The engine's refusal of a file, in its own words."""

    def __init__(self, refused: ImportRefusedError) -> None:
        super().__init__(refused.key, **refused.values)
        self.refused = refused

    def message(self, language: str = "en") -> str:
        """Return what was wrong and the mend."""
        return self.refused.message(language)


class SentTable(list[list[Any]]):
    """Rows of cells, empty rows too: row *i* is row *i* + 1 of the file.

    ``sheet`` is the sheet that was read, empty for CSV; ``others`` the sheets that were not.
    """

    def __init__(self, rows: list[list[Any]], sheet: str = "", others: tuple[str, ...] = ()):
        super().__init__(rows)
        self.sheet, self.others = sheet, others


def read_table(content: bytes, name: str = "") -> SentTable:
    """Return the rows of a CSV, or of the first sheet of a workbook that people see.

    Raises
    ------
    TableRefusedError
        The file is empty, too large, damaged, in letters that cannot be read, or neither CSV
        nor a workbook.
    """
    try:
        table = tables.read_table(
            content,
            name,
            max_rows=MAX_ROWS,
            max_columns=_MAX_COLUMNS,
            max_unpacked=_MAX_UNPACKED,
        )
    except ImportRefusedError as refused:
        raise TableRefusedError(refused) from refused
    return SentTable(table.rows, table.sheet, table.others)
