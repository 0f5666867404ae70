"""The action table of an adopted climate plan: which rows are actions, and what they say.

Every row with something in it comes out again: as an action, or as one that is left out with
the reason. Nothing is computed of what it says.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from kortreist.connectors.headings import fold
from kortreist.connectors.tables import CellError, Formula, Merged, Table, read_tables
from kortreist.errors import ImportRefusedError

__all__ = [
    "MAX_ROWS",
    "Action",
    "ActionTable",
    "LeftOut",
    "is_cost",
    "read_actions",
    "years_in",
]

#: Rows of one table: more than any council has adopted.
MAX_ROWS = 1000
_MAX_COLUMNS, _MAX_UNPACKED, _MAX_TABLES = 60, 50_000_000, 200
_SEARCHED, _MOST_TEXT, _LONGEST_HEADING = 40, 4000, 60

_SUM = ("sum", "totalt", "total", "i alt")
_NUMBER = re.compile(
    r"^((?:[A-ZÆØÅ]{1,3}[-. ]?)?\d{1,3}(?:\.\d{1,3})*[.)]?[a-zæøå]?)[\s:–-]+(?=\S)"
)
_PLAIN_NUMBER = re.compile(r"^(?:[A-ZÆØÅ]{1,3}[-. ]?)?\d{1,3}(?:\.\d{1,3})*[.)]?[a-zæøå]?$")
_YEAR = re.compile(r"(?<!\d)(20[0-6]\d)(?!\d)")
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]"
)

#: Fields whose heading may be the beginning of a longer word: "Ansvarleg", "Tiltaksnamn".
_BEGIN_WORDS = ("owner", "end", "title")
_BEGIN_LETTERS = 4

Why = Literal["heading", "repeated", "total", "continued", "no_title"]


@dataclass(frozen=True, slots=True)
class Action:
    """One action as the plan has it.

    Parameters
    ----------
    row : int
        In the table, from 1.
    number, title, description, group, owner, status : str
        As written; empty where the table does not say. ``group`` is its goal or the heading
        above it.
    start, end : int or None
        Years, where exactly that is written.
    cells : tuple of (str, str)
        Heading and content of every filled cell: the original.
    """

    row: int
    number: str
    title: str
    description: str = ""
    group: str = ""
    owner: str = ""
    status: str = ""
    start: int | None = None
    end: int | None = None
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no action: a heading, the headings again, a sum, more of the one above."""

    row: int
    why: Why
    text: str


@dataclass(frozen=True, slots=True)
class ActionTable:
    """One table of a file.

    Parameters
    ----------
    name : str
        The sheet, or the paragraph before it.
    header : int
        Row the headings stand in.
    columns : dict of str to str
        Field → the heading it was read under.
    unread : tuple of str
        Headings of columns that are only kept as they are.
    actions : tuple of Action
    left_out : tuple of LeftOut
    filled : int
        Rows below the headings with something in them: actions and left out together.
    """

    name: str
    header: int
    columns: dict[str, str]
    unread: tuple[str, ...]
    actions: tuple[Action, ...]
    left_out: tuple[LeftOut, ...] = field(default_factory=tuple)

    @property
    def filled(self) -> int:
        """Return how many rows below the headings have something in them."""
        return len(self.actions) + len(self.left_out)


def read_actions(content: bytes, name: str) -> tuple[ActionTable, ...]:
    """Return the tables of a file that are tables of actions, in its order.

    Parameters
    ----------
    content : bytes
        A workbook (.xlsx), a Word document (.docx) or a CSV.
    name : str
        The file's name, for errors.

    Raises
    ------
    ImportRefusedError
        What :func:`kortreist.connectors.tables.read_tables` refuses; ``import.no_actions``
        where no table has a heading for the action and one more.
    """
    tables = read_tables(
        content,
        name,
        max_rows=MAX_ROWS,
        max_columns=_MAX_COLUMNS,
        max_unpacked=_MAX_UNPACKED,
    )
    read = [t for table in tables[:_MAX_TABLES] if (t := _actions(table)) and t.actions]
    if not read:
        first = [_said(c) for row in tables[0].rows[:3] for c in row]
        found = ", ".join(dict.fromkeys(t[:40] for t in first if t)) or "–"
        raise ImportRefusedError("import.no_actions", file=name, found=found[:300])
    return tuple(read)


