"""From a resolution to what came of it, and back from a measure or an indicator to who decided.

Resolution → budget → measure → money → indicator → what was observed; everything is read
from frozen versions, so that the trace shows what was decided and not what is drafted now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kortreist_web.budgets.economic import compare_line
from kortreist_web.budgets.evidence import Evidence, Reported, Seen, evidence
from kortreist_web.budgets.frozen import public_versions, versions
from kortreist_web.budgets.kinds import price_year_of
from kortreist_web.budgets.money_totals import Sum, line_total
from kortreist_web.budgets.presenters import Line, present
from kortreist_web.decisions.queries import resolution_of
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["Decided", "Indicated", "Trace", "chain", "indicated", "known", "readable", "trace"]


@dataclass(frozen=True, slots=True)
class Indicated:
    """An indicator as the budget has it, with what was observed against its targets."""

    id: int
    name: str
    unit: str
    targets: Mapping[str, float]
    seen: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """A measure in one version: what was decided of it, and what came of it."""

    frozen: Version
    resolution: Any
    line: Line
    last_year: int
    effect: Mapping[str, float] | None
    municipality: Sum
    planned: int | None
    indicators: tuple[Indicated, ...]
    reported: tuple[Reported, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """A measure through all versions, newest first."""

    measure: str
    name: Mapping[str, str]
    decided: tuple[Decided, ...]
    #: Why the newest report says nothing of how it stands; empty where it does, or there is none.
    unsaid: str = ""


def readable(organisation: Organisation, *, member: bool) -> list[Version]:
    """Return the versions the reader may see, newest first."""
    rows = versions(organisation) if member else public_versions(organisation)
    return list(rows)


def known(
    frozen_versions: Iterable[Version],
) -> tuple[dict[str, Mapping[str, str]], dict[int, tuple[str, str]]]:
    """Return measure → name, and indicator → (name, measure), of all versions."""
    measures: dict[str, Mapping[str, str]] = {}
    indicators: dict[int, tuple[str, str]] = {}
    for frozen in frozen_versions:
        for line in frozen.content["lines"]:
            measures.setdefault(line["measure"], line["name"])
            for i in line["indicators"]:
                indicators.setdefault(i["id"], (i["name"], line["measure"]))
    return measures, indicators


def chain(resolution: Any, *, member: bool) -> tuple[Decided, ...]:
    """Return what a resolution decided, measure by measure, with what came of it."""
    frozen = resolution.frozen
    if frozen is None:
        return ()
    ids = [i["id"] for line in frozen.content["lines"] for i in line["indicators"]]
    seen = evidence(resolution.organisation, ids, member=member)
    shown = present(frozen.content)
    return tuple(_decision(frozen, resolution, x, shown.years, seen) for x in shown.lines)


def trace(
    organisation: Organisation, measure: str, frozen_versions: Iterable[Version], *, member: bool
) -> Trace | None:
    """Return a measure through the versions that have it; None where none has."""
    whole = list(frozen_versions)
    rows = [f for f in whole if any(x["measure"] == measure for x in f.content["lines"])]
    # A proposal that was adopted is told of once, as the version that was adopted.
    same = {(f.draft, f.content.get("proposal", {}).get("number")) for f in whole}
    rows = [f for f in rows if (f.draft, f.number) not in same]
    ids = {
        i["id"]
        for f in rows
        for x in f.content["lines"]
        if x["measure"] == measure
        for i in x["indicators"]
    }
    seen = evidence(organisation, ids, member=member)
    out: list[Decided] = []
    for frozen in rows:
        shown = present(frozen.content)
        line = next(x for x in shown.lines if x.data["measure"] == measure)
        out.append(_decision(frozen, resolution_of(frozen), line, shown.years, seen))
    if not out:
        return None
    return Trace(measure, out[0].line.data["name"], tuple(out), seen.unsaid.get(measure, ""))


def indicated(line: Mapping[str, Any], seen: Evidence) -> tuple[Indicated, ...]:
    """Return a line's indicators, with what was observed of them."""
    return tuple(
        Indicated(
            i["id"],
            i["name"],
            i["unit_of_measure"],
            i["targets"],
            tuple(seen.seen.get(i["id"], ())),
        )
        for i in line["indicators"]
    )


def _decision(
    frozen: Version, resolution: Any, line: Line, years: tuple[int, ...], seen: Evidence
) -> Decided:
    data = line.data
    return Decided(
        frozen,
        resolution,
        line,
        years[-1],
        line.effect[years[-1]],
        line_total(data, years, "municipality"),
        compare_line(data, years, price_year_of(frozen.content)).total.planned,
        indicated(data, seen),
        tuple(seen.reported.get(data["measure"], ())),
    )
