"""Parts of the documents about a proposed or adopted budget: figures, tables, the chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from textwrap import shorten
from typing import Any

from kortreist.documents.budget.years import (
    YearFigures,
    fan_chart,
    frame_figure,
    left_figure,
    target_figure,
)
from kortreist.documents.format.blocks import (
    Block,
    Cell,
    ChartBlock,
    Inline,
    Inlines,
    KeyFigure,
    KeyFigures,
    Row,
    Table,
)
from kortreist.documents.format.writer import Range
from kortreist.i18n import name_in
from kortreist_web.budgets.money_totals import Sum, totals
from kortreist_web.budgets.paper.words import COST_SUM, DASH, ECONOMIC_SUM, BudgetWords
from kortreist_web.budgets.presenters import Line, Shown

__all__ = ["Parts"]


class Parts:
    """Builds the blocks both documents are made of.

    Parameters
    ----------
    write : BudgetWords
    shown : Shown
        The frozen content as its page shows it.
    """

    def __init__(self, write: BudgetWords, shown: Shown) -> None:
        self.write, self.shown, self.content = write, shown, shown.content
        self.period: Inlines = (
            write.year(shown.years[0]),
            DASH,
            write.year(shown.years[-1]),
        )
        self.unit = write.t("documents.unit.t")

    def named(self, name: Mapping[str, str], otherwise: str = "") -> Inline:
        """Return a name in the document's language."""
        label = name_in(name, self.write.language) or next(iter(name.values()), "")
        return self.write.name(label or otherwise)

    def _kept_open(self, year: int) -> Inlines:
        """Return what the plan keeps open beside what is proposed; empty for none."""
        held = self.shown.open
        if not held:
            return ()
        tonnes = self.write.tonnes(held.tonnes[year], "formula/effect")
        return (". ", *self.write.tell("decisions.document.kept_open", tonnes=tonnes))

    def key_figures(self) -> KeyFigures:
        """Return target, frame, cut, chance and cost."""
        w, target = self.write, self.content["target"]
        cut = w.goal(target["reduction"], target["origin"], target.get("reduction_high"))
        items = [target_figure(w, (cut,), target["reference_year"], target["target_year"])]
        last = self.shown.last_year
        if last and last.frame is not None and last.baseline and last.pathway:
            year = w.year(last.year)
            gap = w.first("formula/gap", "formula/pathway")
            items += [
                frame_figure(w, last.year, last.frame, last.baseline["central"]),
                KeyFigure(
                    w.text("summary.plan", year=year),
                    w.tonnes(self.shown.proposed, "formula/effect"),
                    (
                        *w.tell(
                            "decisions.document.with_measures",
                            pathway=w.tonnes(last.pathway["central"], "formula/pathway"),
                        ),
                        *self._kept_open(last.year),
                    ),
                ),
                left_figure(w, last.year, self.shown.last_left or 0.0, gap),
                KeyFigure(
                    w.text("summary.chance", year=year),
                    w.chance(last.probability, "formula/probability"),
                    w.text(
                        "summary.chance_note",
                        futures=w.number(self.content["pins"]["futures"], "formula/futures"),
                    ),
                ),
            ]
        cost = self.shown.totals.by_bearer["municipality"]
        known, ends = w.key_cost(cost)
        prices = w.prices()
        items.append(
            KeyFigure(
                w.text("summary.cost", period=self.period),
                known,
                (*ends, "; ", *prices) if ends else prices,
            )
        )
        return KeyFigures(tuple(items))

    def fan(self) -> ChartBlock:
        """Return the chart of frame, baseline and pathway, with its table."""
        w = self.write
        years = [
            YearFigures(
                r.year, r.in_plan, r.frame, _band(r.baseline), _band(r.pathway), r.probability
            )
            for r in self.shown.rows
        ]
        gap = w.first("formula/gap", "formula/pathway")
        return fan_chart(w, self.content["organisation"]["name"], years, gap)

    def measures(self, maximum: int | None = None, noted: bool = True) -> Table:
        """Return the measures that are computed: who, from when, effect in the last year, cost.

        ``maximum``: only those that cut most. The rest have a row of their own with what they
        come to, and so have those without computed effect: how many, and what they cost.
        ``noted``: with how ranges are summed; else only what the prices are.
        """
        w, last = self.write, self.shown.years[-1]
        part = self.shown.parts[0]
        lines = list(part.lines)
        if maximum is not None:
            lines.sort(key=lambda x: -((x.effect[last] or {}).get("central") or 0.0))
        kept = lines[:maximum]
        rows = [self._measure(x, brief=maximum is not None) for x in kept]
        if lines[len(kept) :]:
            rows.append(self._rest("rest", lines[len(kept) :]))
        rows.append(
            w.row(
                w.tell("decisions.document.sum_lines"),
                (),
                w.number(self.shown.effect.get(last), "formula/effect"),
                self._sum(part.totals.by_bearer["municipality"]),
                self._sum(part.totals.total),
                tone="total",
            )
        )
        if maximum is not None and (others := [x for p in self.shown.actions for x in p.lines]):
            rows.append(self._rest("others", others))
        notes = [w.tell("decisions.document.prices_long", prices=w.prices())]
        notes += self._range_notes() if noted or self.shown.totals.total.older else ()
        return w.table(
            "lines",
            w.tell("decisions.document.measures", year=w.year(last), period=self.period),
            [
                w.text_column("measures.measure", 2.6),
                w.text_column(w.tell("decisions.document.responsible"), 1.5),
                w.column(w.tell("decisions.document.effect", unit=self.unit), 1.0),
                w.column(w.tell("decisions.document.municipality"), 1.2),
                w.column(w.tell("decisions.document.everybody"), 1.2),
            ],
            rows,
            notes,
        )

    def _measure(self, line: Line, brief: bool) -> Row:
        w, last = self.write, self.shown.years[-1]
        data = line.data
        band = line.effect[last]
        cost_ref = data["origins"].get("cost", "formula/cost")
        ref = cost_ref if cost_ref in w.origins else "formula/cost"
        who = ", ".join(x for x in (data["unit"], data["responsible"]) if x)
        if brief:  # a long list of names must not push the page over
            who = shorten(data["unit"] or data["responsible"], 30, placeholder=" …")
        municipality = self.shown_total(line, "municipality")
        since = w.text("measures.from_year", year=w.year(data["start_year"]))
        return w.row(
            w.cell(self.named(data["name"], data["measure"]), since),
            (w.name(who),) if who else w.tell("decisions.document.undecided"),
            w.band(_band(band), "formula/effect")
            if band
            else w.cell(w.tell("decisions.document.not_quantified")),
            self._sum(municipality, ref),
            self._sum(line.total, ref),
        )

    def _rest(self, key: str, lines: Sequence[Line]) -> Row:
        """Return one row for many lines: how many, what they cut and cost together."""
        w, last = self.write, self.shown.years[-1]
        count = w.number(len(lines), w.first("formula/count", "formula/cost"))
        cuts = [band["central"] for x in lines if (band := x.effect[last])]
        cost = totals([x.data for x in lines], self.shown.years)
        return w.row(
            w.tell(f"decisions.document.{key}_lines", n=count),
            (),
            w.number(sum(cuts), "formula/effect")
            if cuts
            else w.cell(w.tell("decisions.document.not_quantified")),
            self._sum(cost.by_bearer["municipality"]),
            self._sum(cost.total),
        )

    def _sum(self, value: Sum, ref: str = COST_SUM) -> Cell:
        return self.write.cell(
            self.write.sum_of(value, ref, unit=False), self.write.range_of(value, ref)
        )

    def cost(self, line: Line) -> Cell:
        """Return what a line costs the municipality over the plan's years."""
        return self._sum(self.shown_total(line, "municipality"))

    def _range_notes(self) -> tuple[Inlines, ...]:
        return self.write.range_notes(self.shown.totals.total, self.shown.judged)

    def shown_total(self, line: Line, bearer: str) -> Any:
        """Return what a line costs one bearer over the plan's years."""
        from kortreist_web.budgets.money_totals import line_total

        return line_total(line.data, self.shown.years, bearer)

    def money(self) -> Table:
        """Return kroner by bearer and year, with sums that add up."""
        w, kept = self.write, self.shown.totals
        rows = [
            w.row(
                w.name(w.t(f"documents.bearer.{b}")),
                *(self._sum(kept.cells[b][y]) for y in self.shown.years),
                self._sum(kept.by_bearer[b]),
            )
            for b in kept.bearers
        ]
        if "municipality" in kept.bearers:
            at = kept.bearers.index("municipality") + 1
            rows[at:at] = [
                w.row(
                    w.tell(f"budgets.kinds.of_which_{kind.kind}"),
                    *(self._sum(kind.by_year[y]) for y in self.shown.years),
                    self._sum(kind.total),
                )
                for kind in self.shown.money.kinds
            ]
        rows.append(
            w.row(
                w.text("word.sum"),
                *(self._sum(kept.by_year[y]) for y in self.shown.years),
                self._sum(kept.total),
                tone="total",
            )
        )
        return w.table(
            "money",
            w.tell("decisions.document.money", unit=w.t("documents.unit.nok")),
            [
                w.text_column(w.tell("budgets.word.bearer"), 1.4),
                *(w.column(w.year(y)) for y in self.shown.years),
                w.column("word.sum", 1.2),
            ],
            rows,
            [
                w.tell("decisions.document.prices_long", prices=w.prices()),
                w.text("cost.missing_note"),
                *self._range_notes(),
            ],
        )

    def _unlike(self, n: int) -> Inlines:
        count = self.write.number(n, self.write.first("formula/count", "formula/cost"))
        return self.write.tell("budgets.money.unlike", n=count)

    def economic(self) -> tuple[Block, ...]:
        """Return the economic plan beside the climate budget, where anything is linked."""
        w = self.write
        linked = [c for c in self.shown.compared if c.line and c.line["economic"]]
        if not linked:
            return ()
        rows, unlike = [], sum(c.unlike for c in linked)
        extra = "_extra" if any(c.extra for c in linked) else ""
        for c in linked:
            assert c.line is not None
            ref = ECONOMIC_SUM
            rows.append(
                w.row(
                    self.named(c.line["name"], c.line["measure"]),
                    # As computed: the difference is told to the krone.
                    w.cell(
                        w.sum_of(replace(c.total.budget, ends=None), unit=False),
                        w.range_of(c.total.budget),
                    ),
                    w.number(c.total.planned, ref),
                    w.signed(c.total.difference, ref),
                )
            )
        return (
            w.table(
                "economic",
                w.tell("decisions.document.economic", period=self.period),
                [
                    w.text_column("measures.measure", 2.4),
                    w.column(w.tell(f"budgets.money.row_budget{extra}")),
                    w.column(w.tell("budgets.money.row_economic")),
                    w.column(w.tell("budgets.money.row_difference")),
                ],
                rows,
                [
                    w.tell("decisions.document.economic_note"),
                    *([self._unlike(unlike)] if unlike else []),
                ],
            ),
        )


def _band(frozen: Mapping[str, float] | None) -> Range | None:
    """Return a frozen estimate as the engine has it."""
    return Range(frozen["low"], frozen["central"], frozen["high"]) if frozen else None
