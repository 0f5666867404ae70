"""Load the dated facts that ship with the program: once, validated, queryable by date."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from kortreist.errors import FactsError
from kortreist.provenance import MARKS, Mark, Origin

__all__ = ["Fact", "Facts", "Row", "load"]

Row = Mapping[str, Any]
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
        descriptor = json.loads((root / "datapackage.json").read_text("utf-8"))
        self._resources: dict[str, dict[str, Any]] = {
            r["name"]: r for r in descriptor["resources"]
        }
        self._tables: dict[str, tuple[Row, ...]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the tables."""
        return tuple(self._resources)

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
        return tuple(r for r in rows if self._valid(name, r, at))

    def row(self, name: str, at: date | None = None, **keys: object) -> Row:
        """Return the one row that has these values.

        Raises
        ------
        FactsError
            None, or more than one.
        """
        found = [
            r for r in self.table(name, at) if all(r.get(k) == v for k, v in keys.items())
        ]
        if len(found) != 1:
            raise FactsError(
                "facts.not_one", table=name, keys=str(keys), found=len(found), at=str(at)
            )
        return found[0]

    def figure(self, id: str, at: date | None = None) -> Fact:
        """Return one figure of the table ``figures``, valid on a date (default today).

        Raises
        ------
        FactsError
            No figure of that id is valid on the date.
        """
        row = self.row("figures", at or date.today(), id=id)
        return Fact(
            id, row["value"], row["unit"], row["low"], row["high"], row["text"],
            self.origin("figures", row, f"figures/{id}"),
        )  # fmt: skip

    def origin(self, name: str, row: Row, id: str | None = None) -> Origin:
        """Return where a row comes from, as an :class:`Origin` of kind ``fact``."""

        def get(key: str) -> str:
            value = row.get(key)
            if value is None:
                value = self._resources[name].get("provenance", {}).get(key)
            return "" if value is None else str(value)

        source = self.source(get("source"))
        mark = get("mark") or "verified"
        if mark not in MARKS:
            raise FactsError("facts.bad_cell", table=name, row="?", field="mark", value=mark,
                             problem=f"not one of {MARKS}")  # fmt: skip
        checked: Mark = mark
        return Origin(
            id=id or name,
            kind="fact",
            title=str(row.get("text") or self._resources[name].get("title", name)),
            source=f"{source['publisher']}: {source['title']}",
            url=source["url"] or "",
            licence=source["licence"] or "",
            valid_from=get("valid_from"),
            valid_to=get("valid_to"),
            checked_on=get("checked_on"),
            mark=checked,
        )

    def source(self, id: str) -> Row:
        """Return a work of the table ``sources`` by id."""
        for row in self.table("sources"):
            if row["id"] == id:
                return row
        raise FactsError("facts.no_source", source=id)

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
        fields = resource["schema"]["fields"]
        text = (self._root / resource["path"]).read_text("utf-8")
        reader = csv.reader(text.splitlines())
        header = next(reader)
        expected = [f["name"] for f in fields]
        if header != expected:
            raise FactsError("facts.bad_header", table=name, found=header, expected=expected)
        return tuple(
            {
                f["name"]: _cell(name, number, f, raw)
                for f, raw in zip(fields, _whole(name, number, cells, fields), strict=True)
            }
            for number, cells in enumerate(reader, start=2)
        )


def _whole(name: str, number: int, cells: list[str], fields: list[Any]) -> Iterable[str]:
    if len(cells) != len(fields):
        raise FactsError("facts.bad_row", table=name, row=number, found=len(cells),
                         expected=len(fields))  # fmt: skip
    return cells


def _cell(table: str, row: int, field: Mapping[str, Any], raw: str) -> Any:
    constraints = field.get("constraints", {})

    def bad(problem: str) -> FactsError:
        return FactsError("facts.bad_cell", table=table, row=row, field=field["name"],
                          value=raw, problem=problem)  # fmt: skip

    if raw == "":
        if constraints.get("required"):
            raise bad("empty")
        return None
    kind = field.get("type", "string")
    try:
        value: Any
        if kind == "number":
            value = float(raw)
        elif kind in ("integer", "year"):
            value = int(raw)
        elif kind == "date":
            value = date.fromisoformat(raw)
        elif kind == "boolean":
            value = {"true": True, "false": False}[raw]
        else:
            value = raw
    except (ValueError, KeyError):
        raise bad(f"not a {kind}") from None
    if "enum" in constraints and value not in constraints["enum"]:
        raise bad(f"not one of {constraints['enum']}")
    if "minimum" in constraints and value < constraints["minimum"]:
        raise bad(f"below {constraints['minimum']}")
    if "maximum" in constraints and value > constraints["maximum"]:
        raise bad(f"above {constraints['maximum']}")
    return value


@lru_cache(maxsize=1)
def load() -> Facts:
    """Return the facts that ship with the program, read once."""
    return Facts(resources.files("kortreist.facts"))
