"""The first page: the groups of measures, for one who has a phone and five minutes."""

from __future__ import annotations

from collections.abc import Sequence

from kortreist.documents.format.blocks import (
    Block,
    Cell,
    Inlines,
    KeyFigure,
    KeyFigures,
    Link,
    Paragraph,
    Strong,
    Table,
    Tag,
)
from kortreist.documents.format.digits import rounded_price
from kortreist.documents.format.writer import Content
from kortreist.documents.plan.goal import GoalPart
from kortreist.documents.plan.price_labels import PriceWords
from kortreist.documents.plan.writer import PlanWriter
from kortreist.plans.outcome import GROUPS, Group, Verdict
from kortreist.plans.pricing import Price

__all__ = ["GroupsPart", "by_reason"]

#: The reason every measure of a group has; another one is said beside the measure.
_USUAL: dict[str, str] = {
    "adopted": "adopted",
    "start_now": "early_and_free",
    "anchor_first": "early_but_binds",
    "avoid": "closes_more",
}
#: Why measures are not to be started, in the order a council can do something about it.
_REASONS = (
    "some_futures",
    "dear_when_wrong",
    "insurance",
    "waits_for_condition",
    "price_unknown",
    "short_of_money",
    "short_of_staff",
    "no_room_for_it",
    "unsure_lock",
    "needs_other",
    "adds_emissions",
    "unknown_cost",
    "not_needed",
    "costs_more",
    "rival_better",
    "too_dear",
    "not_ranked",
    "other_boundary",
)
#: Reasons whose measures are counted here: many, seldom decided, and named further down.
_COUNTED = ("too_dear", "not_ranked", "other_boundary")
#: Share of the loss by waiting below which the loss by starting is not told beside it.
_LITTLE = 0.05
#: Groups whose measures are all shown; of the others only the names.
_TABLES = ("adopted", "start_now", "anchor_first", "avoid")
#: Groups that are shown when they are empty too.
_ALWAYS = ("start_now", "anchor_first", "keep_open", "avoid")


def by_reason(members: Sequence[Verdict]) -> dict[str, list[Verdict]]:
    """Return reason → measures, in the order a council can do something about it."""
    groups: dict[str, list[Verdict]] = {}
    for v in members:
        groups.setdefault(v.reason if v.reason in _REASONS else "other", []).append(v)
    return {r: groups[r] for r in (*_REASONS, "other") if r in groups}


