"""The pathway map of a plan: the questions, the ways and where they end, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kortreist_web.core.texts import engine, web
from kortreist_web.plans.kept_open import open_ids
from kortreist_web.plans.signposts import inside, money_text
from kortreist_web.plans.watched import Watched

__all__ = ["MapStop", "MapWay", "branch_map"]

#: (kind, key) → the name of a measure, a condition or a driver, in the reader's language.
NameOf = Callable[[str, str], str]
#: A measure's id → who decides it, in the reader's language.
DecidersOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class MapWay:
    """One way from a question: its answer, how often, and what is then done."""

    kind: str
    answer: str
    done: str


@dataclass(frozen=True, slots=True)
class MapStop:
    """One stop: by when, what is asked or done, the ways, what if nothing is decided.

    ``measures`` are the names of what ``head`` counts, with start years or who decides;
    ``watched`` is how the sign of a question stands, where somebody watches it.
    """

    kind: str
    by: str
    head: str
    ways: tuple[MapWay, ...]
    after: tuple[str, ...]
    measures: tuple[str, ...]
    watched: Watched | None


def branch_map(
    content: Mapping[str, Any],
    name_of: NameOf,
    deciders_of: DecidersOf,
    watched: Mapping[tuple[str, str], Watched],
) -> dict[str, Any]:
    """Return the values of the map's template; nothing of plans that have no such map.

    Parameters
    ----------
    content : mapping
        ``plan.json``.
    name_of : callable
        (kind, key) → name.
    deciders_of : callable
        Measure id → who decides it.
    watched : mapping
        (kind, key) → how the sign stands that is watched.
    """
    found = content.get("pathway_map")
    # Plans from before version 3.2 have a list of packages, and some ends that do not add up.
    if not isinstance(found, Mapping) or "undecided" not in found:
        return {}
    late = content["decide_now"]["measures"]
    say = _Said(name_of, deciders_of)
    stops = _stops(
        found, say, [(id, "") for id in late], open_ids(content), _costs(content), watched
    )
    return {
        "map_stops": stops,
        "map_ways": _ways(found, stops),
        "map_year": found["year"],
        "map_kept": "; ".join(name_of("measure", one["measure"]) for one in found["unsorted"]),
    }


def _stops(
    found: Mapping[str, Any],
    say: _Said,
    late: Sequence[tuple[str, str]],
    open_: Collection[str],
    costs: Mapping[str, tuple[float, int, int]],
    watched: Mapping[tuple[str, str], Watched],
) -> tuple[MapStop, ...]:
    # The planner is not started by the pages that have no plan.
    from kortreist.documents.plan.map_lines import stops

    t = engine()
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
            tuple(map(say.line, s.measures)),
            watched.get(s.head[1]["what"][1][:2]) if s.kind == "branch" else None,
        )
        for s in stops(found, late, open_, costs)
    )


def _costs(content: Mapping[str, Any]) -> dict[str, tuple[float, int, int]]:
    """Return what each measure costs over the plan's years, where all of it is known."""
    years = content["plan_years"]
    return {
        row["id"]: (
            sum(by_year.get(str(y), 0.0) for by_year in row["cost"].values() for y in years),
            years[0],
            years[-1],
        )
        for row in content["measures"]
        if not row["cost_missing"]
    }


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
    for kind, key in (("followed", "followed"), ("undecided", "undecided_end")):
        name = engine()(f"documents.map.{key}")
        rows.append({"name": name, "answer": "", "done": "", "way": found[kind]})
    return rows


class _Said:
    """Says the lines of a map."""

    def __init__(self, name_of: NameOf, deciders_of: DecidersOf) -> None:
        self.name_of, self.deciders_of = name_of, deciders_of

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
        if kind == "nok":
            return money_text(value)
        if kind == "measure":
            return self.name_of("measure", value[0])
        if kind == "deciders":
            return "; ".join(dict.fromkeys(filter(None, map(self.deciders_of, value)))) or "–"
        if kind == "starts":
            return ", ".join(map(self.start, value))
        if kind == "sign":
            what, key, _ = value
            name = self.name_of("measure" if what == "cost" else what, key)
            return inside(name) if what == "driver" else name
        return t.number(value)
