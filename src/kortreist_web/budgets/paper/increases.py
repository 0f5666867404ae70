"""*Det som øker utslippene* in the case paper: rows that add up to the pathway."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kortreist.documents.format.blocks import Block, Cell, Column, Inlines, Row, Table
from kortreist_web.bindings.increases import IncreaseRow, shown_increases
from kortreist_web.bindings.origins import JUDGED
from kortreist_web.decisions.formatter import Words

__all__ = ["increases"]


def increases(write: Words, content: Mapping[str, Any]) -> tuple[Block, ...]:
    """Return the table; nothing where no bindings were judged in the budget's own plan."""
    if not content.get("increases"):
        return ()
    shown = shown_increases(content["increases"])
    ref = write.first(JUDGED)

    def numbers(values: Sequence[float]) -> tuple[Cell, ...]:
        return tuple(Cell((write.number(v, ref),)) for v in values)

    def total(name: str, values: Sequence[float]) -> Row:
        return Row(Cell(write.tell(f"bindings.increases.{name}")), numbers(values), "total")

    def one(row: IncreaseRow) -> Row:
        below: Inlines = (write.name(row.data["unit"]),) if row.data["unit"] else ()
        return Row(Cell((write.name(row.data["name"]),), below), numbers(row.tonnes))

    rows = [
        total("without", shown.without),
        *(one(row) for row in shown.decided_rows),
        total("decided", shown.decided),
        *(one(row) for row in shown.planned_rows),
        total("everything", shown.everything),
    ]
    for name, chances in shown.chances:
        cells = tuple(Cell(write.chance(share, ref)) for share in chances)
        rows.append(Row(Cell(write.tell(f"bindings.increases.chance_{name}")), cells))
    table = Table(
        "increases",
        write.tell("bindings.increases.caption"),
        (
            Column(write.tell("bindings.column.name"), False, 2.4),
            *(Column((write.year(int(year)),)) for year in shown.years),
        ),
        tuple(rows),
        (write.tell("bindings.increases.note"),),
    )
    return (table,)
