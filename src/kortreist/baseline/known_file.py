"""A municipality's own file of known changes, in the columns of the facts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kortreist.baseline.known_changes import KnownChange, from_row
from kortreist.connectors.numbers import NumberError, decimal_sign_of_cells, read_number
from kortreist.connectors.tables import file_content, read_table
from kortreist.errors import InputError, Phrase, TextKey
from kortreist.facts import load

__all__ = ["ACTORS", "COLUMNS", "STATUSES", "is_web_address", "read_known_changes"]

#: Columns of the table, in order.
COLUMNS = (
    "id",
    "municipality_number",
    "municipality",
    "plant",
    "what_nb",
    "what_nn",
    "what_en",
    "sector",
    "source",
    "actor",
    "from_year",
    "first_year_tonnes",
    "full_year_low",
    "full_year_central",
    "full_year_high",
    "tonnes_per_year",
    "fossil_low",
    "fossil_central",
    "fossil_high",
    "certainty",
    "instead_of",
    "projection_group",
    "status",
    "source_title",
    "address",
    "checked_on",
    "note",
)
ACTORS = ("business", "municipality", "residents")
#: How what was read is known; ``municipality``: the municipality says so itself.
STATUSES = ("verified", "partly", "recalled", "computed", "judgement", "municipality")
_REQUIRED = ("id", "municipality_number", "plant", "what_nb", "sector", "source", "certainty")
_NUMBERS = (
    "first_year_tonnes",
    "full_year_low",
    "full_year_central",
    "full_year_high",
    "tonnes_per_year",
    "fossil_low",
    "fossil_central",
    "fossil_high",
)


def read_known_changes(path: Path, number: str) -> tuple[KnownChange, ...]:
    """Read the municipality's own known changes.

    Parameters
    ----------
    path : Path
        CSV (UTF-8) separated by commas or semicolons, with a header; columns that are left out
        are empty. Numbers are read by the reader of all doors: one sign before decimals in the
        whole file, and what could be a thousand or one and a bit is refused.
    number : str
        Municipality the file must be about.

    Raises
    ------
    InputError
        No such file; an unknown column; or a cell that cannot hold: names row and field.
    """
    rows = _rows(path)
    names = [str(n or "") for n in rows[0]] if rows else []
    for name in names:
        if name not in COLUMNS:
            raise InputError(
                "baseline.no_column", file=str(path), column=name, known=", ".join(COLUMNS)
            )
    for name in _REQUIRED:
        if name not in names:
            raise InputError("baseline.column_missing", file=str(path), column=name)
    table: list[tuple[int, dict[str, Any]]] = []
    for row, line in enumerate(rows[1:], start=2):
        if not any(line):
            continue
        if len(line) != len(names):
            raise InputError("baseline.bad_row", file=str(path), row=row)
        filled = dict.fromkeys(COLUMNS) | dict(zip(names, line, strict=True))
        table.append((row, {name: cell or None for name, cell in filled.items()}))
    sign = _sign(path, table)
    out: list[KnownChange] = []
    sources = {(r["sector"], r["source"]) for r in load().table("inventory_sources")}
    for row, texts in table:
        typed = _typed(path, row, texts, sign)
        if typed["municipality_number"] != number:
            shown = typed["municipality_number"]
            raise _bad(path, row, "municipality_number", shown, "other_place", number)
        if (typed["sector"], typed["source"]) not in sources:
            raise _bad(path, row, "source", f"{typed['sector']}/{typed['source']}", "no_source")
        if any(k.id == typed["id"] for k in out):
            raise _bad(path, row, "id", typed["id"], "twice")
        try:
            out.append(from_row(typed, own=True))
        except ValueError as error:
            field, problem, _ = error.args
            raise _refused(path, row, field, texts.get(field), problem) from None
    return tuple(out)


def _rows(path: Path) -> list[list[Any]]:
    """Return the cells of the file, with the file as the user named it in what is refused."""
    content = file_content(path)
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("baseline.not_utf8", file=str(path)) from None
    return read_table(content, str(path)).rows


def _sign(path: Path, table: list[tuple[int, dict[str, Any]]]) -> str:
    """Return the sign before decimals in the file; a doubtful text is refused where it stands."""
    return decimal_sign_of_cells(
        (
            ((row, name), cells[name])
            for row, cells in table
            for name in _NUMBERS
            if cells[name] is not None
        ),
        lambda cell, text, reason: _bad(path, *cell, text, reason),
    )


def _typed(path: Path, row: int, texts: dict[str, Any], sign: str) -> dict[str, Any]:
    cells = dict(texts)
    for name in _REQUIRED:
        if cells[name] is None:
            raise _bad(path, row, name, "", "empty")
    for name in (*_NUMBERS, "from_year"):
        if cells[name] is None:
            continue
        try:
            read = read_number(cells[name], decimal=sign, exponent=True)
        except NumberError as error:
            raise _bad(path, row, name, texts[name], error.reason) from None
        assert read is not None
        if name == "from_year" and read != read.to_integral_value():
            raise _bad(path, row, name, texts[name], "not_number")
        cells[name] = int(read) if name == "from_year" else float(read)
    _check_words(path, row, cells)
    return cells


def _check_words(path: Path, row: int, cells: dict[str, Any]) -> None:
    """Refuse an actor, a status, an address or a day of check that is none."""
    for name, known in (("actor", ACTORS), ("status", STATUSES)):
        if cells[name] is not None and cells[name] not in known:
            problem = Phrase("baseline.problem.choice", {"known": ", ".join(known)})
            raise _refused(path, row, name, cells[name], problem)
    address = cells["address"]
    if address is not None and not is_web_address(address):
        raise _bad(path, row, "address", address, "address")
    day = cells["checked_on"]
    if day is not None:
        try:
            checked = date.fromisoformat(day)
        except ValueError:
            raise _bad(path, row, "checked_on", day, "day") from None
        if checked > date.today():
            raise _bad(path, row, "checked_on", day, "day")


def is_web_address(address: str) -> bool:
    """Tell whether a text is an address on the web, with a host.

    Examples
    --------
    >>> is_web_address("https://norskeutslipp.no/x"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and " " not in address


def _bad(
    path: Path, row: int, field: str, value: object, problem: str, detail: str = ""
) -> InputError:
    return _refused(path, row, field, value, TextKey(f"baseline.problem.{problem}"), detail)


def _refused(
    path: Path, row: int, field: str, value: object, problem: object, detail: str = ""
) -> InputError:
    return InputError(
        "baseline.bad_cell",
        file=str(path),
        row=row,
        field=field,
        value="" if value is None else str(value)[:60],
        problem=problem,
        detail=f" {detail}" if detail else "",
    )
