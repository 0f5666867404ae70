"""The economic plan's lines from a table: what is read, what is refused and how to mend it.

All or nothing: one refused row and nothing is imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from kortreist_web.budgets.amounts import AmountError, read_amount
from kortreist_web.budgets.lines import LENGTH, Row, is_year, tidy
from kortreist_web.budgets.tables import Formula
from kortreist_web.ground.exports import guard

__all__ = ["COLUMNS", "Fault", "Preview", "amounts_beside", "compare", "preview"]

#: Column → names it is known by, lower case; the first of each is what we write.
COLUMNS: dict[str, tuple[str, ...]] = {
    "responsibility": ("ansvar", "ansvarssted", "responsibility"),
    "function": ("funksjon", "function"),
    "account": ("art/konto", "art", "konto", "account"),
    "text": ("tekst", "text", "beskrivelse", "skildring", "description"),
    "measure": ("tiltak", "measure"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, what stands there, why, and the mend (a text key).

    ``row`` is the file's row, 0 for the whole file; ``column`` the column's own heading.
    """

    row: int
    column: str
    value: str
    why: str


@dataclass(slots=True)
class Preview:
    """What a table holds; usable when nothing is refused."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    years: list[str] = field(default_factory=list)

    def as_data(self) -> list[dict[str, Any]]:
        """Return the rows as JSON can keep them."""
        return [asdict(r) for r in self.rows]


def preview(table: Sequence[Sequence[Any]], unit: int, measures: Iterable[str]) -> Preview:
    """Read a table's rows.

    Parameters
    ----------
    table : sequence of rows
        The first row with something in it holds the headings.
    unit : int
        What an amount of one stands for, in kroner.
    measures : iterable of str
        Measures of the year's budget: what the column ``tiltak`` may name.
    """
    out = Preview()
    head = next((i for i, row in enumerate(table) if any(_filled(c) for c in row)), None)
    if head is None:
        out.faults.append(Fault(0, "", "", "budgets.table.empty"))
        return out
    places, years = _headings(table[head], head + 1, out)
    if out.faults:
        return out
    out.years = sorted(years.values())
    known = set(measures)
    seen: dict[tuple[str, str, str, str], int] = {}
    for number, cells in enumerate(table[head + 1 :], start=head + 2):
        if not any(_filled(c) for c in cells):
            continue
        row = _row(cells, number, places, years, unit, known, table[head], out.faults)
        if row is None:
            continue
        if row.key in seen:
            out.faults.append(Fault(number, "", row.text, "budgets.table.twice"))
        seen[row.key] = number
        out.rows.append(row)
    if not out.rows and not out.faults:
        out.faults.append(Fault(0, "", "", "budgets.table.no_rows"))
    return out


def _filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _headings(
    cells: Sequence[Any], number: int, out: Preview
) -> tuple[dict[str, int], dict[int, str]]:
    places: dict[str, int] = {}
    years: dict[int, str] = {}
    for i, cell in enumerate(cells):
        name = str(cell if cell is not None else "").strip().lower().removesuffix(".0")
        if not name:
            continue
        if is_year(name):
            if name in years.values():
                out.faults.append(Fault(number, name, name, "budgets.table.year_twice"))
            years[i] = name
            continue
        column = next((c for c, names in COLUMNS.items() if name in names), None)
        if column is None:
            out.faults.append(Fault(number, str(cell), str(cell), "budgets.table.unknown_column"))
        elif column in places:
            out.faults.append(Fault(number, str(cell), str(cell), "budgets.table.column_twice"))
        else:
            places[column] = i
    if "text" not in places:
        out.faults.append(Fault(number, COLUMNS["text"][0], "", "budgets.table.no_text"))
    if not years:
        out.faults.append(Fault(number, "", "", "budgets.table.no_years"))
    return places, years


def _row(
    cells: Sequence[Any], number: int, places: Mapping[str, int], years: Mapping[int, str],
    unit: int, measures: set[str], heading: Sequence[Any], faults: list[Fault],
) -> Row | None:  # fmt: skip
    def at(i: int) -> Any:
        return cells[i] if i < len(cells) else None

    before = len(faults)
    words: dict[str, str] = {}
    for column, i in places.items():
        value, name = at(i), str(heading[i])
        if isinstance(value, Formula):
            faults.append(Fault(number, name, value.text, "budgets.table.formula"))
            continue
        words[column] = _word(value)
        if len(words[column]) > LENGTH[column]:
            faults.append(Fault(number, name, words[column][:40] + "…", "budgets.table.too_long"))
    if not words.get("text") and len(faults) == before:
        faults.append(Fault(number, str(heading[places["text"]]), "", "budgets.table.text_empty"))
    if words.get("measure") and words["measure"] not in measures:
        name = str(heading[places["measure"]])
        faults.append(Fault(number, name, words["measure"], "budgets.table.unknown_measure"))
    amounts: dict[str, int] = {}
    for i, year in years.items():
        value = at(i)
        if isinstance(value, Formula):
            faults.append(Fault(number, year, value.text, "budgets.table.formula"))
            continue
        try:
            amount = read_amount(value, unit)
        except AmountError as error:
            faults.append(Fault(number, year, str(value)[:40], error.key))
            continue
        if amount is not None:
            amounts[year] = amount
    if len(faults) == before and not amounts:
        faults.append(Fault(number, "", words["text"], "budgets.table.no_amounts"))
    if len(faults) > before:
        return None
    return Row(
        words.get("responsibility", ""), words.get("function", ""), words.get("account", ""),
        words["text"], amounts, words.get("measure", ""),
    )  # fmt: skip


def _word(value: Any) -> str:
    """Return a cell as text: a code a workbook has made a number of is a code again."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = tidy(str(value))
    # Our own export puts an apostrophe before what a spreadsheet would take as a formula.
    return text[1:] if text[:1] == "'" and guard(text[1:]) == text else text


def compare(
    rows: Iterable[Row], there: Mapping[tuple[str, str, str, str], Row]
) -> dict[str, list[tuple[str, str, str, str]]]:
    """Return which lines are new, changed, the same, and absent from the table.

    Parameters
    ----------
    there : mapping
        Key → the line as it is now, with the measure it is linked to.
    """
    out: dict[str, list[tuple[str, str, str, str]]] = {
        "new": [], "changed": [], "same": [], "absent": []
    }  # fmt: skip
    seen = set()
    for row in rows:
        seen.add(row.key)
        old = there.get(row.key)
        if old is None:
            out["new"].append(row.key)
        elif old.amounts != row.amounts or (row.measure and row.measure != old.measure):
            out["changed"].append(row.key)
        else:
            out["same"].append(row.key)
    out["absent"] = [key for key in there if key not in seen]
    return out


def amounts_beside(
    row: Row, old: Row | None, years: Iterable[str]
) -> list[tuple[int | None, int | None, bool]]:
    """Return each year's amount, what it is now, and whether a line there is changes in it."""
    was = old.amounts if old else {}
    return [
        (row.amounts.get(y), was.get(y), old is not None and row.amounts.get(y) != was.get(y))
        for y in years
    ]
