"""The measures in a document: effect, and those left without figures or left out."""

from __future__ import annotations

from collections.abc import Sequence

from kortreist.budgets.budget import Band, BudgetMeasure
from kortreist.budgets.offered import own_staff
from kortreist.documents.budget.sheets import LEVELS
from kortreist.documents.format import charts
from kortreist.documents.format.blocks import Cell, ChartBlock, Inlines, Row, Table
from kortreist.documents.format.digits import rounded_price
from kortreist.documents.plan.writer import PlanWriter
from kortreist.facts import load
from kortreist.measures.activity import unit_name
from kortreist.measures.measure import Measure
from kortreist.measures.prices import unit_costs

__all__ = ["MeasuresPart"]


class MeasuresPart:
    """Builds the blocks on measures."""

    def __init__(self, w: PlanWriter) -> None:
        self.w = w
        self.open = frozenset(w.budget.kept_open.measures)

    def name(self, measure: Measure) -> Inlines:
        """Return the measure's name."""
        return (self.w.name(measure.name[self.w.language]),)

    # -- effect --------------------------------------------------------------------

    def ordered(self) -> list[BudgetMeasure]:
        """Return the quantified measures, largest effect in the last plan year first."""
        last = self.w.budget.plan_years[-1]

        def size(m: BudgetMeasure) -> float:
            return m.effect[last].central if last in m.effect else 0.0

        return sorted(self.w.budget.measures, key=lambda m: (-size(m), m.measure.id))

    def chart(self) -> ChartBlock | None:
        """Return the bars of effect in the last plan year; None without measures."""
        w, last = self.w, self.w.budget.plan_years[-1]
        rows = [
            {
                "name": m.measure.name[w.language],
                "low": m.effect[last].low,
                "central": m.effect[last].central,
                "high": m.effect[last].high,
            }
            for m in self.ordered()
            if last in m.effect
        ]
        if not rows:
            return None
        maximum = rows[:15]
        svg = charts.bars(maximum, w.tonne, w.language)
        alt = w.t(
            "documents.chart.measures_alt",
            year=last,
            first=maximum[0]["name"],
            tonnes=w.t.number(float(str(maximum[0]["central"]))),
        )
        key = "measures.chart" if len(rows) == len(maximum) else "measures.chart_most"
        return w.chart_block(
            "measures-chart", w.text(key, year=w.year(last)), alt, svg, self.effect_table()
        )

    def effect_table(self) -> Table:
        """Return effect by plan year, with the sum, the baseline, the frame and what is left."""
        w, b = self.w, self.w.budget
        rows = [
            w.row(
                w.cell(self.name(m.measure), self._under(m)),
                *(self._effect(m.effect.get(y)) for y in b.plan_years),
            )
            for m in self.ordered()
        ]
        cut, gap = w.own("cut"), w.own("gap")

        def cut_in(year: int) -> float:
            return b.baseline[year].central - b.pathway[year].central

        def line(key: str, value: dict[int, float], ref: str, tone: str) -> Row:
            return w.row(
                w.text(key), *(w.number(value.get(y), ref) for y in b.plan_years), tone=tone
            )

        left = {y: b.pathway[y].central - b.frame[y] for y in b.plan_years}
        rows += [
            line("measures.sum", {y: cut_in(y) for y in b.plan_years}, cut, "total"),
            *([line("measures.kept_open", b.kept_open.tonnes, cut, "note")] if b.kept_open else []),
            line(
                "measures.baseline",
                {y: b.baseline[y].central for y in b.plan_years},
                "formula/baseline",
                "note",
            ),
            line(
                "measures.pathway",
                {y: b.pathway[y].central for y in b.plan_years},
                "formula/pathway",
                "note",
            ),
            line("measures.frame", {y: b.frame[y] for y in b.plan_years}, "formula/frame", "note"),
            w.row(
                w.text("measures.left"),
                *(w.signed(left[y], gap) for y in b.plan_years),
                tone="total",
            ),
        ]
        return w.table(
            "effect",
            w.text("measures.effect_caption", unit=w.tonne),
            [w.text_column("measures.measure", 2.6), *(w.column(w.year(y)) for y in b.plan_years)],
            rows,
            (w.text("measures.effect_note"),)
            + ((w.text("measures.kept_open_note"),) if b.kept_open else ()),
        )

    def _effect(self, band: Band | None) -> Cell:
        w, ref = self.w, "formula/effect"
        if band and abs(band.high) < 0.5 and abs(band.low) < 0.5:
            return w.cell(w.small(band.central, ref))  # "0–0" would say that we are certain
        return w.band(band, ref, small=True)

    def _under(self, m: BudgetMeasure) -> Inlines:
        w = self.w
        return (
            *self._level(m),
            " · ",
            *w.text("measures.from_year", year=w.year(m.start_year)),
            *((" · ", *w.text("measures.open")) if m.measure.id in self.open else ()),
        )

    def _level(self, m: BudgetMeasure) -> Inlines:
        return (self.w.t(f"documents.level_short.{LEVELS[m.measure.level]}"),)

    def _unit_price(self, m: BudgetMeasure) -> Cell:
        """Return what a measure without effect costs: a unit's price where there is one.

        How many units there are nobody knows, so the sum is unknown though the price is not.
        """
        w, x = self.w, m.measure
        parts: list[Inlines] = []
        for bearer, costs in unit_costs(x).items():
            assert x.activity is not None
            parts.append(
                w.text(
                    "unquantified.one",
                    bearer=w.t(f"documents.bearer.{bearer}"),
                    cost=w.prices.whole({bearer: costs}),
                    unit=w.name(unit_name(load(), x.activity.unit, w.language)),
                )
            )
        if staff := own_staff(x):
            parts.append(
                w.text(
                    "unquantified.staff",
                    bearer=w.t(f"documents.bearer.{x.payer}"),
                    nok=w.money(staff, "formula/cost"),
                    years=w.number(x.ramp_years, w.measure_source(x)),
                )
            )
        known = w.join(parts, " ")
        return w.cell(known) if unit_costs(x) else w.cell(w.unknown(), known)

    # -- without quantified effect, not chosen, the state ----------------------------

    def unquantified_table(self) -> Table | None:
        """Return the measures whose effect is unknown; None without any."""
        w = self.w
        if not w.budget.unquantified:
            return None
        rows = [
            w.row(
                w.cell(self.name(m.measure), self._level(m)),
                w.name(m.measure.unquantified_reason.get(w.language, "")),
                w.name(w.names.unit(m.measure.unit)),
                w.name(m.measure.indicator[w.language]),
                self._unit_price(m),
            )
            for m in w.budget.unquantified
        ]
        rows += self._offered_sum()
        return w.table(
            "unquantified",
            "unquantified.caption",
            [
                w.text_column("measures.measure", 1.7),
                w.text_column("unquantified.why", 1.7),
                w.text_column("sheet.unit", 1.2),
                w.text_column("sheet.indicator", 1.6),
                w.text_column("unquantified.cost", 1.9, unit=w.kroner("nok")),
            ],
            rows,
        )

    def _offered_sum(self) -> list[Row]:
        """Return what own staff is known of all that is offered; nothing where none is."""
        w, found = self.w, self.w.budget.offered
        if found.staff < 1.0:
            return []
        ref, years = w.own("offered"), w.budget.plan_years
        pay = w.text(
            "unquantified.sum",
            whole=w.money(found.staff, ref),
            pay=w.money(found.staff_in_plan, ref),
            posts=w.number(found.posts, ref, 1),
            first=w.year(years[0]),
            last=w.year(years[-1]),
        )
        return [w.row(w.text("unquantified.sum_head"), (), (), (), w.cell(pay), tone="total")]

    def not_chosen_table(self, pairs: Sequence[tuple[Measure, str]]) -> Table | None:
        """Return measures that were considered and left out, with the reason."""
        if not pairs:
            return None
        w = self.w
        groups: dict[str, list[Measure]] = {}
        for m, why in pairs:
            groups.setdefault(why, []).append(m)
        rows = tuple(
            w.row(
                w.name(w.names.reason(why)), w.join([self._left_out(m, why) for m in members], "; ")
            )
            for why, members in sorted(groups.items(), key=lambda g: -len(g[1]))
        )
        return w.table(
            "not-chosen",
            "not_chosen.caption",
            [w.text_column("not_chosen.why"), w.text_column("measures.measures", 2.4)],
            rows,
            (self._limit(),) if "too_dear" in groups or "not_ranked" in groups else (),
        )

    def _left_out(self, m: Measure, why: str) -> Inlines:
        """Return a name, with price and cut where the price is why it is left out."""
        price = self.w.outcome.prices.get(m.id)
        if price is None or why not in ("too_dear", "not_ranked"):
            return self.name(m)
        last = self.w.budget.plan_years[-1]
        return (*self.name(m), " ", *self.w.prices.left_out(price, last, why == "too_dear"))

    def _limit(self) -> Inlines:
        """Return what the price limit is in the plan's first and last year."""
        w, b = self.w, self.w.budget
        ref = w.add(load().figure("planning/dearest_factor").origin)
        first, last = b.plan_years[0], max(b.dearest, default=0)
        if not b.dearest:
            return ()
        return w.text(
            "price.limit",
            first=w.number(rounded_price(b.dearest[first]), ref),
            first_year=w.year(first),
            last=w.number(rounded_price(b.dearest[last]), ref),
            last_year=w.year(last),
        )
