"""Cells of a table of bindings as values; what cannot hold is refused with row and field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from unicodedata import normalize

from kortreist.bindings.columns import (
    COLUMNS,
    NO,
    YES,
    is_small_money,
    number_limits,
    smallest_nok,
)
from kortreist.connectors.numbers import NumberError, read_number
from kortreist.connectors.tables import CellError, Formula, Merged
from kortreist.errors import InputError, Phrase, TextKey

__all__ = ["Row", "alias", "refuse"]

T = TypeVar("T")


def alias(text: str) -> str:
    """Return a word as words are compared: small letters, one kind of space."""
    return "_".join(normalize("NFC", text).strip().lower().replace("-", "_").split())


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table.

    Parameters
    ----------
    file : str
    number : int
        As the reader of the file counts it.
    values : dict
        Field → cell as it stands; None where it is empty.
    """

    file: str
    number: int
    values: Mapping[str, Any]

    def text(self, field: str) -> str | None:
        """Return a cell as text.

        Raises
        ------
        InputError
            A formula without result, an error value or a merged cell.
        """
        cell = self.values[field]
        if isinstance(cell, Formula | CellError | Merged):
            raise refuse(self, field, "not_read")
        if cell is None:
            return None
        if isinstance(cell, datetime | date):
            return cell.isoformat()[:10]
        if isinstance(cell, float) and cell.is_integer():
            return str(int(cell))
        return str(cell).strip() or None

    def number_of(self, field: str, sign: str) -> float | None:
        """Return a cell as a number inside the field's range; None where it is empty."""
        cell = self.values[field]
        if isinstance(cell, Formula | CellError | Merged | datetime | bool):
            raise refuse(
                self, field, "not_read" if not isinstance(cell, datetime) else "not_number"
            )
        try:
            read = read_number(cell, decimal=sign)
        except NumberError as error:
            raise refuse(self, field, error.reason) from None
        if read is None:
            return None
        value, (low, high) = float(read), number_limits()[field]
        if field in ("low", "central", "high") and value < 0.0:
            raise refuse(self, field, Phrase("bindings.problem.negative"))
        if not low <= value <= high:
            raise refuse(self, field, Phrase("bindings.problem.range", {"low": low, "high": high}))
        if is_small_money(field, value):
            smallest = Phrase("bindings.problem.small_money", {"smallest": smallest_nok()})
            raise refuse(self, field, smallest)
        return value

    def whole(self, field: str, sign: str) -> int | None:
        """Return a cell as a whole number."""
        value = self.number_of(field, sign)
        if value is not None and value != int(value):
            raise refuse(self, field, Phrase("bindings.problem.not_whole"))
        return None if value is None else int(value)

    def year(self, field: str) -> int | None:
        """Return the year of ``2027``, ``2027-06`` or a date."""
        when = self.month(field)
        return None if when is None else when[0]

    def month(self, field: str) -> tuple[int, int | None] | None:
        """Return year and month of ``2027-06`` or a date; no month where only a year stands."""
        text = self.text(field)
        if text is None:
            return None
        head = text[:4]
        rest = text[4:].strip()
        if not (head.isascii() and head.isdigit() and (not rest or rest[0] in "-./")):
            raise refuse(self, field, Phrase("bindings.problem.year"))
        earliest, latest = number_limits()["start"]
        if not earliest <= int(head) <= latest:
            raise refuse(self, field, Phrase("bindings.problem.year"))
        if not rest:
            return int(head), None
        month = rest[1:3].strip("-./ ")
        if not (month.isascii() and month.isdigit() and 1 <= int(month) <= 12):
            raise refuse(self, field, Phrase("bindings.problem.month"))
        return int(head), int(month)

    def word(self, field: str, words: Mapping[str, T]) -> T | None:
        """Return what a word stands for."""
        text = self.text(field)
        if text is None:
            return None
        known = {alias(w): value for w, value in words.items()}
        if alias(text) not in known:
            first: dict[object, str] = {}
            for w, value in words.items():
                first.setdefault(value, w)
            raise refuse(
                self,
                field,
                Phrase("baseline.problem.choice", {"known": ", ".join(first.values())}),
            )
        return known[alias(text)]

    def yes(self, field: str) -> bool | None:
        """Return whether a cell says yes; None where it is empty."""
        return self.word(field, {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)})

    def parts(self, field: str) -> tuple[str, ...]:
        """Return the words of a cell, set off by commas, bars or line breaks."""
        text = self.text(field) or ""
        for mark in ("|", "\n", ","):
            text = text.replace(mark, "|")
        return tuple(p.strip() for p in text.split("|") if p.strip())


def refuse(row: Row, field: str, problem: str | Phrase, value: object = None) -> InputError:
    """Return the error of a cell: file, row, field, what stands there, what is wrong."""
    shown = row.values[field] if value is None else value
    said: object = problem
    if isinstance(problem, str):
        room = "baseline" if problem in _SHARED else "bindings"
        said = TextKey(f"{room}.problem.{problem}")
    return InputError(
        "baseline.bad_cell",
        file=row.file,
        row=row.number,
        field=COLUMNS[field].name,
        value="" if shown is None else str(shown)[:60],
        problem=said,
        detail="",
    )


#: Texts of what is wrong with a cell that other tables have too.
_SHARED = ("not_number", "doubtful", "groups", "two_decimal_signs", "twice", "empty")
