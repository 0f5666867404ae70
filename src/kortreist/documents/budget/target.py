"""Target, frame, baseline and pathway in a document; and the restatement."""

from __future__ import annotations

import re

from kortreist.accounts.labels import Naming
from kortreist.budgets.target import Adopted, RegisteredTarget
from kortreist.documents.account.boundaries import boundary_words
from kortreist.documents.budget.years import YearFigures, fan_chart
from kortreist.documents.format.blocks import Block, ChartBlock, Inline, Inlines, Paragraph, Row
from kortreist.documents.plan.writer import PlanWriter
from kortreist.i18n import name_in

__all__ = ["TargetPart"]


class TargetPart:
    """Builds the blocks on target, frame, baseline and pathway."""

    def __init__(self, w: PlanWriter) -> None:
        self.w = w

    def target(self) -> tuple[Block, ...]:
        """Return what is adopted here, the target, the goals after it, and the frame's start."""
        own = tuple(
            self.w.paragraph(self._registered_sentence(r)) for r in self.w.budget.registered
        )
        return (
            *own,
            self._target_sentence(),
            *self._goals(),
            *self._law(),
            self.w.paragraph(self._start()),
        )

    def _law(self) -> tuple[Block, ...]:
        """Return the law's target beside another one: national, and from 1990."""
        w, law = self.w, self.w.budget.law
        if law is None:
            return ()
        cut = w.goal(law.reduction, law.origin, law.reduction_high)
        return (w.paragraph("target.law_beside", cut=cut, year=w.year(law.year)),)

    def _registered_sentence(self, r: RegisteredTarget) -> Inlines:
        w, body = self.w, "county" if r.county else "municipality"
        if r.adopted is not None:
            return self._adopted_sentence(r, r.adopted)
        assert r.reduction is not None
        assert r.reference_year is not None
        return w.text(
            f"target.{'was' if r.historical else 'registered'}_{body}",
            name=w.name(r.name),
            cut=w.goal(r.reduction, r.origin),
            reference=w.year(r.reference_year),
            target=w.year(r.target_year),
            emissions=w.t(f"budgets.emissions.{r.emissions}"),
        )

    def _adopted_sentence(self, r: RegisteredTarget, adopted: Adopted) -> Inlines:
        """Return a target as the municipality registered it, with its resolution."""
        w = self.w
        w.use(r.origin)
        said = w.text(
            f"target.adopted_{'was' if r.historical else 'stands'}",
            words=w.name(name_in(adopted.words, w.language)),
            body=w.name(adopted.body),
            case=w.name(adopted.case_number),
            date=w.date(adopted.decided_on.isoformat()),
        )
        if not adopted.reason or r.historical:
            return said
        reason = w.name(name_in(adopted.reason, w.language))
        return (*said, " ", *w.text("target.adopted_no_path", reason=reason))

    def _goals(self) -> tuple[Block, ...]:
        """Return the goals whose law is a span, and those after the target."""
        w, b, out = self.w, self.w.budget, []
        reference = b.account.history.get(b.target.reference_year)
        if reference is None:
            return ()
        for goal in b.target.goals:
            first, high = goal.year == b.target.target_year, goal.reduction_high
            if first and high is None:
                continue
            out.append(
                w.paragraph(
                    f"target.{'span' if first else 'next'}_{'one' if high is None else 'two'}",
                    year=w.year(goal.year),
                    cut=w.goal(goal.reduction, goal.origin, high),
                    low=w.tonnes(reference * (1 - goal.reduction), "formula/frame"),
                    high=w.tonnes(reference * (1 - (high or 0.0)), "formula/frame"),
                )
            )
        return tuple(out)

    def _start(self) -> Inlines:
        w, start = self.w, self.w.budget.frame_start
        return w.text(
            f"target.start_{start.kind}",
            first=w.year(start.years[0]),
            last=w.year(start.years[-1]),
            year=w.year(start.year),
            tonnes=w.tonnes(start.value, "formula/frame"),
        )

    def _target_sentence(self) -> Paragraph:
        """Return the target in one paragraph: a share first, tonnes as what follows from it."""
        w, target = self.w, self.w.budget.target
        reference = w.budget.account.history.get(target.reference_year)
        text = w.text(
            "target.stated",
            cut=w.target(target),
            reference=w.year(target.reference_year),
            target=w.year(target.target_year),
            boundary=self._boundary(),
        )
        if target.boundary == "territorial" and reference is not None:
            goal = reference * (1 - target.reduction)
            text += (
                " ",
                *w.text(
                    "target.in_tonnes",
                    reference=w.year(target.reference_year),
                    start=w.tonnes(reference, w.vintage),
                    target=w.year(target.target_year),
                    goal=w.tonnes(goal, "formula/frame"),
                ),
            )
        return w.paragraph(text)

    def _boundary(self) -> Inlines:
        """Return what the target is about; consumption with the years of its structure."""
        w, b = self.w, self.w.budget
        words = boundary_words(w, b.target.boundary, b.account.without)
        label = Naming(w.language).basis(b.account, b.target.boundary)
        return (*words, " (", w.name(label), ")") if label else words

    def fan(self) -> ChartBlock:
        """Return the fan chart of all years with its table."""
        w, b = self.w, self.w.budget
        years = [self._year(year) for year in b.years]
        now, begin = b.account.totals.get(b.target.boundary), b.account.year
        start = None
        if now is not None and begin < min(b.years):
            start = (begin, now.value, self._frame_now(now.value))
        return fan_chart(w, b.account.place.name, years, w.own("gap"), start)

    def _year(self, year: int) -> YearFigures:
        """Return a year: what is decided now, and beside it what is kept open too."""
        b = self.w.budget
        known = (year, year in b.plan_years, b.frame.get(year), b.baseline.get(year))
        whole, chance = b.pathway.get(year), b.probability_under_frame.get(year)
        if b.without_open is None:
            return YearFigures(*known, whole, chance)
        now = b.without_open
        return YearFigures(*known, now.pathway.get(year), now.probability.get(year), whole, chance)

    def _frame_now(self, now: float) -> float:
        """Return the frame in the account's year: its start, or on the line from it."""
        b, begin = self.w.budget, self.w.budget.frame_start
        if begin.kind == "last":
            return now
        following = b.account.year + 1
        share = (b.account.year - begin.year) / (following - begin.year)
        return begin.value + (b.frame[following] - begin.value) * share

    def _edition(self, vintage: str) -> Inline:
        """Return the date of an edition; its id where no date is known."""
        origin = self.w.origins.get(f"vintage/{vintage}")
        match = re.search(r"\d{4}-\d{2}-\d{2}", origin.valid_from if origin else "")
        match = match or re.search(r"\d{4}-\d{2}-\d{2}", vintage)
        return self.w.date(match[0]) if match else self.w.name(vintage)

    def restatement(self) -> tuple[Block, ...]:
        """Return what a new edition of the inventory changed; empty without one."""
        w, b, r = self.w, self.w.budget, self.w.budget.restatement
        if r is None:
            return ()
        before = w.first(f"vintage/{r.vintage_before}", w.vintage)
        after = w.first(f"vintage/{r.vintage_after}", w.vintage)
        frame_ref, change = "formula/frame", w.own("change")
        share = r.reference_after / r.reference_before - 1 if r.reference_before else None
        same = abs(r.reference_after - r.reference_before) < 0.5 and all(
            abs(r.frame_after.get(y, v) - v) < 0.5 for y, v in r.frame_before.items()
        )
        intro = w.paragraph(
            "restatement.same" if same else "restatement.intro",
            cut=w.target(b.target),
            before=self._edition(r.vintage_before),
            after=self._edition(r.vintage_after),
        )
        if same:
            return (intro,)

        def row(
            head: Inlines, old: float | None, new: float | None, old_ref: str, new_ref: str
        ) -> Row:
            delta = new - old if old is not None and new is not None else None
            return w.row(
                head, w.number(old, old_ref), w.number(new, new_ref), w.signed(delta, change)
            )

        rows = [
            w.row(
                w.text("restatement.percentage"),
                w.target(b.target),
                w.target(b.target),
                w.text("restatement.stands"),
                tone="strong",
            ),
            row(
                w.text("restatement.reference", year=w.year(b.target.reference_year)),
                r.reference_before,
                r.reference_after,
                before,
                after,
            ),
        ]
        for year in sorted(set(r.frame_before) | set(r.frame_after)):
            if year not in b.plan_years and year != b.target.target_year:
                continue
            rows.append(
                row(
                    w.text("restatement.frame", year=w.year(year)),
                    r.frame_before.get(year),
                    r.frame_after.get(year),
                    frame_ref,
                    frame_ref,
                )
            )
        table = w.table(
            "restatement",
            w.text("restatement.caption", unit=w.tonne),
            [
                w.text_column("restatement.what", 2.2),
                w.column("restatement.before"),
                w.column("restatement.after"),
                w.column("restatement.change"),
            ],
            rows,
        )
        out = w.paragraph("restatement.so", share=w.percent(share, change, 1))
        return intro, table, out
