"""Where plants in the trading system are most of an account: the plan without them, beside."""

from __future__ import annotations

from kortreist.accounts.leaving_out import plants_share
from kortreist.documents.format.blocks import Block, Note, Table
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
    rows = [
        w.row(
            w.year(year),
            w.number(other.frame[year], "formula/frame"),
            w.band(other.baseline[year], "formula/baseline"),
            w.band(other.pathway[year], "formula/pathway"),
            w.chance(other.probability_under_frame.get(year), "formula/probability"),
        )
        for year in other.plan_years
    ]
    return w.table(
        "beside-years",
        w.text("beside.years", unit=w.tonne),
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
    rows = [
        w.row(
            w.words.measure(row.measure.id),
            w.year(row.start_year),
            w.band(row.effect[last], "formula/effect", small=True),
        )
        for row in other.measures[:_NAMED]
    ]
    return w.table(
        "beside-measures",
        w.text("beside.measures", year=w.year(last), unit=w.tonne),
        [
            w.text_column("measures.measure", 2.8),
            w.text_column("groups.start", 0.8),
            w.column((w.tonne,), 1.0),
        ],
        rows,
        (w.text("beside.measures_note"),) if len(other.measures) > _NAMED else (),
    )
