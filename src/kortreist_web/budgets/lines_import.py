"""The economic plan's lines from a table: what is read, what is refused and how to mend it.

All or nothing: one refused row and nothing is imported.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from kortreist.connectors.formulas import unguard
from kortreist.connectors.money_units import without_unit
from kortreist.connectors.tables import CellError, Formula, Merged
from kortreist_web.budgets.amounts import AmountError, read_amount
from kortreist_web.budgets.lines import LENGTH, Key, Row, is_year, readable, tidy
from kortreist_web.budgets.money_units import said_otherwise
from kortreist_web.budgets.sums import verdicts

__all__ = ["COLUMNS", "COMPUTED", "Fault", "Preview", "preview"]

#: Column → names it is known by, lower case; the first of each is what we write.
COLUMNS: dict[str, tuple[str, ...]] = {
    "responsibility": ("ansvar", "ansvarssted", "responsibility"),
    "function": ("funksjon", "function"),
    "account": ("art/konto", "art", "konto", "account"),
    "text": ("tekst", "text", "beskrivelse", "skildring", "description"),
    "measure": ("tiltak", "measure"),
    "kind": ("type", "regnskap", "rekneskap", "drift/investering", "kind"),
    "price_year": ("prisår", "price year"),
}
#: Columns of our own proposal that are computed here and never read back.
COMPUTED: dict[str, tuple[str, ...]] = {
    "low": ("lavt anslag", "lågt anslag", "low estimate"),
    "high": ("høyt anslag", "høgt anslag", "high estimate"),
    "what": ("hva beløpet er", "kva beløpet er", "what the amount is"),
    "source": ("kilde", "kjelde", "source"),
    "check": ("kontroll", "check"),
}
#: What the column of kinds may say.
KIND_WORDS = {
    "drift": "running",
    "driftsregnskap": "running",
    "running cost": "running",
    "running": "running",
    "investering": "investment",
    "investeringsregnskap": "investment",
    "investment": "investment",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, what stands there, why, and the mend (a text key).

    ``row`` is the file's row, 0 for the whole file; ``column`` the column's own heading;
    ``cell`` what a spreadsheet calls the place (``C2``), where it is one cell.
    """

    row: int
    column: str
    value: str
    why: str
    cell: str = ""


