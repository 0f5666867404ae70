"""A table of bindings, CSV or Excel, read whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kortreist.bindings.binding import Binding
from kortreist.bindings.cells import Row, alias, refuse
from kortreist.bindings.columns import COLUMNS, number_limits
from kortreist.bindings.rows import from_row
from kortreist.connectors.numbers import decimal_sign_of_cells
from kortreist.connectors.tables import file_content, read_table
from kortreist.errors import InputError, Phrase

__all__ = ["BadCellsError", "BindingsTable", "parse_bindings", "parse_table", "read_bindings"]

#: Wrong cells that are told of at a time.
_AT_A_TIME = 20


class BadCellsError(InputError):
    """Several cells cannot hold.

    Parameters
    ----------
    errors : tuple of InputError
        One for each, with row, field and the mend.
    """

    def __init__(self, file: object, errors: tuple[InputError, ...]) -> None:
        self.errors = errors
        said = tuple(Phrase(f"errors.{e.key}", e.values) for e in errors)
        super().__init__("bindings.bad_cells", file=file, n=len(errors), said=said)


@dataclass(frozen=True, slots=True)
class BindingsTable:
    """A table that was read.

    Parameters
    ----------
    bindings : tuple of Binding
        In the file's order, each with its alternatives.
    fields : frozenset of str
        Fields that the file has a column for: of the others it says nothing.
    """

    bindings: tuple[Binding, ...]
    fields: frozenset[str]


def read_bindings(path: Path | str, known_measures: Collection[str]) -> tuple[Binding, ...]:
    """Read a file of bindings.

    Parameters
    ----------
    path : Path or str
        CSV or a workbook; one row a binding or an alternative of one.
    known_measures : collection of str
        Ids that a binding may close.

    Returns
    -------
    tuple of Binding
        In the file's order, each with its alternatives.

    Raises
    ------
    InputError
        No such file, a column that is missing or unknown, or a cell that cannot hold: file,
        row, field and the mend. Nothing is read of a file that has one.
    """
    file = Path(path)
    return parse_bindings(file_content(file), str(file), known_measures)


def parse_bindings(
    content: bytes, name: str, known_measures: Collection[str]
) -> tuple[Binding, ...]:
    """Read the content of a file of bindings: see :func:`read_bindings`."""
    return parse_table(content, name, known_measures).bindings


def parse_table(content: bytes, name: str, known_measures: Collection[str]) -> BindingsTable:
    """Read the content of a file of bindings, with the columns it has.

    Raises
    ------
    InputError
        See :func:`read_bindings`.
    BadCellsError
        Several cells cannot hold: all of them are told of.
    """
    rows = read_table(content, name).rows
    filled = [(i, cells) for i, cells in enumerate(rows, start=1) if any(_is(c) for c in cells)]
    if not filled:
        raise InputError("import.empty", file=name)
    fields = _fields(name, filled[0][1])
    table = [_row(name, number, fields, cells) for number, cells in filled[1:]]
    if not table:
        raise InputError("bindings.no_rows", file=name)
    sign = _sign(table)
    bindings = _joined(table, sign, frozenset(known_measures))
    return BindingsTable(bindings, frozenset(f for f in fields if f is not None))


def _is(cell: Any) -> bool:
    return cell is not None and cell != ""


def _fields(name: str, headings: list[Any]) -> list[str | None]:
    names = {alias(text): field for field, c in COLUMNS.items() for text in (c.name, *c.also)}
    out: list[str | None] = []
    for heading in headings:
        if not _is(heading):
            out.append(None)
            continue
        field = names.get(alias(str(heading)))
        if field is None:
            shown = ", ".join(c.name for c in COLUMNS.values())
            raise InputError("baseline.no_column", file=name, column=str(heading), known=shown)
        if field in out:
            raise InputError("bindings.column_twice", file=name, column=str(heading))
        out.append(field)
    for field in ("id", "name"):
        if field not in out:
            raise InputError("baseline.column_missing", file=name, column=COLUMNS[field].name)
    return out


def _row(name: str, number: int, fields: list[str | None], cells: list[Any]) -> Row:
    if any(_is(c) for c in cells[len(fields) :]):
        raise InputError("baseline.bad_row", file=name, row=number)
    values: dict[str, Any] = dict.fromkeys(COLUMNS)
    for field, cell in zip(fields, cells, strict=False):
        if field is None:
            if _is(cell):
                raise InputError("baseline.bad_row", file=name, row=number)
            continue
        values[field] = cell if _is(cell) else None
    return Row(name, number, values)


def _sign(table: list[Row]) -> str:
    """Return the sign before decimals in the file; a doubtful text is refused where it stands."""
    return decimal_sign_of_cells(
        (
            ((row, field), text)
            for row in table
            for field in number_limits()
            if isinstance(text := row.values[field], str)
        ),
        lambda cell, _, reason: refuse(*cell, reason),
    )


def _joined(table: list[Row], sign: str, measures: frozenset[str]) -> tuple[Binding, ...]:
    """Return bindings with their alternatives, in the file's order."""
    out: dict[str, Binding] = {}
    wrong: list[InputError] = []

    def own(row: Row) -> None:
        if row.text("alternative_to") is not None:
            return
        binding = from_row(row, sign, measures)
        if binding.id in out:
            raise refuse(row, "id", "twice")
        out[binding.id] = binding

    def alternative(row: Row) -> None:
        parent_id = row.text("alternative_to")
        if parent_id is None:
            return
        parent = out.get(parent_id)
        if parent is None:
            raise refuse(row, "alternative_to", "no_such_binding")
        read = from_row(row, sign, measures, parent)
        if read.id in {parent.id, *(a.id for a in parent.alternatives)}:
            raise refuse(row, "id", "twice")
        if read.zero and any(a.zero for a in parent.alternatives):
            raise refuse(row, "id", "two_zero")
        out[parent_id] = replace(parent, alternatives=(*parent.alternatives, read))

    # A binding that cannot be read has no alternatives to speak of.
    for reader in (own, alternative):
        for row in table:
            wrong += _wrong(row, reader)
        if wrong:
            few = tuple(wrong[:_AT_A_TIME])
            raise few[0] if len(few) == 1 else BadCellsError(few[0].values["file"], few)
    return tuple(out.values())


def _wrong(row: Row, reader: Callable[[Row], None]) -> list[InputError]:
    """Return what is wrong with a row, cell by cell: each is left out to find the next."""
    names = {c.name: field for field, c in COLUMNS.items()}
    wrong: list[InputError] = []
    left_out: set[str] = set()
    while True:
        try:
            reader(replace(row, values={**row.values, **dict.fromkeys(left_out)}))
        except InputError as error:
            field = names.get(str(error.values.get("field")), "")
            # Missed only because it was left out, or nothing that can be left out.
            if field in left_out:
                return wrong
            wrong.append(error)
            if not field or row.values[field] is None:
                return wrong
            left_out.add(field)
        else:
            return wrong
