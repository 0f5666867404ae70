"""The measures of adopted budgets as anyone may read of them: the list, and what one is.

Everything of the municipality's is read from frozen versions; what a measure is in general is
the library's (:mod:`kortreist_web.measures.told`). A page is also the trace from the resolution
to what was observed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from kortreist_web.budgets.evidence import Reported, Seen, evidence, tone
from kortreist_web.budgets.frozen import BUDGET, open_current
from kortreist_web.budgets.labels import named
from kortreist_web.budgets.money_totals import Sum
from kortreist_web.budgets.parts import PARTS, part_of_line
from kortreist_web.budgets.presenters import Line, present
from kortreist_web.budgets.provenance import OWN_COST
from kortreist_web.budgets.reached import Reached, reached
from kortreist_web.budgets.traces import Indicated, Trace, indicated
from kortreist_web.core.charts import Chart
from kortreist_web.core.domain import Part, from_all
from kortreist_web.core.line_chart import Series, lines
from kortreist_web.core.texts import engine, text
from kortreist_web.measures.told import Told
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version
from kortreist_web.versions.withdrawn import withdrawn

__all__ = [
    "Listed",
    "Standing",
    "budget_in_force",
    "effect_chart",
    "listed",
    "observed_charts",
    "parts_of",
    "source_of_cost",
    "standing",
]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a measure stands: the key of a text, the colour of its tag, and when it was said.

    ``reached``: of one that is done, what it is still to reach; ``why``: of one that is not told
    of, the reason the newest report gives.
    """

    key: str
    tone: str
    said: Reported | None
    start_year: int
    reached: Reached | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A measure in the list: what it cuts and costs in the budget in force, and how it stands."""

    measure: str
    name: str
    unit: str
    cut: Mapping[str, float] | None
    cost: Sum
    standing: Standing


def budget_in_force(organisation: Organisation) -> Version | None:
    """Return the adopted budget that holds, if anyone may read it."""
    frozen = open_current(organisation)
    return None if frozen is None or withdrawn(organisation, BUDGET, frozen) else frozen


def standing(
    start_year: int,
    reported: Sequence[Reported],
    year: int,
    *,
    indicators: Sequence[Indicated] = (),
    why: str = "",
) -> Standing:
    """Return how a measure stands, from what completed reports say of it.

    Parameters
    ----------
    start_year : int
    reported : sequence of Reported
        Oldest first; empty: nothing is said of it.
    year : int
        The budget's: a measure that begins later is not missing in it.
    indicators : sequence of Indicated
        What is to be reached, and what was seen.
    why : str
        The reason the newest report gives for saying nothing of it.
    """
    if reported:
        last = reported[-1]
        said = f"decisions.status.{last.status}"
        more = reached(indicators, last.year) if last.status == "done" else None
        return Standing(said, tone(last.status, start_year, last.year), last, start_year, more)
    key = "budgets.measure.later" if start_year > year else "budgets.measure.unreported"
    return Standing(key, "neutral", None, start_year, why=why)


def listed(
    organisation: Organisation, frozen: Version
) -> tuple[int, list[tuple[str, list[Listed]]]]:
    """Return the budget's last year, and its measures by part, what cuts most first.

    Returns
    -------
    tuple
        ``(year, [(part, measures), …])``; parts without measures are left out.
    """
    shown = present(frozen.content)
    ids = [i["id"] for line in frozen.content["lines"] for i in line["indicators"]]
    seen = evidence(organisation, ids, member=False)
    last = shown.years[-1]
    by_part: dict[str, list[Listed]] = {part: [] for part in PARTS}
    for line in shown.lines:
        row = line.data
        by_part[part_of_line(row)].append(
            Listed(
                row["measure"],
                named(row["name"], row["measure"]),
                row.get("unit") or "",
                line.effect[last],
                line.total,
                standing(
                    row["start_year"],
                    seen.reported.get(row["measure"], ()),
                    frozen.year,
                    indicators=indicated(row, seen),
                    why=seen.unsaid.get(row["measure"], ""),
                ),
            )
        )
    for rows in by_part.values():
        rows.sort(key=lambda r: (r.cut is None, -(r.cut or {"central": 0.0})["central"], r.name))
    return last, [(part, rows) for part, rows in by_part.items() if rows]


def source_of_cost(line: Line, told: Told | None) -> str:
    """Return how sure the source of what it costs is, in words; empty where nothing is known."""
    data = line.data
    if str((data.get("origins") or {}).get("cost", "")).startswith(OWN_COST):
        return text("budgets.range.own_short")
    if line.total.known is None:
        return ""
    mark = (data.get("cost_marks") or {}).get("municipality") or (told.cost_mark if told else "")
    return engine()(f"documents.mark.{mark}") if mark else ""


def effect_chart(line: Line, name: str) -> Chart | None:
    """Draw what a measure is expected to cut, year by year; None where it is not counted."""
    bands = {int(y): b for y, b in line.data["effect"].items()}
    if line.moved or not any(b["high"] for b in bands.values()):
        return None
    middle = {y: b["central"] for y, b in bands.items()}
    ends = {y: (b["low"], b["high"]) for y, b in bands.items()}
    title = text("budgets.measure.by_year", name=name)
    one = Series("plan", text("budgets.measure.cut"), middle, ends)
    drawn = lines(title, sorted(bands), [one], engine()("documents.unit.t"))
    return drawn.placed("tiltak", line.data["measure"])


def observed_charts(trace: Trace) -> list[tuple[Indicated, Chart | None]]:
    """Return the newest budget's indicators, each with its curve against what is to be reached."""
    return [(i, _curve(i)) for i in trace.decided[0].indicators]


def _curve(indicator: Indicated) -> Chart | None:
    targets = {int(y): float(v) for y, v in indicator.targets.items()}
    seen = _by_year(indicator.seen)
    years = {*targets, *seen}
    if not seen and len(targets) < 2:
        return None
    series = [
        Series("inventory", text("indicators.chart.observed"), seen),
        Series("frame", text("indicators.chart.targets"), targets),
    ]
    span = range(min(years), max(years) + 1)
    return lines(indicator.name, span, series, indicator.unit).placed("indikator", indicator.id)


def _by_year(seen: Sequence[Seen]) -> dict[int, float]:
    """Return year → value: the whole year's, or that of the last period that was observed."""
    out: dict[int, tuple[int, float]] = {}
    for one in seen:
        rank = one.period or 99
        if one.value is not None and rank >= out.get(one.year, (0, 0.0))[0]:
            out[one.year] = (rank, one.value)
    return {year: value for year, (_, value) in sorted(out.items())}


def parts_of(request: HttpRequest, organisation: Organisation, measure: str) -> list[Part]:
    """Return what domains add to the page of a measure that anyone may read."""
    made = (
        make(request, organisation, measure)
        for make in from_all(lambda domain: domain.public_measure_parts)
    )
    return [part for part in made if part is not None]
