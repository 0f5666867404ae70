"""What the columns of a table of bindings mean, and rows that show how it is filled in."""

from __future__ import annotations

from collections.abc import Mapping

from kortreist.bindings.columns import ACCOUNT_WORDS, COLUMNS, KIND_WORDS, STATUS_WORDS
from kortreist_web.core.texts import text

__all__ = ["columns_explained", "example_rows"]

#: The file's field → the form's, where they are called otherwise.
_FORM = {"low": "tonnes_low", "central": "tonnes", "high": "tonnes_high"}
#: Fields of the file alone, with texts of their own.
_OWN = ("id", "exit_year", "exit_nok", "alternative_to", "last", "driver", "unit", "lines")
_WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": KIND_WORDS,
    "status": STATUS_WORDS,
    "account": ACCOUNT_WORDS,
}
#: One binding, what happens if it is not signed, and an alternative.
_ROWS: tuple[dict[str, str], ...] = (
    {
        "id": "eksempel",
        "kind": "oppvarming",
        "status": "planlagt",
        "signed_by": "2027-06",
        "start": "2028",
        "lifetime": "20",
        "capital": "6 000 000",
        "running": "2 600 000",
        "low": "130",
        "central": "150",
        "high": "170",
        "exit_year": "2038",
        "exit_nok": "500 000",
    },
    {
        "id": "eksempel:null",
        "capital": "0",
        "running": "3 600 000",
        "central": "160",
        "alternative_to": "eksempel",
    },
    {
        "id": "eksempel-2",
        "capital": "14 000 000",
        "running": "1 500 000",
        "central": "0",
        "alternative_to": "eksempel",
    },
)


def example_rows() -> list[list[str]]:
    """Return the headings, and rows to be written over, that read as they stand."""
    names = ("example_binding", "example_zero", "example_other")
    filled = [
        {**row, "name": text(f"bindings.upload.{name}")}
        for row, name in zip(_ROWS, names, strict=True)
    ]
    body = [[row.get(field, "") for field in COLUMNS] for row in filled]
    return [[c.name for c in COLUMNS.values()], *body]


def columns_explained() -> list[tuple[str, str]]:
    """Return each column with what it holds."""
    return [(column.name, _meaning(field)) for field, column in COLUMNS.items()]


def _meaning(field: str) -> str:
    if field in _OWN:
        return text(f"bindings.upload.column_{field}_help")
    name = _FORM.get(field, field)
    said = [text(f"bindings.form.{name}"), text(f"bindings.form.{name}_help")]
    if field in _WORDS:
        first: dict[str, str] = {}
        for word, value in _WORDS[field].items():
            first.setdefault(value, word)
        said.append(", ".join(first.values()))
    return ". ".join(part.strip().rstrip(".") for part in said if part) + "."
