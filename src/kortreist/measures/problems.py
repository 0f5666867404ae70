"""Say which file, measure and field is wrong, whether the file is ours or a municipality's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist.errors import FactsError, InputError, KortreistError

__all__ = ["Where"]


class Where:
    """A place in a measure file, used to raise errors that name it.

    Parameters
    ----------
    file : str
        File name shown to the user.
    measure, field : str
        Measure id and dotted path of the field.
    ours : bool
        True for the library that ships (:class:`~kortreist.errors.FactsError`), false for a
        municipality's file (:class:`~kortreist.errors.InputError`).
    """

    def __init__(self, file: str, measure: str = "", field: str = "", ours: bool = True) -> None:
        self.file, self.measure, self.field, self.ours = file, measure, field, ours

    def at(self, field: object) -> Where:
        """Return the place of a field inside this one."""
        path = f"{self.field}.{field}" if self.field else str(field)
        return Where(self.file, self.measure, path, self.ours)

    def error(self, problem: str, **values: object) -> KortreistError:
        """Return the error to raise: ``problem`` is a key under ``errors.measures``."""
        kind = FactsError if self.ours else InputError
        return kind(
            f"measures.{problem}",
            file=self.file,
            measure=self.measure,
            field=self.field or "-",
            **values,
        )

    def known(self, table: Mapping[str, Any], keys: frozenset[str]) -> None:
        """Refuse keys that have no meaning here.

        Raises
        ------
        FactsError or InputError
        """
        for key in table:
            if key not in keys:
                raise self.at(key).error("unknown_field", known=", ".join(sorted(keys)))

    def text(self, value: object) -> str:
        """Return a non-empty string."""
        if not isinstance(value, str) or not value.strip():
            raise self.error("not_text")
        return value

    def number(
        self, value: object, low: float = float("-inf"), high: float = float("inf")
    ) -> float:
        """Return a number within limits."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error("not_number", value=value)
        if not low <= value <= high:
            raise self.error("outside", value=value, low=float(low), high=float(high))
        return float(value)

    def whole(self, value: object, low: int, high: int) -> int:
        """Return a whole number within limits."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.error("not_whole", value=value)
        return int(self.number(value, low, high))

    def choice(self, value: object, of: tuple[Any, ...]) -> Any:
        """Return the value if it is one of those allowed."""
        if value not in of:
            raise self.error("not_one_of", value=value, known=", ".join(map(str, of)))
        return value

    def languages(self, value: object) -> dict[str, str]:
        """Return a text that data give in all their languages, in each language there is."""
        from kortreist.i18n import DATA_LANGUAGES, LANGUAGES, in_languages

        if not isinstance(value, dict):
            raise self.error("not_languages")
        self.known(value, frozenset(LANGUAGES))
        given = {code: self.at(code).text(value[code]) for code in LANGUAGES if code in value}
        for code in DATA_LANGUAGES:
            self.at(code).text(value.get(code))
        return in_languages(given)

    def items(self, value: object) -> list[Any]:
        """Return a list."""
        if not isinstance(value, list):
            raise self.error("not_list")
        return value

    def table(self, value: object) -> dict[str, Any]:
        """Return a table."""
        if not isinstance(value, dict):
            raise self.error("not_table")
        return value
