"""What was planned and spent the year before, in the case paper: as the proposal kept it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kortreist.documents.format.blocks import Block, Inlines, Row
from kortreist.i18n import name_in
from kortreist_web.budgets.paper.words import BudgetWords
from kortreist_web.budgets.spending import SPENT, deviation_in_words, sums_of

__all__ = ["spent_before"]


def spent_before(write: BudgetWords, content: Mapping[str, Any]) -> tuple[Block, ...]:
    """Return a lead and a table; nothing where no budget of the year before was in force."""
    kept = content.get("spent_before")
    if not kept:
        return ()
    year = write.year(kept["year"])
    said = {
        "year": year,
        "number": write.name(str(kept["budget"]["number"])),
        "day": write.date(kept["as_of"]),
    }
    if not kept["rows"]:
        return (write.paragraph(write.tell("budgets.spending.none", **said)),)
    rows = [
        _row(write, (write.name(_name(write, row)),), one)
        for row in kept["rows"]
        for one in row["spending"]
        if one["actual"] is not None
    ]
    sums = [one.as_dict() for one in sums_of(kept["rows"]) if one.actual is not None]
    rows += [_row(write, write.tell("budgets.spending.sum"), one, tone="total") for one in sums]
    notes = [write.tell("budgets.spending.note", year=year)]
    if kept["unreported"]:
        n = write.number(kept["unreported"], SPENT)
        notes.append(write.tell("budgets.spending.unreported", n=n, year=year))
    return (
        write.paragraph(write.tell("budgets.spending.lead", **said)),
        write.table(
            "spent-before",
            write.tell("budgets.spending.caption", year=year),
            [
                write.text_column(write.tell("budgets.spending.measure"), 2.0),
                write.text_column(write.tell("budgets.spending.kind"), 1.2),
                write.column(write.tell("budgets.spending.planned")),
                write.column(write.tell("budgets.spending.actual")),
                write.text_column(write.tell("budgets.spending.deviation"), 1.6),
            ],
            rows,
            notes,
        ),
    )


def _row(write: BudgetWords, name: Inlines, one: Mapping[str, Any], tone: str = "plain") -> Row:
    decimals = 1 if one["kind"] == "posts" else 0
    cells: Sequence[Any] = (
        write.tell(f"budgets.spending.{one['kind']}"),
        write.number(one["planned"], SPENT, decimals),
        write.number(one["actual"], SPENT, decimals),
        (write.name(deviation_in_words(one, write.language)),),
    )
    return write.row(name, *cells, tone=tone)


def _name(write: BudgetWords, row: Mapping[str, Any]) -> str:
    return name_in(row["name"], write.language) or str(row["measure"])
