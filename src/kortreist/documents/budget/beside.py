"""Where plants in the trading system are most of an account: the plan without them, beside."""

from __future__ import annotations

from kortreist.accounts.leaving_out import plants_share
from kortreist.documents.format.blocks import (
    Block,
    Cell,
    Inlines,
    Note,
    Table,
)
from kortreist.documents.plan.stair import StairPart
from kortreist.documents.plan.writer import PlanWriter

__all__ = ["beside", "leads_with_both"]

#: Measures of the plan beside that are named; its whole list is in ``plan.json``.
_NAMED = 10


def leads_with_both(w: PlanWriter) -> Note | None:
    """Return what is said before the first picture; None where there is one plan only."""
    if w.budget.beside is None:
        return None
    share = w.percent(plants_share(w.budget.account), w.own("sector"))
    return w.note("beside.lead", share=share)


def beside(w: PlanWriter) -> tuple[Block, ...]:
    """Return the plan without the plants, summarised: its stair, its years, its measures."""
    other = w.budget.beside
    if other is None:
        return ()
    w = w.beside(other)
    return (
        w.paragraph("beside.intro"),
        *StairPart(w, "stair-without-plants").page(),
        _years(w),
        _measures(w),
    )


def _years(w: PlanWriter) -> Table:
    other = w.budget
    rows = []
    for year in other.plan_years:
        base, path = other.baseline[year], other.pathway[year]
        cells = (
            Cell((w.number(other.frame[year], "formula/frame"),)),
            Cell(
                (w.number(base.central, "formula/baseline"),),
                w.span(base.low, base.high, "formula/baseline"),
            ),
            Cell(
                (w.number(path.central, "formula/pathway"),),
                w.span(path.low, path.high, "formula/pathway"),
            ),
            Cell(w.chance(other.probability_under_frame.get(year), "formula/probability")),
        )
        rows.append(w.row(w.year(year), *cells))
    return w.table(
        "beside-years",
        w.text("beside.years", unit=w.t("documents.unit.t")),
        [
            w.text_column("word.year", 0.7),
            w.column("target.frame"),
            w.column("target.baseline", 1.3),
            w.column("target.pathway", 1.3),
            w.column("target.probability", 1.1),
        ],
        rows,
    )


def _measures(w: PlanWriter) -> Table:
    other = w.budget
    last = other.plan_years[-1]
    rows = []
    for row in other.measures[:_NAMED]:
        effect = row.effect[last]
        name: Inlines = w.words.measure(row.measure.id)
        cells = (
            Cell((w.year(row.start_year),)),
            Cell(
                (w.small(effect.central, "formula/effect"),),
                w.span(effect.low, effect.high, "formula/effect"),
            ),
        )
        rows.append(w.row(name, *cells))
    return w.table(
        "beside-measures",
        w.text("beside.measures", year=w.year(last), unit=w.t("documents.unit.t")),
        [
            w.text_column("measures.measure", 2.8),
            w.text_column("groups.start", 0.8),
            w.column((w.t("documents.unit.t"),), 1.0),
        ],
        rows,
        (w.text("beside.measures_note"),) if len(other.measures) > _NAMED else (),
    )
