"""Load the dated facts that ship with the program: once, validated, queryable by date."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from kortreist.errors import FactsError
from kortreist.facts.cells import Row, read_table
from kortreist.provenance import MARKS, Mark, Origin

__all__ = ["Fact", "Facts", "Review", "Row", "load"]

_FAR = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Fact:
    """One dated figure.

    Parameters
    ----------
    id : str
        For example ``"target/2030"``.
    value : float
    unit : str
    low, high : float or None
        90 % interval where one is known.
    text : str
        What the figure is, in one line.
    origin : Origin
        Source, licence, validity, when checked, and the mark.
    """

    id: str
    value: float
    unit: str
    low: float | None
    high: float | None
    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Review:
    """Rows of one table from one work that are due to be held against it again.

    Parameters
    ----------
    table, work, title : str
        Table, id of the work and its title.
    checked_on : str
        ISO date of the last check.
    ids : tuple of str
        Ids of the rows, where the table has ids.
    rows : int
    """

    table: str
    work: str
    title: str
    checked_on: str
    ids: tuple[str, ...]
    rows: int


class Facts:
    """The facts package: tables of dated rows.

    Parameters
    ----------
    root : Traversable
        Folder that holds ``datapackage.json``.

    Raises
    ------
    FactsError
        The package is damaged: names the file, row and field.

    Examples
    --------
    >>> from datetime import date
    >>> load().figure("target/2030", at=date(2026, 11, 23)).value
    0.55
    """

    def __init__(self, root: Traversable) -> None:
        self._root = root
        descriptor = json.loads(_text(root / "datapackage.json"))
        self._resources: dict[str, dict[str, Any]] = {r["name"]: r for r in descriptor["resources"]}
        self._tables: dict[str, tuple[Row, ...]] = {}
        self._valid_rows: dict[tuple[str, date], tuple[Row, ...]] = {}
        self._one_row: dict[tuple[object, ...], Row] = {}
        self._figures: dict[tuple[str, date], Fact] = {}
        self._by_id: dict[str, Row] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the tables."""
        return tuple(self._resources)

    def check(self) -> int:
        """Read every table and find the origin of every row.

        Returns
        -------
        int
            Number of rows.

        Raises
        ------
        FactsError
            The first thing that is wrong.
        """
        total = 0
        for name in self.names:
            for row in self.table(name):
                total += 1
                if name != "sources":
                    self.origin(name, row)
        return total

    def table(self, name: str, at: date | None = None) -> tuple[Row, ...]:
        """Return the rows of a table, all of them or those valid on a date.

        Parameters
        ----------
        name : str
        at : datetime.date, optional
            Keep rows with ``valid_from <= at < valid_to``.

        Returns
        -------
        tuple of Row
            Typed values; an empty cell is ``None``, never zero.

        Raises
        ------
        FactsError
            Unknown table or a cell that breaks the table's schema.
        """
        if name not in self._resources:
            raise FactsError("facts.no_table", table=name, known=", ".join(self.names))
        if name not in self._tables:
            self._tables[name] = self._read(name)
        rows = self._tables[name]
        if at is None:
            return rows
        # A plan asks for the same tables on one day thousands of times.
        if (name, at) not in self._valid_rows:
            self._valid_rows[name, at] = tuple(r for r in rows if self._valid(name, r, at))
        return self._valid_rows[name, at]

    def row(self, name: str, at: date | None = None, **keys: object) -> Row:
        """Return the one row that has these values.

        Raises
        ------
        FactsError
            None, or more than one.
        """
        asked = (name, at, *keys.items())
        if asked not in self._one_row:  # asked for as often as tables are
            rows = [r for r in self.table(name, at) if all(r.get(k) == v for k, v in keys.items())]
            if len(rows) != 1:
                raise FactsError(
                    "facts.not_one", table=name, keys=str(keys), found=len(rows), at=str(at)
                )
            self._one_row[asked] = rows[0]
        return self._one_row[asked]

    def figure(self, id: str, at: date | None = None) -> Fact:
        """Return one figure of the table ``figures``, valid on a date (default today).

        Raises
        ------
        FactsError
            No figure of that id is valid on the date.
        """
        key = (id, at or date.today())
        if key not in self._figures:
            row = self.row("figures", key[1], id=id)
            self._figures[key] = Fact(
                id,
                row["value"],
                row["unit"],
                row["low"],
                row["high"],
                row["text"],
                self.origin("figures", row, f"figures/{id}"),
            )
        return self._figures[key]

    def origin(self, name: str, row: Row, id: str | None = None) -> Origin:
        """Return where a row comes from, as an :class:`Origin` of kind ``fact``.

        A column of the row (``source_work``, or ``source`` where that is a work and not a
        source of emissions) goes before the table's own ``provenance``, and its own ``url``
        before the work's.

        Raises
        ------
        FactsError
            The work is not in the table ``sources``, or the mark is unknown.
        """

        def get(key: str) -> str:
            value = row.get(key)
            if value is None:
                value = self._resources[name].get("provenance", {}).get(key)
            return "" if value is None else str(value)

        source = self.source(self._work(name, row))
        mark = get("mark") or "verified"
        if mark not in MARKS:
            raise FactsError(
                "facts.bad_cell",
                table=name,
                row="?",
                field="mark",
                value=mark,
                problem=f"not one of {MARKS}",
            )
        checked: Mark = mark
        return Origin(
            id=id or name,
            kind="fact",
            title=str(row.get("text") or self._resources[name].get("title", name)),
            source=f"{source['publisher']}: {source['title']}",
            url=str(row.get("url") or source["url"] or ""),
            licence=source["licence"] or "",
            valid_from=get("valid_from"),
            valid_to=get("valid_to"),
            checked_on=get("checked_on"),
            mark=checked,
        )

    def to_review(self, at: date) -> tuple[Review, ...]:
        """Return what has not been held against its source for longer than a fact says.

        Parameters
        ----------
        at : datetime.date
            Today.

        Returns
        -------
        tuple of Review
            One for each table, work and day of check that is too old and still valid, oldest
            first. Judgements of our own have no source to be held against, and are left out.
        """
        years = int(self.figure("facts/review_years", at).value)
        overdue: dict[tuple[str, str, str], list[str]] = {}
        for name in self.names:
            if name == "sources":
                continue
            for row in self.table(name, at):
                origin = self.origin(name, row)
                checked = date.fromisoformat(origin.checked_on)
                work = self._work(name, row)
                # 29 February has no such day a year later: the day after then.
                month, day = (3, 1) if (at.month, at.day) == (2, 29) else (at.month, at.day)
                if work == "judgement" or checked >= date(at.year - years, month, day):
                    continue
                key = (origin.checked_on, name, work)
                overdue.setdefault(key, []).append(str(row.get("id") or ""))
        return tuple(
            Review(
                name,
                work,
                self.source(work)["title"],
                checked,
                tuple(i for i in ids if i),
                len(ids),
            )
            for (checked, name, work), ids in sorted(overdue.items())
        )

    def source(self, id: str) -> Row:
        """Return a work of the table ``sources`` by id."""
        if id not in self._works():
            raise FactsError("facts.no_source", source=id)
        return self._works()[id]

    def _works(self) -> Mapping[str, Row]:
        if self._by_id is None:
            self._by_id = {row["id"]: row for row in self.table("sources")}
        return self._by_id

    def _work(self, name: str, row: Row) -> str:
        default = self._resources[name].get("provenance", {}).get("source")
        own = row.get("source_work") or row.get("source") or default or ""
        if default and own not in self._works():
            return str(default)  # the column names a source of emissions, not a work
        return str(own)

    def _valid(self, name: str, row: Row, at: date) -> bool:
        defaults = self._resources[name].get("provenance", {})

        def day(key: str, otherwise: date) -> date:
            value = row.get(key)
            if value is None:
                value = defaults.get(key)
            if value is None:
                return otherwise
            return value if isinstance(value, date) else date.fromisoformat(value)

        return day("valid_from", date.min) <= at < day("valid_to", _FAR)

    def _read(self, name: str) -> tuple[Row, ...]:
        resource = self._resources[name]
        return read_table(name, resource, _text(self._root / resource["path"]))


def _text(file: Traversable) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FactsError("facts.no_file", file=str(file), problem=str(error)) from None


@lru_cache(maxsize=1)
def load() -> Facts:
    """Return the facts that ship with the program, read once."""
    return Facts(resources.files("kortreist.facts"))
