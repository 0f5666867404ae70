"""The list of measures: in groups that are never sorted together, sorted as asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from kortreist_web.core.texts import language, text
from kortreist_web.measures.catalogue import choice_key
from kortreist_web.measures.figures_here import FIGURES, Here
from kortreist_web.measures.filters import Filters
from kortreist_web.measures.models import MeasureChoice

if TYPE_CHECKING:
    from kortreist.measures import Measure

__all__ = ["GROUPS", "TOP", "Asked", "Group", "Heading", "Row", "groups", "headings"]

#: How many matter most.
TOP = 20
#: Groups in their order: with tonnes here, in the footprint only, without figures, not here.
GROUPS = ("here", "footprint", "unknown", "elsewhere")
#: Columns whose figures are of one boundary.
_OF_BOUNDARY = ("cut", "price")


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the list is asked for.

    Parameters
    ----------
    filters : Filters
    sort : str
        Column; with ``-`` before it the other way round.
    whole : bool
        All of it, not only what matters most.
    """

    filters: Filters
    sort: str
    whole: bool

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Asked:
        """Read it from an address; what has no meaning is as if not there."""
        sort = values.get("sort", "")
        if sort.removeprefix("-") not in FIGURES:
            sort = "cut"
        filters = Filters.read(values)
        return cls(filters, sort, values.get("show") == "all" or filters.any)

    def address(self, **changed: str) -> str:
        """Return the query of the same list, some of it changed; an empty value is left out."""
        values = {
            "q": self.filters.query,
            **{n: getattr(self.filters, n) for n in self.filters.names()},
            "sort": "" if self.sort == "cut" else self.sort,
            "show": "all" if self.whole and not self.filters.any else "",
        } | changed
        return "?" + urlencode({k: v for k, v in values.items() if v})


@dataclass(frozen=True, slots=True)
class Row:
    """A measure of the list: its key, what it does here, and what is decided."""

    measure: Measure
    key: str
    here: Here | None
    choice: MeasureChoice | None

    @property
    def level(self) -> str:
        """I, II or III."""
        return "I" * self.measure.level

    @property
    def group(self) -> str:
        """Where in the list it stands."""
        return "elsewhere" if self.here is None else self.here.group


@dataclass(frozen=True, slots=True)
class Group:
    """Measures that may be compared with each other; ``left`` more are one click away."""

    key: str
    rows: tuple[Row, ...]
    left: int = 0

    def label(self, column: str, year: int | str) -> str:
        """Return a column's heading; tonnes of the footprint are never under the territory's."""
        key = f"measures.alone.column.{column}"
        other = self.key == "footprint" and column in _OF_BOUNDARY
        return text(f"{key}_footprint" if other else key, year=year)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that sorts: where it leads, and how the list is sorted by it now."""

    key: str
    label: str
    address: str
    sorted: str
    numbers: bool


def groups(
    measures: Sequence[Measure],
    here: Mapping[str, Here],
    choices: Mapping[str, MeasureChoice],
    asked: Asked,
) -> list[Group]:
    """Return the list in its groups.

    Parameters
    ----------
    measures : sequence of Measure
        Those that are searched for, best first.
    here : mapping of str to Here
        Empty where nothing is computed: then all stand in one group, as they came.
    choices : mapping of str to MeasureChoice
    asked : Asked
    """
    rows = [
        Row(m, choice_key(m), here.get(m.id), choices.get(m.id))
        for m in measures
        if asked.filters.fits(m, choices.get(m.id))
    ]
    if not here:
        return [Group("all", tuple(rows))] if rows else []
    by_group = {g: [r for r in rows if r.group == g] for g in GROUPS}
    if not asked.whole:
        # What is left out here is decided about, and what the state decides nobody can choose
        # here: neither is what matters most to look at.
        kept = [
            r
            for r in by_group["here"]
            if not (r.choice and r.choice.state == "excluded")
            and (r.choice or r.measure.decided_by != "state")
        ]
        most = _sorted(kept, "cut")[:TOP]
        left = len(rows) - len(most)
        return [Group("here", tuple(_sorted(most, asked.sort)), left)]
    by_words = bool(asked.filters.query) and asked.sort == "cut"
    return [
        Group(g, tuple(rows if by_words else _sorted(rows, asked.sort)))
        for g, rows in by_group.items()
        if rows
    ]


def _sorted(rows: Sequence[Row], sort: str) -> list[Row]:
    column, turned = sort.removeprefix("-"), sort.startswith("-")
    first = FIGURES[column] != turned

    def value(row: Row) -> float | str | None:
        if column == "name":
            return row.measure.name[language()].casefold()
        return None if row.here is None else row.here.sort_value(column)

    with_value = [(v, r) for r in rows if (v := value(r)) is not None]
    with_value.sort(key=lambda pair: (pair[0], pair[1].key), reverse=first)
    return [r for _, r in with_value] + [r for r in rows if value(r) is None]


def headings(asked: Asked, year: int | str) -> list[Heading]:
    """Return the headings of a group with figures."""
    out = []
    for key, largest in FIGURES.items():
        now = asked.sort.removeprefix("-") == key
        down = now and (largest != asked.sort.startswith("-"))
        other = f"-{key}" if now and not asked.sort.startswith("-") else key
        out.append(
            Heading(
                key,
                text(f"measures.alone.column.{key}", year=year),
                asked.address(sort=other),
                ("descending" if down else "ascending") if now else "",
                key in ("cut", "cost", "price", "binds"),
            )
        )
    order = ("name", "cut", "cost", "price", "who", "binds", "duty")
    return sorted(out, key=lambda h: order.index(h.key))