class GroupsPart:
    """Builds the page of the groups, and what each measure in them gives."""

    def __init__(self, w: PlanWriter) -> None:
        self.w = w
        self.goal = GoalPart(w)

    # -- the page ------------------------------------------------------------------

    def page(self, cost: KeyFigure) -> tuple[Block, ...]:
        """Return target, room for manoeuvre, what the plan costs, and the groups."""
        figures = KeyFigures((*self.goal.key_figures().items, cost))
        blocks: list[Block] = [figures, *self.goal.said()]
        for group in GROUPS:
            blocks += self._shown(group) if group in _TABLES else self._listed(group)
        return tuple(blocks)

    def of(self, group: Group) -> list[Verdict]:
        """Return the verdicts of a group."""
        return [v for v in self.w.outcome.verdicts if v.group == group]

    def _heading(self, group: Group) -> Paragraph:
        w, ref = self.w, self.w.own("groups")
        name = w.t(f"plans.group.{group}")
        count = w.number(len(self.of(group)), ref)
        return w.heading("groups.heading", group=name, count=count)

    def _empty(self, group: Group) -> list[Block]:
        if group not in _ALWAYS:
            return []
        return [self._heading(group), self.w.paragraph(f"groups.none_{group}")]

    def _shown(self, group: Group) -> list[Block]:
        """Return a group whose measures are all shown with reason, years and who decides."""
        if not self.of(group):
            return self._empty(group)
        return [self._heading(group), self.table(group)]

    def table(self, group: Group) -> Table:
        """Return the measures of a group with what they give, why, when and who decides."""
        w, members = self.w, self.of(group)
        start = group not in ("avoid", "decide_now")
        columns = [
            w.text_column("measures.measure", 2.6),
            w.text_column("groups.gives", 2.0),
            w.text_column("groups.why", 2.1),
        ]
        if start:
            columns.append(w.text_column("groups.start", 0.6))
        decide = group not in ("adopted", "avoid")
        if decide:
            key = "groups.decide_late" if group == "decide_now" else "groups.decide_by"
            columns.append(w.text_column(key, 0.85))
        columns.append(w.text_column("groups.decider", 2.0))
        rows = []
        for v in members:
            cells: list[Content] = [self._gives(v), self._why(v)]
            if start:
                cells.append(self._year_of(v.start_year))
            if decide:
                cells.append(self.decide_by(v))
            cells.append(self.w.words.decision(v))
            rows.append(w.row(w.cell(self.name(v), self.keeps(v)), *cells))
        key = "groups.caption_decide_now" if group == "decide_now" else f"groups.about_{group}"
        caption = w.text(key, year=w.year(self.w.outcome.learning.year))
        return w.table(f"group-{group.replace('_', '-')}", caption, columns, rows)

    def _year_of(self, year: int | None) -> Inlines:
        return self.w.text("groups.not_set") if year is None else (self.w.year(year),)

    def _why(self, v: Verdict) -> Inlines:
        """Return the reason in one line, with what is this measure's own."""
        w, ref = self.w, self.w.own("groups")
        parts: list[Inlines] = []
        if v.one_of:
            parts.append(w.text("groups.one_of", what=self.w.words.listed(v.one_of)))
        elif v.reason != _USUAL.get(v.group):
            parts.append((w.t(f"plans.reason.{v.reason}"),))
        if v.group == "anchor_first":
            parts.append(
                w.text(
                    "groups.binds",
                    share=w.chance(v.early_share, ref),
                    years=w.number(v.binding_years, ref),
                )
            )
        elif v.group not in ("adopted", "avoid"):
            parts.append(w.text("groups.best_early", share=w.chance(v.early_share, ref)))
        if v.needs:
            parts.append(w.text("groups.needs", what=self.w.words.listed(v.needs)))
        if v.group != "adopted":
            parts.append(self.loses(v))
        if v.closes and v.closes_until is not None:
            parts.append(
                w.text(
                    "groups.closes",
                    what=self.w.words.listed(v.closes),
                    year=w.year(v.closes_until),
                )
            )
        return w.join([p for p in parts if p], " ")

    def loses(self, v: Verdict) -> Inlines:
        """Return what starting and what waiting lose on average, all futures counted."""
        r, ref = v.regret, self.w.own("regret")
        if r.start_wrong is None or r.wait_wrong is None:
            return ()
        start, wait = r.start_wrong * r.start_chance, r.wait_wrong * r.wait_chance
        if start < _LITTLE * wait:
            return self.w.text("groups.waiting_loses", wait=self.w.money(wait, ref))
        return self.w.text(
            "groups.loses", start=self.w.money(start, ref), wait=self.w.money(wait, ref)
        )

    def tonnes(self, v: Verdict) -> Inlines:
        """Return what it cuts in the goal year, or would cut alone in the plan's last year."""
        w, b = self.w, self.w.budget
        row = next((r for r in b.measures if r.measure.id == v.measure), None)
        year = self.goal.goal.year
        if row is not None and year in row.effect:
            tonnes = w.small(row.effect[year].central, "formula/effect")
            return w.text("groups.cuts", tonnes=tonnes, year=w.year(year))
        price = w.outcome.prices.get(v.measure)
        if price is None:
            return ()
        tonnes = w.small(price.cuts, "formula/effect")
        return w.text("groups.would_cut", tonnes=tonnes, year=w.year(b.plan_years[-1]))

    def _year(self, v: Verdict) -> int:
        """Return the year of the tonnes: the goal's in the plan, else the plan's last."""
        goal = self.goal.goal.year
        b = self.w.budget
        planned = any(r.measure.id == v.measure and goal in r.effect for r in b.measures)
        return goal if planned else b.plan_years[-1]

    def _gives(self, v: Verdict) -> Cell:
        """Return tonnes, and the price or why there is none."""
        price = self.w.outcome.prices.get(v.measure)
        if price is None:
            return self.w.cell(self.tonnes(v))
        w, prices = self.w, PriceWords(self.w)
        parts: list[Inlines] = []
        payers = self._payers(price)
        for key, nok in payers:
            parts.append(w.text(f"groups.{key}", price=prices.cell(nok)))
        if price.mark == "saves":
            parts.append(prices.saves(price, self._year(v)))
        elif price.mark != "ranked":
            parts.append(prices.reason(price, w.words.found(v.measure)))
        parts = [p for p in (*parts, prices.known(price)) if p]
        return w.cell(self.tonnes(v), w.join(parts, " "))

    def _payers(self, price: Price) -> list[tuple[str, float]]:
        """Return who pays what a tonne: text key and NOK; the same price is said once."""
        whose = [
            ("municipality", price.municipality),
            ("company", price.company),
            ("society", price.society),
        ]
        found = [(key, nok) for key, nok in whose if nok is not None]
        if price.company is not None and not price.municipality:
            found = found[1:]  # the municipality pays nothing of it
        if len(found) == 2 and rounded_price(found[0][1]) == rounded_price(found[1][1]):
            return [(f"{found[0][0]}_and_society", found[0][1])]
        return found

    def name(self, v: Verdict) -> Inlines:
        """Return a measure's name, tagged where its group is not sure."""
        name = self.w.words.measure(v.measure)
        return (*name, " ", Tag(self._uncertain())) if v.uncertain else name

    def keeps(self, v: Verdict) -> Inlines:
        """Return how often an uncertain measure keeps its group, in words."""
        return self.w.words.keeps(v, self.w.own("stability")) if v.uncertain else ()

    def _uncertain(self) -> str:
        return self.w.t("documents.groups.uncertain")

    def _listed(self, group: Group) -> list[Block]:
        """Return the measures of a group by why, with names only."""
        w, members = self.w, self.of(group)
        if not members:
            return self._empty(group)
        about = w.text(
            f"groups.about_{group}",
            year=w.year(self.w.outcome.learning.year),
            watch=Link(w.t("documents.section.watch"), "#watch"),
        )
        items: list[Inlines] = []
        counted: list[Inlines] = []
        for reason, some in by_reason(members).items():
            count = w.number(len(some), self.w.own("groups"))
            said = w.t(f"documents.groups.open_{reason}")
            if reason in _COUNTED:
                counted.append(w.text("groups.open_counted", reason=said, count=count))
                continue
            late = group == "decide_now"
            names = w.join([self._with_year(v) if late else self.short(v) for v in some], "; ")
            head = w.text("groups.open_item", reason=said, count=count)
            items.append((Strong(head), " ", *names, "."))
        if counted:
            items.append((Strong(w.join(counted, " · ")),))
        return [self._heading(group), w.paragraph(about), w.bullets(items)]

    def _with_year(self, v: Verdict) -> Inlines:
        if v.decide_by is None:
            return self.short(v)
        return (*self.short(v), " (", *self.decide_by(v), ")")

    def decide_by(self, v: Verdict) -> Inlines:
        """Return the year to decide by; one that is past is no deadline to keep."""
        if v.decide_by is None:
            return ()
        if self.past(v):
            return self.w.text("groups.soon")
        year = self.w.year(v.decide_by)
        # What must be decided in the year the plan is made is not far off.
        this = str(v.decide_by) == self.w.budget.created[:4]
        return self.w.text("groups.this_year", year=year) if this else (year,)

    def past(self, v: Verdict) -> bool:
        """Tell whether the year to decide by was over before the plan's first budget."""
        return v.decide_by is not None and v.decide_by < self.w.budget.plan_years[0] - 1

    def short(self, v: Verdict) -> Inlines:
        """Return a measure's name, with a word where its group is not sure."""
        name = self.w.words.measure(v.measure)
        if not v.uncertain:
            return name
        return (*name, f" ({self._uncertain()})")
