"""What each measure adds to the plan it is in, against what it would cut alone."""

from __future__ import annotations

from kortreist.documents.format.blocks import Block, Cell, Table
from kortreist.documents.format.digits import rounded_price
from kortreist.documents.plan import charts
from kortreist.documents.plan.price_labels import PriceWords
from kortreist.documents.plan.writer import PlanWriter
from kortreist.plans.outcome import Marginal

__all__ = ["marginal"]

_MAX = 15


def marginal(w: PlanWriter) -> tuple[Block, ...]:
    """Return chart and table; empty where no measure is in the plan."""
    rows = w.outcome.marginal
    if not rows:
        return ()
    year, unit = w.year(w.outcome.room.goal.year), w.tonne
    maximum = rows[:_MAX]
    svg = charts.compared(
        [
            {
                "name": w.words.measure_text(m.measure),
                "value": m.added,
                "mark": m.alone,
                "text": _end(w, m),
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
        first=w.words.measure_text(rows[0].measure),
        added=w.t.number(rows[0].added),
        alone=w.t.number(rows[0].alone),
    )
    key = "marginal.chart" if len(rows) == len(maximum) else "marginal.chart_most"
    chart = w.chart_block("marginal-chart", w.text(key, year=year), alt, svg, _table(w))
    return (w.paragraph("marginal.intro", year=year), chart)


def _end(w: PlanWriter, m: Marginal) -> str:
    """Return what stands at the end of a bar: tonnes and price."""
    tonnes = w.t.number(m.added)
    if m.nok_per_tonne_society is None:
        return tonnes
    price = w.t.number(rounded_price(m.nok_per_tonne_society))
    return w.t("documents.marginal.end", tonnes=tonnes, price=price)


def _table(w: PlanWriter) -> Table:
    ref, prices = w.own("marginal"), PriceWords(w)

    def society(m: Marginal) -> Cell:
        price = w.outcome.prices[m.measure]
        if price.society is not None:
            return w.cell(prices.cell(price.society))
        why = (
            prices.saves(price, w.outcome.room.goal.year)
            if price.mark == "saves"
            else prices.reason(price, w.words.found(m.measure))
        )
        return w.cell(prices.cell(None), why)

    rows = tuple(
        w.row(
            w.words.measure(m.measure),
            w.small(m.alone, ref),
            w.small(m.added, ref),
            prices.cell(m.nok_per_tonne),
            society(m),
        )
        for m in w.outcome.marginal
    )
    return w.table(
        "marginal",
        w.text(
            "marginal.caption",
            year=w.year(w.outcome.room.goal.year),
            unit=w.tonne,
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
