"""The pathway map of a plan: the questions, the ways and where they end, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kortreist_web.core.texts import engine, web
from kortreist_web.plans.signposts import inside

__all__ = ["MapStop", "MapWay", "branch_map"]

#: (kind, key) → the name of a measure, a condition or a driver, in the reader's language.
NameOf = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class MapWay:
    """One way from a question: its answer, how often, and what is then done."""

    kind: str
    answer: str
    done: str


@dataclass(frozen=True, slots=True)
class MapStop:
    """One stop: by when, what is asked or done, the ways, what if nothing is decided.

    ``measures`` are the names of what ``head`` counts, with their start years.
    """

    kind: str
    by: str
    head: str
    ways: tuple[MapWay, ...]
    after: tuple[str, ...]
    measures: tuple[str, ...]


def branch_map(content: Mapping[str, Any], name_of: NameOf) -> dict[str, Any]:
    """Return the values of the map's template; nothing of plans that have no such map.

    Parameters
    ----------
    content : mapping
        ``plan.json``.
    name_of : callable
        (kind, key) → name.
    """
    found = content.get("pathway_map")
    # Plans from before version 3.2 have a list of packages.
    if not isinstance(found, Mapping):
        return {}
    stops = _stops(found, name_of)
    return {
        "map_stops": stops,
        "map_ways": _ways(found, stops),
        "map_year": found["year"],
        "map_kept": "; ".join(name_of("measure", one["measure"]) for one in found["unsorted"]),
    }


def _stops(found: Mapping[str, Any], name_of: NameOf) -> tuple[MapStop, ...]:
    # The planner is not started by the pages that have no plan.
    from kortreist.documents.plan.map_lines import stops

    say, t = _Said(name_of), engine()
    return tuple(
        MapStop(
            s.kind,
            t("documents.map.by", year=s.year) if s.kind == "branch" else "",
            say.line(s.head),
            tuple(
                MapWay(kind, f"{t(f'documents.map.{kind}')}, {say.line(share)}", say.line(done))
                for kind, done, share in s.ways
            ),
            tuple(map(say.line, s.after)),
            tuple(map(say.start, s.measures)),
        )
        for s in stops(found)
    )


def _ways(found: Mapping[str, Any], stops: tuple[MapStop, ...]) -> list[dict[str, Any]]:
    """Return the table behind the map: one row a way, and the map followed or not."""
    rows = []
    asked = [s for s in stops if s.kind == "branch"]
    for branch, stop in zip(found["branches"], asked, strict=True):
        for way in stop.ways:
            name = f"{branch['year']}: {stop.head}"
            rows.append(
                {"name": name, "answer": way.answer, "done": way.done, "way": branch[way.kind]}
            )
    last = found["learning_year"] - 1
    for kind in ("followed", "nothing"):
        name = engine()(f"documents.map.{kind}", year=last)
        rows.append({"name": name, "answer": "", "done": "", "way": found[kind]})
    return rows


class _Said:
    """Says the lines of a map."""

    def __init__(self, name_of: NameOf) -> None:
        self.name_of = name_of

    def line(self, line: tuple[str, dict[str, tuple[str, Any]]]) -> str:
        key, values = line
        return engine()(f"documents.map.{key}", **{k: self._value(*v) for k, v in values.items()})

    def start(self, one: Mapping[str, Any]) -> str:
        what = self.name_of("measure", one["measure"])
        return engine()("documents.map.start_from", what=what, year=one["year"])

    def _value(self, kind: str, value: Any) -> str:
        t = web()
        if kind == "year":
            return str(value)
        if kind == "share":
            return t.chance(value)
        if kind == "part":
            return t.percent(value)
        if kind == "starts":
            return ", ".join(map(self.start, value))
        if kind == "sign":
            what, key, _ = value
            name = self.name_of("measure" if what == "cost" else what, key)
            return inside(name) if what == "driver" else name
        return t.number(value)
