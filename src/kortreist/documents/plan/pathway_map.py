"""The pathway map: how long each package of measures holds, and when the next is decided."""

from __future__ import annotations

from kortreist.documents.format.blocks import Block, Inlines, Table
from kortreist.documents.plan.map_chart import pathway_map
from kortreist.documents.plan.writer import PlanWriter
from kortreist.plans.outcome import Package

__all__ = ["map_blocks"]


def map_blocks(w: PlanWriter) -> tuple[Block, ...]:
    """Return the map with its table; empty where it was not computed."""
    packages = w.budget.outcome.packages
    if not packages:
        return ()
    first, last = w.budget.plan_years[0], w.budget.outcome.room.goal.year
    svg = pathway_map(
        [
            {
                "name": w.t(f"documents.map.package_{p.id}"),
                "tips": p.tips,
                "early": p.early,
                "late": p.late,
                "decide": p.decide_by,
                "text": w.t("documents.map.holds")
                if p.tips is None
                else w.t("documents.map.breaks", year=p.tips),
            }
            for p in packages
        ],
        first,
        last,
        {
            "decide": w.t("documents.map.decide"),
            "tips": w.t("documents.map.tips"),
            "spread": w.t("documents.map.spread"),
        },
        w.language,
    )
    description = "; ".join(
        f"{w.t(f'documents.map.package_{p.id}')}: "
        + (
            w.t("documents.map.holds")
            if p.tips is None
            else w.t("documents.map.breaks", year=p.tips)
        )
        for p in packages
    )
    chart = w.chart_block(
        "map-chart",
        w.text("map.chart", first=w.year(first), last=w.year(last)),
        w.t("documents.map.alt", packages=description),
        svg,
        _table(w, packages),
    )
    return (w.paragraph("map.intro"), chart)


def _table(w: PlanWriter, packages: tuple[Package, ...]) -> Table:
    ref = w.own("groups")

    def year(value: int | None, otherwise: str) -> Inlines:
        return w.text(otherwise) if value is None else (w.year(value),)

    rows = tuple(
        w.row(
            w.t(f"documents.map.package_{p.id}"),
            year(p.tips, "map.holds"),
            year(p.early, "map.never"),
            year(p.late, "map.never"),
            () if p.decide_by is None else (w.year(p.decide_by),),
            (w.number(len(p.measures), ref), ": ", *w.words.listed(p.measures))
            if p.measures
            else w.text("map.nothing", count=w.number(0, ref)),
        )
        for p in packages
    )
    return w.table(
        "map",
        "map.caption",
        [
            w.text_column("map.package", 1.2),
            w.text_column("map.column_tips", 0.9),
            w.text_column("map.column_early", 1.0),
            w.text_column("map.column_late", 1.0),
            w.text_column("map.column_decide", 0.9),
            w.text_column("map.column_measures", 3.2),
        ],
        rows,
    )