@dataclass(slots=True)
class Preview:
    """What a table holds; usable when nothing is refused."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    years: list[str] = field(default_factory=list)
    #: What was left out or may be wrong, told before it is taken in; refuses nothing.
    notes: list[Fault] = field(default_factory=list)
    #: The sheet that was read, and others that people see and that were not.
    sheet: str = ""
    others: tuple[str, ...] = ()
    #: Places of columns that are computed here.
    skipped: set[int] = field(default_factory=set)

    def as_data(self) -> list[dict[str, Any]]:
        """Return the rows as JSON can keep them."""
        return [asdict(r) for r in self.rows]


def preview(
    table: Sequence[Sequence[Any]],
    unit: int,
    measures: Iterable[str],
    plan_year: int | None = None,
    elsewhere: Iterable[str] = (),
) -> Preview:
    """Read a table's rows.

    Parameters
    ----------
    table : sequence of rows
        The first row with a known heading holds the headings; rows above are a title, which may
        say what unit amounts are in. Read by
        :func:`~kortreist_web.budgets.tables.read_table`, it says which sheet it is.
    unit : int
        What an amount of one stands for, in kroner.
    measures : iterable of str
        Measures of the year's budget: what the column ``tiltak`` may name.
    plan_year : int, optional
        The plan's own year: years far from it are refused.
    elsewhere : iterable of str, optional
        Measures the municipality has besides, in a budget of another year or chosen: a line that
        names one, as last year's file does, is read without it and told.
    """
    out = Preview(sheet=getattr(table, "sheet", ""), others=getattr(table, "others", ()))
    head = _head(table)
    if head is None:
        out.faults.append(Fault(0, "", "", "budgets.table.empty"))
        return out
    _titles(table[:head], unit, out)
    _units(table[head], head + 1, unit, out)
    places, years = _headings(table[head], head + 1, out, plan_year)
    if out.faults:
        return out
    out.years = sorted(years.values())
    # An economic plan begins with its budget's year: another's file is stored only knowingly.
    if plan_year is not None and out.years and out.years[0] != str(plan_year):
        out.notes.append(Fault(head + 1, out.years[0], out.years[0], "budgets.table.other_year"))
    measure_ids, others = set(measures), frozenset(elsewhere)
    read: list[tuple[int, Row]] = []
    for number, cells in enumerate(table[head + 1 :], start=head + 2):
        if not any(_is_filled(c) for c in cells):
            continue
        row = _row(cells, number, places, years, unit, measure_ids, table[head], out, others)
        if row is not None:
            read.append((number, row))
    heading = str(table[head][places["text"]])
    _without_sums(read, heading, out)
    if not out.rows and not out.faults:
        out.faults.append(Fault(0, "", "", "budgets.table.no_rows"))
    return out


#: Rows of title that may stand above the headings.
_TITLES = 12


def _head(table: Sequence[Sequence[Any]]) -> int | None:
    """Return the place of the headings: the first row with one that is known, near the top.

    Where there is none, the first row with something in it, whose faults tell what is wrong.
    """
    filled = [i for i, row in enumerate(table) if any(_is_filled(c) for c in row)]
    found = (i for i in filled[:_TITLES] if sum(_is_heading(c) for c in table[i]) > 1)
    return next(found, filled[0] if filled else None)


def _is_heading(cell: Any) -> bool:
    name = _heading(cell)
    known = (n for names in (*COLUMNS.values(), *COMPUTED.values()) for n in names)
    return is_year(name) or name in known


def _heading(cell: Any) -> str:
    """Return a heading as it is looked up: without what unit the amounts below are in."""
    text = "" if cell is None else str(getattr(cell, "text", cell))
    return tidy(without_unit(text)).lower().removesuffix(".0")


def _titles(rows: Sequence[Sequence[Any]], unit: int, out: Preview) -> None:
    """Tell that rows above the headings are no lines, and of one that says another unit."""
    for number, row in enumerate(rows, start=1):
        said = [tidy(str(getattr(c, "text", c))) for c in row if _is_filled(c)]
        if said:
            out.notes.append(Fault(number, "", said[0][:40], "budgets.table.title_left_out"))
        _units(row, number, unit, out)


def _units(cells: Sequence[Any], number: int, unit: int, out: Preview) -> None:
    """Refuse a file whose own words, or whose sheet's name, say another unit than the chosen."""
    for i, cell in enumerate(cells):
        said = tidy(str(getattr(cell, "text", cell))) if _is_filled(cell) else ""
        if why := said_otherwise(said, unit):
            out.faults.append(Fault(number, "", said[:40], why, _cell_name(number, i)))
            return
    if number == 1 and (why := said_otherwise(out.sheet, unit)):
        out.faults.append(Fault(0, "", out.sheet[:40], why))


def _without_sums(read: Sequence[tuple[int, Row]], heading: str, out: Preview) -> None:
    """Take over the rows that are lines; sums are left out and told, doubtful ones refused."""
    # Where a row could not be read, sums do not add up either: they are judged when it can.
    judged = verdicts([row for _, row in read]) if not out.faults else [""] * len(read)
    seen: set[Key] = set()
    for (number, row), verdict in zip(read, judged, strict=True):
        label = row.text or next(filter(None, row.key), "")
        if verdict == "left_out":
            out.notes.append(Fault(number, heading, label, "budgets.table.sum_left_out"))
            continue
        if verdict in ("unclear", "asked"):
            out.faults.append(Fault(number, heading, label, f"budgets.table.sum_{verdict}"))
        elif not row.text:
            out.faults.append(Fault(number, heading, "", "budgets.table.text_empty"))
        elif row.key in seen:
            out.faults.append(Fault(number, "", row.text, "budgets.table.twice"))
        elif verdict == "noticed":
            out.notes.append(Fault(number, heading, label, "budgets.table.sum_noticed"))
        seen.add(row.key)
        if row.text:
            out.rows.append(row)
    out.faults.sort(key=lambda f: f.row)


