"""What a plan for less or more money would reach."""

from __future__ import annotations

from collections.abc import Sequence

from kortreist.documents.format.blocks import Block, Inlines
from kortreist.documents.plan import charts
from kortreist.documents.plan.writer import PlanWriter
from kortreist.facts import load
from kortreist.measures.prices import discount_rate
from kortreist.plans.outcome import TradeOff

__all__ = ["trade_off"]

_MILLION = 1e6
#: Plans whose emissions differ by less than this share reach as far as each other.
_AS_FAR = 0.01
#: A difference in cost that is said.
_DEARER = 0.05


def trade_off(w: PlanWriter) -> tuple[Block, ...]:
    """Return chart and table; empty where the curve was not computed."""
    points = sorted(w.outcome.trade_off, key=lambda p: p.money_nok)
    if len(points) < 2:
        return ()
    ref, year = w.own("trade_off"), w.year(w.outcome.room.goal.year)
    svg = charts.curve(
        [
            {
                "money": p.money_nok / _MILLION,
                "tonnes": p.emission,
                "label": w.t("documents.trade_off.chosen") if p.chosen else "",
                "on_curve": p.on_curve,
            }
            for p in points
        ],
        w.t("documents.trade_off.axis_money"),
        w.t("documents.trade_off.axis_tonnes", year=year.text, unit=w.tonne),
        w.language,
    )
    chosen = next((p for p in points if p.chosen), points[0])
    alt = w.t(
        "documents.trade_off.alt",
        year=year.text,
        least=w.t.number(points[0].money_nok / _MILLION, 1),
        none=w.t.number(points[0].emission),
        money=w.t.number(chosen.money_nok / _MILLION, 1),
        chosen=w.t.number(chosen.emission),
        maximum=w.t.number(points[-1].emission),
    )
    first = w.year(w.budget.plan_years[0])
    rows = tuple(
        w.row(
            w.cell(
                w.number(p.money_nok / _MILLION, ref, 1),
                w.text("trade_off.chosen") if p.chosen else (),
            ),
            w.number(p.emission, ref),
            w.number(p.cost_nok / _MILLION, ref, 1),
            w.number(p.quality, ref),
            w.number(p.measures, ref),
            tone="strong" if p.chosen else "plain",
        )
        for p in points
    )
    table = w.table(
        "trade-off",
        "trade_off.caption",
        [
            w.text_column("trade_off.money", 1.4, unit=w.kroner("million")),
            w.column("trade_off.emission", year=year, unit=w.tonne),
            w.column(
                "trade_off.cost",
                first=first,
                last=w.year(w.budget.years[-1]),
                unit=w.kroner("million"),
            ),
            w.column("trade_off.quality"),
            w.column("trade_off.measures"),
        ],
        rows,
        _notes(w, ref, points, chosen),
    )
    chart = w.chart_block("trade-off-chart", w.text("trade_off.chart", year=year), alt, svg, table)
    return (w.paragraph("trade_off.intro"), chart)


def _notes(
    w: PlanWriter, ref: str, points: Sequence[TradeOff], chosen: TradeOff
) -> tuple[Inlines, ...]:
    """Return how it is counted, and what the curve does not show of the plan in the draft."""
    rate = w.add(load().figure("discount_rate/0-40").origin)
    notes = [
        w.text(
            "trade_off.note",
            first=w.year(w.budget.plan_years[0]),
            last=w.year(w.budget.years[-1]),
            rate=w.percent(discount_rate(1), rate),
            price_year=w.year(w.budget.price_year),
            goal=w.year(w.outcome.room.goal.year),
        )
    ]
    if not chosen.on_curve:
        best = next(p for p in points if p.on_curve and p.money_nok == chosen.money_nok)
        notes.append(
            w.text(
                "trade_off.beside",
                tonnes=w.tonnes(chosen.emission - best.emission, ref),
                goal=w.year(w.outcome.room.goal.year),
            )
        )
    alike = [
        p.cost_nok
        for p in points
        if abs(p.emission - chosen.emission) <= _AS_FAR * abs(chosen.emission)
    ]
    dear = chosen.cost_nok
    if len(alike) > 1 and dear > 0.0 and (max(alike) - min(alike)) / dear > _DEARER:
        notes.append(
            w.text(
                "trade_off.dearer",
                low=w.money(min(alike), ref),
                high=w.money(max(alike), ref),
                chosen=w.money(dear, ref),
            )
        )
    return tuple(notes)