def is_cost(heading: str) -> bool:
    """Tell whether a column is headed as what an action costs.

    Examples
    --------
    >>> is_cost("Kostnad (1000 kr)"), is_cost("Ansvar")
    (True, False)
    """
    return _field(heading) == "cost"


def years_in(text: str) -> tuple[int, ...]:
    """Return the years a text names, in order.

    Examples
    --------
    >>> years_in("2026–2028, evalueres i 2030"), years_in("løpende")
    ((2026, 2028, 2030), ())
    """
    return tuple(int(y) for y in _YEAR.findall(text))


def _said(cell: Any) -> str:
    """Return what a cell says; one covered from above or the side says nothing of its own."""
    if cell is None or isinstance(cell, Merged):
        return ""
    if isinstance(cell, Formula | CellError):
        return cell.text
    if isinstance(cell, bool):
        return "x" if cell else ""
    if isinstance(cell, dt.datetime | dt.date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = _CONTROL.sub(" ", str(cell)).replace("_x000D_", " ").replace("\r", "\n")
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)[:_MOST_TEXT]


def _value(cell: Any) -> str:
    """Return what a cell says, also what one merged down over several rows says for each."""
    return _said(cell.value) if isinstance(cell, Merged) and cell.down else _said(cell)


def _field(heading: str) -> str:
    """Return the field a heading is of; empty for none."""
    folded = fold(heading).strip(" .:*")
    if not folded or len(folded) > _LONGEST_HEADING:
        return ""
    headings = _headings()
    rules: tuple[Callable[[str, str], bool], ...] = (
        lambda name, word: folded == word,
        lambda name, word: bool(
            len(word) > 2 and re.match(rf"{re.escape(word)}(?![a-zæøå])", folded)
        ),
        lambda name, word: (
            name in _BEGIN_WORDS and len(word) > _BEGIN_LETTERS and folded.startswith(word)
        ),
    )
    for rule in rules:
        for name, words in headings.items():
            if any(rule(name, word) for word in words):
                return name
    return ""


@lru_cache(maxsize=1)
def _headings() -> dict[str, tuple[str, ...]]:
    text = Path(__file__).with_name("action_headings.toml").read_text("utf-8")
    return {name: tuple(words) for name, words in tomllib.loads(text).items()}


def _header(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[int, str]] | None:
    """Return the row of headings and column → field; None where there is none."""
    best: tuple[int, dict[int, str]] | None = None
    for at, row in enumerate(rows[:_SEARCHED]):
        columns: dict[int, str] = {}
        for column, cell in enumerate(row):
            name = _field(_said(cell))
            if name and name not in columns.values():
                columns[column] = name
        fields = set(columns.values())
        if "title" not in fields and "description" in fields:
            # A table whose actions only have a description.
            columns = {c: "title" if f == "description" else f for c, f in columns.items()}
            fields = set(columns.values())
        if "title" in fields and len(fields) > 1 and (best is None or len(columns) > len(best[1])):
            best = at, columns
    return best


def _actions(table: Table) -> ActionTable | None:
    found = _header(table.rows)
    if found is None:
        return None
    at, columns = found
    headings = [_said(c).replace("\n", " ") for c in table.rows[at]]
    of = {name: column for column, name in columns.items()}
    actions: list[Action] = []
    left: list[LeftOut] = []
    group, numbered = "", _is_numbered(table.rows[at + 1 :], of)
    for number, row in enumerate(table.rows[at + 1 :], start=at + 2):
        texts = [_said(c) for c in row]
        if not any(texts):
            continue
        whole = " · ".join(dict.fromkeys(t for t in texts if t))
        if [fold(t) for t in texts if t] == [fold(h) for h in headings if h]:
            left.append(LeftOut(number, "repeated", whole))
        elif _is_heading(row, texts, of, numbered):
            group = whole
            left.append(LeftOut(number, "heading", whole))
        elif fold(texts[of["title"]] if of["title"] < len(texts) else "").startswith(_SUM) and (
            len([t for t in texts if t]) > 1
        ):
            left.append(LeftOut(number, "total", whole))
        else:
            action = _action(number, row, of, headings, group)
            if action.title and not _continues(row, of):
                actions.append(action)
            elif actions:
                actions[-1] = _with_more(actions[-1], action)
                left.append(LeftOut(number, "continued", whole))
            else:
                left.append(LeftOut(number, "no_title", whole))
    unread = tuple(h for c, h in enumerate(headings) if h and c not in columns)
    shown = {name: headings[column] for column, name in columns.items()}
    return ActionTable(table.sheet, at + 1, shown, unread, tuple(actions), tuple(left))