def _cell_name(row: int, column: int) -> str:
    """Return what a spreadsheet calls a cell.

    Examples
    --------
    >>> _cell_name(2, 2), _cell_name(1, 27)
    ('C2', 'AB1')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def _is_filled(cell: Any) -> bool:
    # What a merged cell says does not make a row of an empty one.
    return cell is not None and not isinstance(cell, Merged) and str(cell).strip() != ""


def _headings(
    cells: Sequence[Any], number: int, out: Preview, plan_year: int | None
) -> tuple[dict[str, int], dict[int, str]]:
    places: dict[str, int] = {}
    years: dict[int, str] = {}
    for i, cell in enumerate(cells):
        if not _is_filled(cell):
            continue
        name = _heading(cell)
        if is_year(name):
            if name in years.values():
                out.faults.append(Fault(number, name, name, "budgets.table.year_twice"))
            elif not is_year(name, plan_year):
                out.faults.append(Fault(number, name, name, "budgets.table.year_far"))
            years[i] = name
            continue
        column = next((c for c, names in COLUMNS.items() if name in names), None)
        if any(name in names for names in COMPUTED.values()):
            out.skipped.add(i)
            out.notes.append(Fault(number, name, name, "budgets.table.computed_column"))
        elif column is None:
            out.faults.append(Fault(number, name, name, "budgets.table.unknown_column"))
        elif column in places:
            out.faults.append(Fault(number, name, name, "budgets.table.column_twice"))
        else:
            places[column] = i
    if "text" not in places:
        out.faults.append(Fault(number, COLUMNS["text"][0], "", "budgets.table.no_text"))
    if not years:
        out.faults.append(Fault(number, "", "", "budgets.table.no_years"))
    return places, years


def _row(
    cells: Sequence[Any],
    number: int,
    places: Mapping[str, int],
    years: Mapping[int, str],
    unit: int,
    measures: set[str],
    heading: Sequence[Any],
    out: Preview,
    elsewhere: frozenset[str],
) -> Row | None:
    faults = out.faults

    def at(i: int) -> Any:
        return cells[i] if i < len(cells) else None

    before = len(faults)

    def fault(i: int, value: Any, why: str) -> None:
        name = str(getattr(heading[i], "text", heading[i])).removesuffix(".0")
        faults.append(Fault(number, name, str(value)[:40], why, _cell_name(number, i)))

    words: dict[str, str] = {}
    for column, i in places.items():
        value = at(i)
        if isinstance(value, Merged):
            # What stands in a cell over several rows holds for each of them.
            value = value.value if value.down else None
        if (why := _unusable(value)) is not None:
            fault(i, getattr(value, "text", value), why)
            continue
        words[column] = _word(value)
        if len(words[column]) > LENGTH.get(column, 40):
            fault(i, words[column][:39] + "…", "budgets.table.too_long")
        elif not readable(words[column]):
            fault(i, words[column], "budgets.table.letters")
    kind = KIND_WORDS.get(words.get("kind", "").lower(), "")
    if words.get("kind") and not kind:
        fault(places["kind"], words["kind"], "budgets.table.unknown_kind")
    price_year = words.get("price_year", "")
    if price_year and not is_year(price_year):
        fault(places["price_year"], price_year, "budgets.table.price_year")
    if words.get("measure") in elsewhere - measures:
        # The money is the plan's all the same: the line stays, tied to nothing.
        measure = words.pop("measure")
        out.notes.append(Fault(number, "", measure, "budgets.table.measure_other_year"))
    if words.get("measure") and words["measure"] not in measures:
        fault(places["measure"], words["measure"], "budgets.table.unknown_measure")
    for i, value in enumerate(cells):
        known = i in places.values() or i in years or i in out.skipped
        if not known and _is_filled(value):
            lost = _cell_name(number, i)
            faults.append(Fault(number, "", str(value)[:40], "budgets.table.no_heading", lost))
    amounts: dict[str, int] = {}
    for i, year in years.items():
        value = at(i)
        if isinstance(value, Merged):
            fault(i, value.value, "budgets.table.merged_amount")
            continue
        if isinstance(value, Formula | CellError):
            fault(i, value.text, str(_unusable(value)))
            continue
        try:
            amount = read_amount(value, unit)
        except AmountError as error:
            fault(i, value, error.key)
            continue
        if amount is not None:
            amounts[year] = amount
    if len(faults) == before and not amounts and words.get("measure"):
        # Our own proposal has a row for a measure whose cost nobody knows.
        text = words.get("text", "")
        out.notes.append(Fault(number, "", text, "budgets.table.no_amounts_left_out"))
        return None
    if len(faults) == before and not amounts:
        faults.append(Fault(number, "", words.get("text", ""), "budgets.table.no_amounts"))
    if len(faults) > before:
        return None
    return Row(
        words.get("responsibility", ""),
        words.get("function", ""),
        words.get("account", ""),
        words.get("text", ""),
        amounts,
        words.get("measure", ""),
        kind,
        int(price_year) if price_year else None,
    ).of_kind()


def _unusable(value: Any) -> str | None:
    """Return why a cell is neither text nor code; None where it is."""
    if isinstance(value, Formula):
        return "budgets.table.formula"
    if isinstance(value, CellError):
        return "budgets.table.cell_error"
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return "budgets.table.date"
    return "budgets.table.truth" if isinstance(value, bool) else None


def _word(value: Any) -> str:
    """Return a cell as text: a code a workbook has made a number of is a code again."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    # Our own export puts an apostrophe before what a spreadsheet would take as a formula.
    return unguard(tidy(str(value)))
