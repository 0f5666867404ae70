"""What each measure adds to the plan it is in, against what it would cut alone."""

from __future__ import annotations

from kortreist.documents.format.blocks import Block, Cell, Table
from kortreist.documents.format.writer import Writer
from kortreist.documents.plan import charts
from kortreist.documents.plan.labels import OutcomeWords
from kortreist.documents.plan.price_labels import PriceWords, rounded
from kortreist.documents.plan.refs import OutcomeRefs
from kortreist.plans.outcome import Marginal, PlanOutcome

__all__ = ["marginal"]

_MAX = 15


def marginal(
    write: Writer, refs: OutcomeRefs, words: OutcomeWords, outcome: PlanOutcome
) -> tuple[Block, ...]:
    """Return chart and table; empty where no measure is in the plan.

    Parameters
    ----------
    write : Writer
    refs : OutcomeRefs
    words : OutcomeWords
    outcome : PlanOutcome
    """
    w, rows = write, outcome.marginal
    if not rows:
        return ()
    year, unit = w.year(outcome.room.goal.year), w.t("documents.unit.t")
    maximum = rows[:_MAX]
    svg = charts.compared(
        [
            {
                "name": words.measure_text(m.measure),
                "value": m.added,
                "mark": m.alone,
                "text": _end(write, m),
            }
            for m in maximum
        ],
        (w.t("documents.marginal.added"), w.t("documents.marginal.alone")),
        unit,
        w.language,
        "marginal",
    )
    alt = w.t(
        "documents.marginal.alt",
        year=year.text,
        first=words.measure_text(rows[0].measure),
        added=w.t.number(rows[0].added),
        alone=w.t.number(rows[0].alone),
    )
    key = "marginal.chart" if len(rows) == len(maximum) else "marginal.chart_most"
    chart = w.chart_block(
        "marginal-chart", w.text(key, year=year), alt, svg, _table(write, refs, words, outcome)
    )
    return (w.paragraph("marginal.intro", year=year), chart)


def _end(write: Writer, m: Marginal) -> str:
    """Return what stands at the end of a bar: tonnes and price."""
    tonnes = write.t.number(m.added)
    if m.nok_per_tonne_society is None:
        return tonnes
    price = write.t.number(rounded(m.nok_per_tonne_society))
    return write.t("documents.marginal.end", tonnes=tonnes, price=price)


def _table(write: Writer, refs: OutcomeRefs, words: OutcomeWords, outcome: PlanOutcome) -> Table:
    w, ref, prices = write, refs.own("marginal"), PriceWords(write)

    def society(m: Marginal) -> Cell:
        price = outcome.prices[m.measure]
        if price.society is not None:
            return Cell(prices.cell(price.society))
        if price.mark == "saves":
            why = prices.saves(price, outcome.room.goal.year)
        elif price.mark == "ranked":  # below zero without own staff, which is never printed
            why = prices.staff(price)
        else:
            why = prices.reason(price, words.found(m.measure))
        return Cell(prices.cell(None), why)

    rows = tuple(
        w.row(
            words.measure(m.measure),
            w.small(m.alone, ref),
            w.small(m.added, ref),
            prices.cell(m.nok_per_tonne),
            society(m),
        )
        for m in outcome.marginal
    )
    return w.table(
        "marginal",
        w.text(
            "marginal.caption",
            year=w.year(outcome.room.goal.year),
            unit=w.t("documents.unit.t"),
            nok=w.kroner("nok"),
        ),
        [
            w.text_column("measures.measure", 2.4),
            w.column("marginal.alone"),
            w.column("marginal.added"),
            w.column("price.column_municipality"),
            w.column("price.column_society", 1.6),
        ],
        rows,
        [w.text("marginal.note")],
    )
