"""The pathway map: which sign decides what, by which year, and where each way ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist.documents.format.blocks import Block, Cell, Inline, Inlines, Row, Table, plain
from kortreist.documents.plan.labels import inside
from kortreist.documents.plan.map_chart import Drawn, pathway_map
from kortreist.documents.plan.map_json import map_fields
from kortreist.documents.plan.map_lines import Line, Stop, Whole, stops
from kortreist.documents.plan.room import millions
from kortreist.documents.plan.writer import PlanWriter
from kortreist.plans.branches import Way

__all__ = ["map_blocks"]


def map_blocks(w: PlanWriter) -> tuple[Block, ...]:
    """Return the map with its table; empty where it was not computed."""
    fields = map_fields(w.outcome.pathway_map, w.words)
    if fields is None:
        return ()
    said = _Said(w)
    outcome = w.outcome
    late = [(m, w.words.measure_text(m)) for m in outcome.decide_now.measures]
    open_ = {v.measure for v in outcome.verdicts if v.group == "keep_open"}
    drawn = [said.stop(s) for s in stops(fields, late, open_, _costs(w))]
    first, last = w.budget.plan_years[0], fields["year"]
    chart = w.chart_block(
        "map-chart",
        w.text("map.chart", first=w.year(first), last=w.year(last)),
        w.t("documents.map.alt", stops=" ".join(_flat(d) for d in drawn)),
        pathway_map(drawn),
        _table(w, said, fields),
        narrow=True,
    )
    more = fields["unsorted"]
    kept = w.join([(w.name(m["name"]),) for m in more], "; ")
    under: tuple[Block, ...] = (w.paragraph("map.unsorted", measures=kept),) if more else ()
    return (w.paragraph("map.intro"), chart, *under)


def _costs(w: PlanWriter) -> dict[str, Whole]:
    """Return what each measure costs over the plan's years, where all of it is known."""
    years = w.budget.plan_years
    return {
        r.measure.id: (
            sum(by_year.get(y, 0.0) for by_year in r.cost.values() for y in years),
            years[0],
            years[-1],
        )
        for r in w.budget.measures
        if not r.cost_missing
    }


def _flat(d: Drawn) -> str:
    ways = [f"{answer}: {done}" for answer, done in d.ways]
    return " ".join([part for part in (d.by and f"{d.by}:", d.head, *ways, *d.after) if part])


class _Said:
    """Says the map's lines in the document's language."""

    def __init__(self, w: PlanWriter) -> None:
        self.w, self.ref = w, w.own("map")

    def stop(self, s: Stop) -> Drawn:
        w = self.w
        by = w.t("documents.map.by", year=s.year) if s.kind == "branch" else ""
        ways = tuple(
            (f"{w.t(f'documents.map.{answer}')}, {self.text(share)}", self.text(done))
            for answer, done, share in s.ways
        )
        after = (*s.measures, *s.after) if s.kind == "decide" else s.after
        return Drawn(s.kind, by, self.text(s.head), ways, tuple(self.text(a) for a in after))

    def text(self, line: Line) -> str:
        return plain(self.inlines(line))

    def inlines(self, line: Line) -> Inlines:
        key, values = line
        return self.w.text(f"map.{key}", **{k: self._value(*v) for k, v in values.items()})

    def _value(self, kind: str, value: Any) -> Inline | Inlines:
        w, ref = self.w, self.ref
        if kind == "year":
            return (w.year(int(value)),)
        if kind == "share":
            return w.chance(value, ref)
        if kind == "part":
            return (w.percent(value, ref),)
        if kind == "sign":
            _, _, name = value
            return (w.name(inside(name) if value[0] == "driver" else name),)
        if kind == "nok":
            return w.money(value, ref)
        if kind == "measure":
            return (w.name(value[1]),)
        if kind == "deciders":
            return w.join(list(dict.fromkeys(w.words.deciders(m) for m in value)), "; ")
        if kind == "starts":
            return self.starts(value)
        return w.number(value, ref)

    def starts(self, some: list[dict[str, Any]]) -> Inlines:
        w = self.w
        each = [
            w.text("map.start_from", what=w.name(s["name"]), year=w.year(s["year"])) for s in some
        ]
        return w.join(each, ", ")


def _table(w: PlanWriter, said: _Said, fields: Mapping[str, Any]) -> Table:
    found = w.outcome.pathway_map
    assert found is not None
    rows: list[Row] = []
    asked = [s for s in stops(fields) if s.kind == "branch"]
    for branch, stop in zip(found.branches, asked, strict=True):
        for (answer, done, _), way in zip(stop.ways, (branch.yes, branch.no), strict=True):
            head = (w.year(stop.year), ": ", *said.inlines(stop.head))
            short = w.t(f"documents.map.{answer}")
            rows.append(_row(w, said, Cell(head, (short,)), said.inlines(done), way))
    rows.append(_row(w, said, w.text("map.followed"), (), found.followed))
    rows.append(_row(w, said, w.text("map.undecided_end"), (), found.undecided))
    year = w.year(found.year)
    return w.table(
        "map",
        "map.caption",
        [
            w.text_column("map.way", 2.4),
            w.text_column("map.column_done", 1.8),
            w.column("map.column_share"),
            w.column("map.column_cut", unit=w.tonne, year=year),
            w.column("map.column_reach", unit=w.tonne, year=year),
            w.column("map.column_own"),
            w.column("map.column_kept"),
            w.column("map.column_frame"),
        ],
        rows,
        [w.text("map.note", year=year)],
    )


def _row(w: PlanWriter, said: _Said, head: Cell | Inlines, done: Inlines, way: Way) -> Row:
    ref = said.ref
    money, decimals = millions(way.own_nok)
    # Where nothing is decided there is nothing to be unsure of.
    sure = way.cut_t.low == way.cut_t.high
    cut = () if sure else w.span(way.cut_t.low, way.cut_t.high, ref)
    return w.row(
        head,
        done,
        w.chance(way.share.central, ref) if way.share.central < 1.0 else (),
        Cell((w.number(way.cut_t.central, ref),), cut),
        Cell((w.number(way.reach_t.central, ref),), w.span(way.reach_t.low, way.reach_t.high, ref)),
        (w.number(money, ref, decimals),),
        w.chance(way.target.central, ref),
        w.chance(way.frame.central, ref),
    )
