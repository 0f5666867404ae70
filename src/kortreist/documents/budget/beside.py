"""Where plants in the trading system are most of an account: the plan without them, beside."""

from __future__ import annotations

from kortreist.accounts.leaving_out import plants_share
from kortreist.budgets.budget import ClimateBudget
from kortreist.documents.account.refs import Refs
from kortreist.documents.format.blocks import (
    Block,
    Cell,
    Column,
    Inlines,
    Note,
    Paragraph,
    Row,
    Table,
)
from kortreist.documents.format.writer import Figures
from kortreist.documents.plan.labels import OutcomeWords
from kortreist.documents.plan.refs import OutcomeRefs
from kortreist.documents.plan.stair import StairPart

__all__ = ["beside", "leads_with_both"]

#: Measures of the plan beside that are named; its whole list is in ``plan.json``.
_NAMED = 10


def leads_with_both(write: Figures, refs: Refs, budget: ClimateBudget) -> Note | None:
    """Return what is said before the first picture; None where there is one plan only."""
    if budget.beside is None:
        return None
    share = write.percent(plants_share(budget.account), refs.own("document/sector"))
    return Note(write.text("beside.lead", share=share), "plain")


def beside(
    write: Figures, refs: Refs, own: OutcomeRefs, budget: ClimateBudget
) -> tuple[Block, ...]:
    """Return the plan without the plants, summarised: its stair, its years, its measures.

    Parameters
    ----------
    write : Figures
    refs : Refs
    own : OutcomeRefs
    budget : ClimateBudget
    """
    other = budget.beside
    if other is None:
        return ()
    words = OutcomeWords(write, other)
    stair = StairPart(write, refs, own, words, other, id="stair-without-plants")
    return (
        Paragraph(write.text("beside.intro")),
        *stair.page(),
        _years(write, other),
        _measures(write, words, other),
    )


def _years(write: Figures, other: ClimateBudget) -> Table:
    w = write
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
        rows.append(Row(Cell((w.year(year),)), cells))
    return Table(
        "beside-years",
        w.text("beside.years", unit=w.t("documents.unit.t")),
        (
            Column(w.text("word.year"), False, 0.7),
            Column(w.text("target.frame")),
            Column(w.text("target.baseline"), True, 1.3),
            Column(w.text("target.pathway"), True, 1.3),
            Column(w.text("target.probability"), True, 1.1),
        ),
        tuple(rows),
    )


def _measures(write: Figures, words: OutcomeWords, other: ClimateBudget) -> Table:
    w, last = write, other.plan_years[-1]
    rows = []
    for row in other.measures[:_NAMED]:
        effect = row.effect[last]
        name: Inlines = words.measure(row.measure.id)
        cells = (
            Cell((w.year(row.start_year),)),
            Cell(
                (w.small(effect.central, "formula/effect"),),
                w.span(effect.low, effect.high, "formula/effect"),
            ),
        )
        rows.append(Row(Cell(name), cells))
    return Table(
        "beside-measures",
        w.text("beside.measures", year=w.year(last), unit=w.t("documents.unit.t")),
        (
            Column(w.text("measures.measure"), False, 2.8),
            Column(w.text("groups.start"), False, 0.8),
            Column((w.t("documents.unit.t"),), True, 1.0),
        ),
        tuple(rows),
        (w.text("beside.measures_note"),) if len(other.measures) > _NAMED else (),
    )