def _is_numbered(rows: Sequence[Sequence[Any]], of: dict[str, int]) -> bool:
    """Tell whether most actions of the table have a number of their own."""
    at = of.get("number", -1)
    filled = [row for row in rows if any(_said(c) for c in row)]
    return at >= 0 and 2 * sum(bool(_said(c)) for r in filled for c in r[at : at + 1]) > len(filled)


def _is_heading(
    row: Sequence[Any], texts: Sequence[str], of: dict[str, int], numbered: bool
) -> bool:
    """Tell whether a row only says what the rows below are about."""
    filled = [c for c, t in enumerate(texts) if t]
    if len(filled) == 2 and filled[0] == of.get("number") and _PLAIN_NUMBER.match(texts[filled[0]]):
        # "2 | Transport" over "2.1 | …": only a whole number, and only in a table that has numbers.
        rest = filled[1]
        return (
            rest == of["title"] and texts[filled[0]].strip(".").isdigit() and texts[rest].isupper()
        )
    if len(filled) != 1:
        return False
    at = filled[0]
    wide = any(isinstance(c, Merged) and not c.down for c in row[at + 1 : at + 2])
    # Alone in a table whose actions have numbers: what the ones below are about.
    alone = numbered or texts[at].endswith(":") or texts[at].isupper()
    return wide or at != of["title"] or alone


def _continues(row: Sequence[Any], of: dict[str, int]) -> bool:
    """Tell whether a row's action is the one above's, merged down over it."""
    at = of["title"]
    return at < len(row) and isinstance(row[at], Merged) and row[at].down


def _action(
    number: int, row: Sequence[Any], of: dict[str, int], headings: Sequence[str], group: str
) -> Action:
    def said(name: str) -> str:
        return _value(row[of[name]]) if name in of and of[name] < len(row) else ""

    title, own = said("title").replace("\n", " "), said("number")
    if not own and (match := _NUMBER.match(title)):
        own, title = match[1].rstrip(".)"), title[match.end() :]
    start, end = years_in(said("start")), years_in(said("end"))
    period = years_in(said("period"))
    # "2026–2029" under a deadline says from when, too.
    spans = (years for years in (period, end) if len(years) > 1)
    first = start[0] if start else next((years[0] for years in spans), None)
    last = end[-1] if end else period[-1] if period else None
    cells = tuple(
        (headings[c] if c < len(headings) and headings[c] else str(c + 1), text)
        for c, cell in enumerate(row)
        if (text := _value(cell))
    )
    return Action(
        row=number,
        number=own,
        title=title,
        description=said("description"),
        group=said("group").replace("\n", " ") or group,
        owner=said("owner"),
        status=said("status").replace("\n", " "),
        start=first,
        end=last,
        cells=cells,
    )


def _with_more(action: Action, more: Action) -> Action:
    """Return an action with what the row below it adds."""

    def joined(one: str, other: str) -> str:
        return "\n".join(dict.fromkeys(t for t in (one, other) if t))[:_MOST_TEXT]

    return replace(
        action,
        description=joined(action.description, more.description),
        owner=joined(action.owner, more.owner),
        status=action.status or more.status,
        start=action.start or more.start,
        end=more.end or action.end,
        cells=(*action.cells, *(c for c in more.cells if c not in action.cells)),
    )
