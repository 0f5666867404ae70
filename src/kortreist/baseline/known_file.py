"""A municipality's own file of known changes, in the columns of the facts."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from kortreist.baseline.known_changes import KnownChange, from_row
from kortreist.errors import InputError, TextKey
from kortreist.facts import load
from kortreist.facts.loader import Facts

__all__ = ["COLUMNS", "read_known_changes"]

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
        UTF-8, separated by commas or semicolons, with a header; columns that are left out are
        empty. Numbers may have a decimal comma where semicolons separate.
    number : str
        Municipality the file must be about.

    Raises
    ------
    InputError
        No such file; an unknown column; or a cell that cannot hold: names row and field.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise InputError("baseline.no_file", file=str(path), problem=error.strerror) from None
    except UnicodeDecodeError:
        raise InputError("baseline.not_utf8", file=str(path)) from None
    first = text.split("\n", 1)[0]
    semicolon = first.count(";") > first.count(",")
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if semicolon else ",")
    names = [n.strip() for n in reader.fieldnames or []]
    for name in names:
        if name not in COLUMNS:
            raise InputError(
                "baseline.no_column", file=str(path), column=name, known=", ".join(COLUMNS)
            )
    for name in _REQUIRED:
        if name not in names:
            raise InputError("baseline.column_missing", file=str(path), column=name)
    reader.fieldnames = names
    out: list[KnownChange] = []
    sources = {(r["sector"], r["source"]) for r in _inventory_sources(load())}
    for row, raw in enumerate(reader, start=2):
        cells = _cells(raw, str(path), row, semicolon)
        if cells["municipality_number"] != number:
            shown = cells["municipality_number"]
            raise _bad(path, row, "municipality_number", shown, "other_place", number)
        if (cells["sector"], cells["source"]) not in sources:
            raise _bad(path, row, "source", f"{cells['sector']}/{cells['source']}", "no_source")
        if any(k.id == cells["id"] for k in out):
            raise _bad(path, row, "id", cells["id"], "twice")
        try:
            out.append(from_row(cells, own=True))
        except ValueError as error:
            field, problem = error.args
            raise _bad(path, row, field, cells.get(field), "wrong", problem) from None
    return tuple(out)


def _inventory_sources(facts: Facts) -> tuple[Any, ...]:
    return facts.table("inventory_sources")


def _cells(raw: dict[str | Any, Any], file: str, row: int, semicolon: bool) -> dict[str, Any]:
    if None in raw or None in raw.values():
        raise InputError("baseline.bad_row", file=file, row=row)
    cells: dict[str, Any] = {name: (raw.get(name) or "").strip() or None for name in COLUMNS}
    for name in _REQUIRED:
        if cells[name] is None:
            raise _bad(Path(file), row, name, "", "empty")
    for name in (*_NUMBERS, "from_year"):
        if cells[name] is None:
            continue
        shown = cells[name]
        plain = shown.replace("\u00a0", "").replace(" ", "").replace("\u2212", "-")
        if semicolon:
            plain = plain.replace(",", ".")
        try:
            cells[name] = int(plain) if name == "from_year" else float(plain)
        except ValueError:
            raise _bad(Path(file), row, name, shown, "not_number") from None
    return cells


def _bad(
    path: Path, row: int, field: str, value: object, problem: str, detail: str = ""
) -> InputError:
    return InputError(
        "baseline.bad_cell",
        file=str(path),
        row=row,
        field=field,
        value="" if value is None else value,
        problem=TextKey(f"baseline.problem.{problem}"),
        detail=f" {detail}" if detail else "",
    )
