"""What a plan for less or more money would reach."""

from __future__ import annotations

from kortreist.documents import plan_charts
from kortreist.documents.numbers import Figures
from kortreist.documents.outcome_refs import OutcomeRefs
from kortreist.documents.structure import Block, Cell, ChartBlock, Column, Paragraph, Row, Table
from kortreist.plans.outcome import PlanOutcome

__all__ = ["trade_off"]

_MILLION = 1e6


def trade_off(write: Figures, refs: OutcomeRefs, outcome: PlanOutcome) -> tuple[Block, ...]:
    """Return chart and table; empty where the curve was not computed.

    Parameters
    ----------
    write : Figures
    refs : OutcomeRefs
    outcome : PlanOutcome
    """
    w, points = write, sorted(outcome.trade_off, key=lambda p: p.money_nok)
    if len(points) < 2:
        return ()
    ref, year = refs.own("trade_off"), w.year(outcome.room.goal.year)
    svg = plan_charts.curve(
        [
            {
                "money": p.money_nok / _MILLION,
                "tonnes": p.emission,
                "label": w.t("documents.trade_off.chosen") if p.chosen else "",
            }
            for p in points
        ],
        w.t("documents.trade_off.axis_money"),
        w.t("documents.trade_off.axis_tonnes", year=year.text, unit=w.t("documents.unit.t")),
        w.language,
    )
    chosen = next((p for p in points if p.chosen), points[0])
    alt = w.t(
        "documents.trade_off.alt",
        year=year.text,
        none=w.t.number(points[0].emission),
        money=w.t.number(chosen.money_nok / _MILLION, 1),
        chosen=w.t.number(chosen.emission),
        maximum=w.t.number(points[-1].emission),
    )
    rows = tuple(
        Row(
            Cell(
                (w.number(p.money_nok / _MILLION, ref, 1),),
                w.text("trade_off.chosen") if p.chosen else (),
            ),
            (
                Cell((w.number(p.emission, ref),)),
                Cell((w.number(p.cost_nok / _MILLION, ref, 1),)),
                Cell((w.number(p.quality, ref),)),
                Cell((w.number(p.measures, ref),)),
            ),
            "strong" if p.chosen else "plain",
        )
        for p in points
    )
    table = Table(
        "trade-off",
        w.text("trade_off.caption"),
        (
            Column(w.text("trade_off.money"), False, 1.4),
            Column(w.text("trade_off.emission", year=year, unit=w.t("documents.unit.t"))),
            Column(w.text("trade_off.cost")),
            Column(w.text("trade_off.quality")),
            Column(w.text("trade_off.measures")),
        ),
        rows,
        (w.text("trade_off.note"),),
    )
    chart = ChartBlock(
        "trade-off-chart",
        w.text("trade_off.chart", year=year),
        alt,
        svg,
        table,
        w.t("documents.word.figures_behind"),
    )
    return (Paragraph(w.text("trade_off.intro")), chart)
