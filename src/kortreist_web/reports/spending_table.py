"""Planned and actual money and posts as a table that goes out, is filled in and comes in again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kortreist.connectors.formulas import unguard
from kortreist.connectors.money_units import scale_slip
from kortreist.connectors.numbers import NumberError, read_number
from kortreist.connectors.tables import CellError, Formula, Merged
from kortreist_web.budgets.amounts import AmountError, read_amount
from kortreist_web.budgets.lines import is_year, tidy
from kortreist_web.budgets.money_units import said_otherwise
from kortreist_web.reports.actions.spend import Spent
from kortreist_web.reports.models import Spending
from kortreist_web.reports.spending import FIGURES

__all__ = ["COLUMNS", "Read", "read", "table"]

#: Column → its heading in the file, and names it is known by besides; lower case.
COLUMNS: dict[str, tuple[str, ...]] = {
    "measure": ("tiltak", "measure"),
    "name": ("navn", "namn", "name"),
    "year": ("år", "year"),
    "planned_running": ("planlagt drift", "planlagd drift", "planned running cost"),
    "actual_running": ("brukt drift", "spent running cost"),
    "planned_investment": ("planlagt investering", "planlagd investering", "planned investment"),
    "actual_investment": ("brukt investering", "spent investment"),
    "planned_posts": ("planlagte årsverk", "planlagde årsverk", "planned posts"),
    "actual_posts": ("brukte årsverk", "posts used"),
}
_NEEDED = ("measure", "year")


@dataclass(slots=True)
class Read:
    """What a table holds; usable when nothing is wrong with it."""

    rows: list[Spent] = field(default_factory=list)
    #: Row of the file, heading, what stands there, and text key of why and the mend.
    faults: list[tuple[int, str, str, str]] = field(default_factory=list)


def table(choices: Mapping[str, str], year: int, there: Mapping[str, Spending]) -> list[list[Any]]:
    """Return headings and a row a measure; what is not known is an empty cell.

    Parameters
    ----------
    choices : mapping of str to str
        Measure → its name.
    year : int
    there : mapping of str to Spending
        What was entered, by measure.
    """
    out: list[list[Any]] = [[names[0] for names in COLUMNS.values()]]
    for measure, name in choices.items():
        row = there.get(measure)
        out.append([measure, name, year, *(getattr(row, f, None) for f in FIGURES)])
    return out


def read(
    cells: Sequence[Sequence[Any]],
    choices: Mapping[str, Any],
    known: Mapping[tuple[str, int], Mapping[str, float]] | None = None,
) -> Read:
    """Read a table's rows: an empty cell is not known and leaves what is there as it is.

    Parameters
    ----------
    cells : sequence of rows
        The first row with something in it holds the headings.
    choices : mapping of str to MeasureChoice
        The measures that may be named.
    known : mapping, optional
        Measure and year → kind → NOK that is planned: a table of about a thousandth of that is
        in thousands, and is refused as one whose own words say another unit than kroner.
    """
    out = Read()
    filled = [(n, row) for n, row in enumerate(cells, start=1) if any(_said(c) for c in row)]
    if not filled:
        out.faults.append((0, "", "", "budgets.table.empty"))
        return out
    number, head = filled[0]
    places: dict[str, int] = {}
    for i, cell in enumerate(head):
        name = _said(cell).lower()
        if not name:
            continue
        if said_otherwise(name, 1):
            out.faults.append((number, name, name, "reports.spending.in_thousands"))
            continue
        column = next((c for c, names in COLUMNS.items() if name in names), "")
        if not column or column in places:
            why = "budgets.table.column_twice" if column else "reports.spending.unknown_column"
            out.faults.append((number, name, name, why))
        else:
            places[column] = i
    out.faults += [
        (number, COLUMNS[c][0], "", "reports.spending.no_column")
        for c in _NEEDED
        if c not in places
    ]
    seen: set[tuple[str, str]] = set()
    for number, row in filled[1:] if not out.faults else ():
        _read_row(number, row, places, choices, seen, out)
    if not out.rows and not out.faults:
        out.faults.append((0, "", "", "budgets.table.no_rows"))
    if not out.faults and scale_slip(_beside(out.rows, known or {})) < 0:
        out.faults.append((0, "", "", "reports.spending.thousandth"))
    return out


def _beside(
    rows: Sequence[Spent], known: Mapping[tuple[str, int], Mapping[str, float]]
) -> list[tuple[float, float]]:
    """Return each amount of a table with what is planned of the same kind."""
    out = []
    for row in rows:
        planned = known.get((row.choice.measure, row.year), {})
        for name, value in row.figures.items():
            there = planned.get(name.partition("_")[2])
            if value and there and not name.endswith("posts"):
                out.append((value, there))
    return out


def _read_row(
    number: int,
    row: Sequence[Any],
    places: Mapping[str, int],
    choices: Mapping[str, Any],
    seen: set[tuple[str, str]],
    out: Read,
) -> None:
    def at(column: str) -> Any:
        i = places.get(column)
        return row[i] if i is not None and i < len(row) else None

    before = len(out.faults)
    measure, year = _said(at("measure")), _said(at("year"))
    if measure not in choices:
        out.faults.append((number, COLUMNS["measure"][0], measure, "reports.spending.no_measure"))
    if not is_year(year):
        out.faults.append((number, COLUMNS["year"][0], year, "reports.spending.no_year"))
    if (measure, year) in seen:
        out.faults.append((number, COLUMNS["measure"][0], measure, "reports.spending.twice"))
    seen.add((measure, year))
    figures: dict[str, float | None] = {}
    for name in FIGURES:
        value = at(name)
        if value is None or _said(value) == "":
            continue
        why = ""
        if isinstance(value, Formula | CellError | Merged):
            why = "budgets.amount.not_number"
        else:
            try:
                figures[name] = _figure(name, value)
            except AmountError as error:
                why = error.key
            except NumberError as error:
                why = f"budgets.amount.{error.reason}"
        if why:
            out.faults.append((number, COLUMNS[name][0], _said(value)[:40], why))
    if len(out.faults) == before and figures:
        out.rows.append(Spent(choices[measure], int(year), figures))


def _figure(name: str, value: Any) -> float | None:
    if not name.endswith("posts"):
        return read_amount(value)
    found = read_number(value)
    return None if found is None else float(found)


def _said(cell: Any) -> str:
    if cell is None or isinstance(cell, Merged):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return unguard(tidy(str(getattr(cell, "text", cell))))
