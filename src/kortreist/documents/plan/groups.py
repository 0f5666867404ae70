"""The first page: the four groups of measures, for one who has a phone and five minutes."""

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
from kortreist.plans.outcome import Group, Verdict
from kortreist.plans.pricing import Price

__all__ = ["GroupsPart"]

#: The reason every measure of a group has; another one is said beside the measure.
_USUAL: dict[str, str] = {
    "start_now": "early_and_free",
    "anchor_first": "early_but_binds",
    "avoid": "closes_more",
}
#: Why measures are kept open, in the order a council can do something about it.
_OPEN = (
    "some_futures",
    "waits_for_condition",
    "price_unknown",
    "unknown_cost",
    "too_dear",
    "not_ranked",
    "other_boundary",
    "no_room_for_it",
)

#: Reasons whose measures are counted here.
_COUNTED = ("too_dear", "not_ranked", "other_boundary")


class GroupsPart:
    """Builds the page of the four groups, and the list of what to watch."""

    def __init__(self, w: PlanWriter) -> None:
        self.w = w
        self.goal = GoalPart(w)

    # -- the page ------------------------------------------------------------------

    def page(self, cost: KeyFigure) -> tuple[Block, ...]:
        """Return target, room for manoeuvre, what the plan costs, and the four groups."""
        figures = KeyFigures((*self.goal.key_figures().items, cost))
        blocks: list[Block] = [figures, *self.goal.said()]
        for group in ("start_now", "anchor_first"):
            blocks += self._early(group)
        blocks += self._open()
        blocks += self._early("avoid")
        return tuple(blocks)

    def of(self, group: Group) -> list[Verdict]:
        """Return the verdicts of a group."""
        return [v for v in self.w.outcome.verdicts if v.group == group]

    def _heading(self, group: Group) -> Paragraph:
        w, ref = self.w, self.w.own("groups")
        name = w.t(f"plans.group.{group}")
        count = w.number(len(self.of(group)), ref)
        return w.heading("groups.heading", group=name, count=count)

    def _early(self, group: Group) -> list[Block]:
        """Return a group whose measures are all shown with reason, years and who decides."""
        w, members = self.w, self.of(group)
        if not members:
            return [self._heading(group), w.paragraph(f"groups.none_{group}")]
        start = group != "avoid"
        columns = [
            w.text_column("measures.measure", 2.6),
            w.text_column("groups.gives", 2.0),
            w.text_column("groups.why", 2.1),
        ]
        if start:
            columns.append(w.text_column("groups.start", 0.6))
        columns += [w.text_column("groups.decide_by", 0.85), w.text_column("groups.decider", 2.0)]
        rows = []
        for v in members:
            cells: list[Content] = [self._gives(v), self._why(v)]
            if start:
                year = v.start_year
                cells.append(w.text("groups.not_set") if year is None else w.year(year))
            cells += [w.year(v.decide_by), w.words.deciders(v.measure)]
            rows.append(w.row(self._name(v), *cells))
        caption = w.text(f"groups.about_{group}", year=w.year(w.outcome.learning.year))
        table = w.table(f"group-{group.replace('_', '-')}", caption, columns, rows)
        return [self._heading(group), table]

    def _why(self, v: Verdict) -> Inlines:
        """Return the reason in one line, with what is this measure's own."""
        w, ref = self.w, self.w.own("groups")
        parts: list[Inlines] = []
        if v.reason != _USUAL.get(v.group):
            parts.append((w.t(f"plans.reason.{v.reason}"),))
        if v.group == "anchor_first":
            parts.append(
                w.text(
                    "groups.binds",
                    share=w.chance(v.early_share, ref),
                    years=w.number(v.binding_years, ref),
                )
            )
        elif v.reason != "adopted" and v.group != "avoid":
            parts.append(w.text("groups.best_early", share=w.chance(v.early_share, ref)))
        if v.group == "avoid":
            change = w.own("room_change")
            parts.append(w.text("groups.takes_room", points=w.points(v.room_change, change)))
            if v.closes and v.closes_until is not None:
                parts.append(
                    w.text(
                        "groups.closes", what=w.words.listed(v.closes), year=w.year(v.closes_until)
                    )
                )
        return w.join(parts, " ")

    def _tonnes(self, v: Verdict) -> Inlines:
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
            return self.w.cell(self._tonnes(v))
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
        return w.cell(self._tonnes(v), w.join(parts, " "))

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

    def _name(self, v: Verdict) -> Inlines:
        name = self.w.words.measure(v.measure)
        return (*name, " ", Tag(self._uncertain())) if v.uncertain else name

    def _keeps(self, v: Verdict) -> Inlines:
        """Return how often an uncertain measure keeps its group, in words."""
        if not v.uncertain:
            return ()
        share = self.w.percent(v.stability, self.w.own("stability"))
        return self.w.text("groups.keeps", share=share)

    def _uncertain(self) -> str:
        return self.w.t("documents.groups.uncertain")

    def _open(self) -> list[Block]:
        """Return the measures to keep open by why, with names only; what to watch comes later."""
        w, members = self.w, self.of("keep_open")
        if not members:
            return [self._heading("keep_open"), w.paragraph("groups.none_keep_open")]
        about = w.text(
            "groups.about_keep_open",
            year=w.year(w.outcome.learning.year),
            watch=Link(w.t("documents.section.watch"), "#watch"),
        )
        items: list[Inlines] = []
        counted: list[Inlines] = []
        for reason, group in self._by_reason(members):
            count = w.number(len(group), w.own("groups"))
            if reason in _COUNTED:  # many, and seldom decided: named further down
                head = w.text(
                    "groups.open_counted",
                    reason=w.t(f"documents.groups.open_{reason}"),
                    count=count,
                )
                counted.append(head)
                continue
            names = w.join([self._short(v) for v in group], "; ")
            head = w.text(
                "groups.open_item", reason=w.t(f"documents.groups.open_{reason}"), count=count
            )
            items.append((Strong(head), " ", *names, "."))
        if counted:
            items.append((Strong(w.join(counted, " · ")),))
        return [self._heading("keep_open"), w.paragraph(about), w.bullets(items)]

    def _short(self, v: Verdict) -> Inlines:
        name = self.w.words.measure(v.measure)
        if not v.uncertain:
            return name
        return (*name, f" ({self._uncertain()})")

    def _by_reason(self, members: Sequence[Verdict]) -> list[tuple[str, list[Verdict]]]:
        groups: dict[str, list[Verdict]] = {}
        for v in members:
            groups.setdefault(v.reason if v.reason in _OPEN else "other", []).append(v)
        return [(r, groups[r]) for r in (*_OPEN, "other") if r in groups]

    # -- what to watch -------------------------------------------------------------

    def watch(self) -> tuple[Block, ...]:
        """Return the measures to keep open with what to watch and by when to decide."""
        w, members = self.w, self.of("keep_open")
        if not members:
            return ()
        by_reason = dict(self._by_reason(members))
        first = [*by_reason.pop("some_futures", []), *by_reason.pop("other", [])]
        waiting = by_reason.pop("waits_for_condition", [])
        blocks: list[Block] = [w.paragraph("watch.intro")]
        if any(v.uncertain for v in w.outcome.verdicts):
            value, ref = w.fact("groups/stability")
            share = w.percent(value, ref)
            blocks.append(w.paragraph("groups.uncertain_note", share=share))
        if first:
            blocks.append(self._some(first))
        if waiting:
            blocks.append(self._waiting(waiting))
        if by_reason:
            blocks.append(self._rest(by_reason))
        return tuple(blocks)

    def _some(self, members: Sequence[Verdict]) -> Table:
        w, ref = self.w, self.w.own("groups")
        rows = [
            w.row(
                w.cell(self._name(v), (*self._tonnes(v), " ", *self._keeps(v))),
                w.words.signpost(v.signpost, ref) if v.signpost else (),
                w.text(
                    "watch.shares",
                    early=w.chance(v.early_share, ref),
                    ever=w.chance(v.ever_share, ref),
                ),
                w.year(v.decide_by),
                w.words.deciders(v.measure),
            )
            for v in members
        ]
        return w.table(
            "watch-some",
            "watch.some_caption",
            [
                w.text_column("measures.measure", 2.2),
                w.text_column("watch.what", 2.3),
                w.text_column("watch.right", 1.3),
                w.text_column("groups.decide_by", 0.8),
                w.text_column("groups.decider", 1.5),
            ],
            rows,
        )

    def _waiting(self, members: Sequence[Verdict]) -> Table:
        """Return one row a condition, with the measures that wait for it."""
        w = self.w
        groups: dict[str, list[Verdict]] = {}
        for v in members:
            groups.setdefault(v.signpost.key if v.signpost else "", []).append(v)
        rows = []
        for key, waiting in groups.items():
            head = w.name(w.words.names.condition(key)) if key else ""
            who = dict.fromkeys(w.words.deciders(v.measure) for v in waiting)
            rows.append(
                w.row(head, w.join([self._until(v) for v in waiting], "; "), w.join(list(who)))
            )
        return w.table(
            "watch-conditions",
            "watch.waiting_caption",
            [
                w.text_column("watch.condition", 1.5),
                w.text_column("watch.waiting", 2.4),
                w.text_column("groups.decider", 1.0),
            ],
            rows,
        )

    def _rest(self, by_reason: dict[str, list[Verdict]]) -> Table:
        w = self.w
        rows = [
            w.row(w.t(f"plans.reason.{reason}"), w.join([self._until(v) for v in members], "; "))
            for reason, members in by_reason.items()
        ]
        return w.table(
            "watch-rest",
            "watch.rest_caption",
            [w.text_column("groups.why", 1.2), w.text_column("measures.measures", 3.0)],
            rows,
        )

    def _until(self, v: Verdict) -> Inlines:
        """Return a name with the year to decide by."""
        return (*self._short(v), *self.w.text("watch.until", year=self.w.year(v.decide_by)))
