"""What the emission of the goal year depends on most, and what would bring the target closer."""

from __future__ import annotations

from kortreist.documents.format.blocks import Block, Cell, ChartBlock, Inlines, Table
from kortreist.documents.format.writer import DASH, Range
from kortreist.documents.plan import charts
from kortreist.documents.plan.goal import GoalPart
from kortreist.documents.plan.writer import PlanWriter
from kortreist.plans.outcome import DriverShare, PlanOutcome

__all__ = ["drives", "reach"]

#: Share of the spread below which a row would say "0 %".
_MIN = 0.005
#: What may stand between plan and target and is shown with the share of futures it opens.
_WAYS = ("money", "staff", "conditions", "all")


def drives(w: PlanWriter) -> tuple[Block, ...]:
    """Return what drives the emission, rules found in the futures and what is worth knowing."""
    shares = _telling(w.outcome)
    blocks: list[Block] = []
    if shares:
        blocks += [w.paragraph("drives.intro", year=w.year(w.outcome.room.goal.year)), _chart(w)]
    if shares or w.outcome.findings:
        ref = w.own("findings")
        blocks += [
            w.heading("findings.heading"),
            w.bullets([w.words.finding(f, ref) for f in w.outcome.findings])
            if w.outcome.findings
            else w.paragraph("findings.none"),
        ]
    if shares:
        blocks.append(w.heading("drives.worth_heading"))
        blocks.append(w.paragraph(_worth(w)))
    return tuple(blocks)


def _telling(outcome: PlanOutcome) -> tuple[DriverShare, ...]:
    """Return what explains something, or is worth knowing; all of it where nothing does."""
    telling = tuple(d for d in outcome.drivers if d.total >= _MIN or d.worth_clear)
    return telling or outcome.drivers


def _chart(w: PlanWriter) -> ChartBlock:
    shares = _telling(w.outcome)
    year = w.year(w.outcome.room.goal.year)
    svg = charts.compared(
        [
            {
                "name": w.words.factor(d.kind, d.key),
                "value": max(d.total, 0.0) * 100,
                "mark": max(d.first, 0.0) * 100,
                "low": max(d.total - d.total_conf, 0.0) * 100,
                "high": (d.total + d.total_conf) * 100,
                "text": w.t.percent(d.total) if d.total >= _MIN else w.t.counted(0.0),
            }
            for d in shares
        ],
        (w.t("documents.drives.total"), w.t("documents.drives.first")),
        w.t("documents.drives.axis"),
        w.language,
        "drives",
    )
    alt = w.t(
        "documents.drives.alt",
        year=year.text,
        first=w.words.factor(shares[0].kind, shares[0].key),
        share=w.t.percent(shares[0].total),
    )
    return w.chart_block("drives-chart", w.text("drives.chart", year=year), alt, svg, _table(w))


def _table(w: PlanWriter) -> Table:
    ref, worth = w.own("drives"), w.own("worth")

    def share(value: float, half: float) -> Cell:
        value = max(value, 0.0)  # an estimate a little below nothing is nothing
        low, high = max(value - half, 0.0), value + half
        if high < _MIN:
            return w.cell(w.chance(value, ref))
        shown = (w.percent(value, ref),) if value >= _MIN else w.counted(value, ref)
        if round(low * 100) == round(high * 100):
            return w.cell(shown)
        return w.cell(shown, (w.number(low * 100, ref), DASH, w.percent(high, ref)))

    def value(d: DriverShare) -> Cell:
        if d.worth_nok is None or d.worth_low is None or d.worth_high is None:
            return w.cell(w.text("drives.not_computed"))
        if not d.worth_clear:
            return w.cell(w.text("drives.not_clear"))
        thousands = Range(d.worth_low / 1000, d.worth_nok / 1000, d.worth_high / 1000)
        return w.band(thousands, worth)

    rows = tuple(
        w.row(
            w.name(w.words.factor(d.kind, d.key)),
            share(d.total, d.total_conf),
            share(d.first, d.first_conf),
            w.number(d.mu_star, ref),
            value(d),
        )
        for d in _telling(w.outcome)
    )
    return w.table(
        "drives",
        w.text("drives.caption", year=w.year(w.outcome.room.goal.year)),
        [
            w.text_column("drives.what", 2.2),
            w.column("drives.total"),
            w.column("drives.first"),
            w.column("drives.moves", unit=w.tonne),
            w.column("drives.worth", unit=w.kroner("thousand")),
        ],
        rows,
        [w.text("drives.note")],
    )


def _worth(w: PlanWriter) -> Inlines:
    """Return what is worth finding out first, and what waiting with the rest is worth."""
    valued = [d for d in w.outcome.drivers if d.worth_clear]
    valued.sort(key=lambda d: -(d.worth_nok or 0.0))
    ref = w.own("worth")
    text = w.text("drives.worth_nothing", year=w.year(w.outcome.learning.year))
    if valued:
        named = [
            (w.name(w.words.factor(d.kind, d.key)), " (", *w.money(d.worth_nok, ref), ")")
            for d in valued[:3]
        ]
        text = w.text(
            "drives.worth_most", year=w.year(w.outcome.learning.year), what=w.listed(named)
        )
    value = w.outcome.learning.value_nok
    if value is None or value < 1000.0:
        return text
    return (
        *text,
        " ",
        *w.text(
            "drives.waiting",
            money=w.money(value, w.own("learning")),
            year=w.year(w.outcome.learning.year),
        ),
    )


def reach(w: PlanWriter) -> tuple[Block, ...]:
    """Return what would bring the target within reach; empty where it is."""
    ref = w.own("reach")
    ways = {d.kind: d.change for d in w.outcome.in_the_way if d.kind in _WAYS}
    if not ways:
        return ()
    year, target = w.year(w.outcome.room.goal.year), GoalPart(w).target()
    rows = tuple(
        w.row(w.text(f"reach.{way}"), w.chance(ways[way], ref)) for way in _WAYS if way in ways
    )
    every = ways.get("all")
    blocks: list[Block] = [w.paragraph("reach.intro", target=target, year=year)]
    blocks.append(
        w.table(
            "reach",
            w.text("reach.caption", target=target, year=year),
            [w.text_column("reach.if", 3.0), w.column("reach.met", 1.2)],
            rows,
        )
    )
    if every is not None:
        key = "reach.not_even" if every < 0.5 else "reach.together"
        blocks.append(w.paragraph(key))
    return tuple(blocks)
