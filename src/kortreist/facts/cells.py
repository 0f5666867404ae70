"""Read one table of the facts package, and check every cell against its schema."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from kortreist.errors import FactsError

__all__ = ["Row", "read_table"]

Row = Mapping[str, Any]
Parse = Callable[[str], Any]

_PARSERS: dict[str, Parse] = {
    "number": float,
    "integer": int,
    "year": int,
    "date": date.fromisoformat,
    "boolean": lambda raw: {"true": True, "false": False}[raw],
    "string": str,
}


def read_table(name: str, resource: Mapping[str, Any], text: str) -> tuple[Row, ...]:
    """Return the typed rows of a table.

    Parameters
    ----------
    name : str
        Name of the table, for messages.
    resource : mapping
        Its resource in ``datapackage.json`` (Frictionless table schema).
    text : str
        The file, comma-separated with a header.

    Returns
    -------
    tuple of Row
        An empty cell is ``None``.

    Raises
    ------
    FactsError
        A header that is not the schema's; a row too short or too long; a cell that is not of
        its type, is empty but required, or breaks a constraint; a key that comes twice; a
        validity that ends before it starts. Each names the table, the row and the field.
    """
    fields: Sequence[Mapping[str, Any]] = resource["schema"]["fields"]
    reader = csv.reader(io.StringIO(text, newline=""))
    expected = [f["name"] for f in fields]
    header = next(reader, [])
    if header != expected:
        raise FactsError(
            "facts.bad_header", table=name, found=", ".join(header), expected=", ".join(expected)
        )
    readers = [_reader(name, f) for f in fields]
    rows: list[Row] = []
    for number, cells in enumerate(reader, start=2):
        if len(cells) != len(fields):
            raise FactsError(
                "facts.bad_row", table=name, row=number, found=len(cells), expected=len(fields)
            )
        rows.append(
            {f: read(raw, number) for f, read, raw in zip(expected, readers, cells, strict=True)}
        )
    _keys_once(name, resource["schema"].get("primaryKey"), rows)
    if "valid_to" in expected:
        _dates_in_order(name, rows)
    return tuple(rows)


def _reader(table: str, field: Mapping[str, Any]) -> Callable[[str, int], Any]:
    """Return the function that reads and checks a cell of a field."""
    limits = field.get("constraints", {})
    kind = field.get("type", "string")
    parse = _PARSERS.get(kind, str)
    required = bool(limits.get("required"))
    checks = _checks(limits)

    def read(raw: str, row: int) -> Any:
        def bad(problem: str) -> FactsError:
            return FactsError(
                "facts.bad_cell",
                table=table,
                row=row,
                field=field["name"],
                value=raw,
                problem=problem,
            )

        if raw == "":
            if required:
                raise bad("empty")
            return None
        try:
            value = parse(raw)
        except (ValueError, KeyError):
            raise bad(f"not a {kind}") from None
        for problem, holds in checks:
            if not holds(value):
                raise bad(problem)
        return value

    return read


def _checks(limits: Mapping[str, Any]) -> list[tuple[str, Callable[[Any], bool]]]:
    out: list[tuple[str, Callable[[Any], bool]]] = []
    if "enum" in limits:
        allowed = limits["enum"]
        out.append((f"not one of {', '.join(map(str, allowed))}", lambda v: v in allowed))
    if "minimum" in limits:
        low = limits["minimum"]
        out.append((f"below {low}", lambda v: bool(v >= low)))
    if "maximum" in limits:
        high = limits["maximum"]
        out.append((f"above {high}", lambda v: bool(v <= high)))
    if "pattern" in limits:
        form = re.compile(limits["pattern"])
        out.append((f"not of the form {form.pattern}", lambda v: bool(form.fullmatch(v))))
    return out


def _keys_once(table: str, key: str | Sequence[str] | None, rows: Sequence[Row]) -> None:
    names = [key] if isinstance(key, str) else list(key or ())
    if not names:
        return
    seen: dict[tuple[Any, ...], int] = {}
    for number, row in enumerate(rows, start=2):
        value = tuple(row[n] for n in names)
        if value in seen:
            raise FactsError(
                "facts.twice",
                table=table,
                row=number,
                first=seen[value],
                field=", ".join(names),
                value=", ".join(map(str, value)),
            )
        seen[value] = number


def _dates_in_order(table: str, rows: Sequence[Row]) -> None:
    for number, row in enumerate(rows, start=2):
        start, end = row.get("valid_from"), row["valid_to"]
        if start is not None and end is not None and not start < end:
            raise FactsError(
                "facts.bad_cell",
                table=table,
                row=number,
                field="valid_to",
                value=end,
                problem=f"not after {start}",
            )
