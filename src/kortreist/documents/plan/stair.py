"""The stair in a document: from today to the target, and what each step is made of."""

from __future__ import annotations

from collections.abc import Iterable

from kortreist.documents.format.blocks import Block, ChartBlock, Inlines, Row, Strong, Table
from kortreist.documents.format.digits import significant
from kortreist.documents.format.writer import DASH, Content, Range
from kortreist.documents.plan.stair_chart import stair_chart
from kortreist.documents.plan.writer import PlanWriter
from kortreist.plans.stair import Layer, Stair, StairRow, Step

__all__ = ["StairPart"]

#: Rows of a step shown by name; what is smaller is added up in one.
_MAX_ROWS = 12
#: Origin of a limit the municipality has given itself.
_OWN = "formula/own_limit"
_STEPS: tuple[Layer, ...] = ("adopted", "state", "others", "plan", "more")


class StairPart:
    """Builds the stair and the tables of its steps.

    Parameters
    ----------
    id : str
        Of the picture and its table.
    """

    def __init__(self, w: PlanWriter, id: str = "stair") -> None:
        self.w = w
        self.stairs, self.id = w.outcome.stairs, id

    def page(self) -> tuple[Block, ...]:
        """Return the stair of the goal year in words, as a picture and as a table."""
        stair = self.w.outcome.stair
        if stair is None:
            return ()
        said = self.w.paragraph(self._stair_sentence(stair))
        return (said, *self._limits(), self._chart(stair))

    def _limits(self) -> tuple[Block, ...]:
        """Return which limit holds the plan back, and which the municipality has not given."""
        w, o = self.w, self.w.outcome
        if not o.limit_gains:
            return ()
        ref, binding = w.own("stair"), o.binding_limit
        if binding is None:
            said = w.text("stair.binds_none")
        else:
            more = w.tonnes(significant(binding.tonnes, 2), ref)
            said = w.text(f"stair.binds_{binding.limit}", more=more)
        text: Inlines = (Strong(said),)
        limits = w.budget.limits
        for name in ("money", "staff"):
            if limits.get(f"{name}_origin") != _OWN:
                text = (*text, " ", *w.text(f"stair.assumed_{name}"))
        return (w.paragraph(text),)

    # -- in words ------------------------------------------------------------------

    def _stair_sentence(self, stair: Stair) -> Inlines:
        w, ref = self.w, self.w.own("stair")
        cut = {n: w.tonnes(stair.step(n).central, ref) for n in _STEPS}
        text = w.text(
            "stair.said",
            now=w.year(stair.today_year),
            today=w.tonnes(stair.today, w.vintage),
            target=w.tonnes(stair.target, "formula/frame"),
            year=w.year(stair.year),
            way=w.tonnes(stair.today - stair.target, ref),
            **cut,
        )
        text = (*text, *self._others(stair))
        held = w.budget.kept_open.tonnes.get(stair.year, 0.0)
        if abs(held) >= 0.5:
            open_ = frozenset(w.budget.kept_open.measures)
            own = sum(r.tonnes for r in stair.step("plan").rows if r.key in open_)
            if own >= 0.5:
                text = (*text, " ", *w.text("stair.own_open", tonnes=w.tonnes(own, ref)))
            text = (*text, " ", *w.text("stair.kept_open", tonnes=w.tonnes(held, ref)))
        left = stair.step("unreached").central
        key = "stair.surplus" if stair.surplus else "stair.left"
        text = (*text, " ", Strong(w.text(key, left=w.tonnes(abs(left), ref))))
        if stair.target_upper is not None:
            more = w.tonnes(stair.target - stair.target_upper, ref)
            text = (*text, " ", *w.text("stair.span", more=more))
        return text

    def _others(self, stair: Stair) -> Inlines:
        """Return how much of others' steps this plan's measures push for, most first."""
        held = frozenset(self.w.budget.kept_open.measures)
        rows = [r for x in ("state", "others") for r in stair.step(x).rows if r.in_plan]
        now = [r for r in rows if r.key not in held]
        later = [r for r in rows if r.key in held]
        return (*self._last_word(now, "others_word"), *self._last_word(later, "others_open"))

    def _last_word(self, rows: Iterable[StairRow], key: str) -> Inlines:
        """Return how much rows of others cut, and who has the last word, most first."""
        w, ref = self.w, self.w.own("stair")
        cut: dict[str, float] = {}
        for row in rows:
            last = w.words.decided_by(row.key)
            cut[last] = cut.get(last, 0.0) + row.tonnes
        named = [(k, t) for k, t in sorted(cut.items(), key=lambda p: -p[1]) if t >= 0.5]
        if not named:
            return ()
        who = [
            w.text(
                "stair.other_word", who=w.name(w.words.names.decider(k)), tonnes=(w.number(t, ref),)
            )
            for k, t in named
        ]
        total = w.tonnes(sum(t for _, t in named), ref)
        return (" ", *w.text(f"stair.{key}", tonnes=total, who=w.listed(who)))

    # -- the picture ---------------------------------------------------------------

    def _chart(self, stair: Stair) -> ChartBlock:
        w, t = self.w, self.w.t
        level = stair.today
        rows = [
            {
                "name": t("documents.stair.today", year=stair.today_year),
                "kind": "end",
                "left": 0.0,
                "right": level,
                "end": level,
                "text": t.number(level),
            }
        ]
        for step in stair.steps:
            after = level - step.central
            rows.append(
                {
                    "name": w.words.step(step),
                    "text": self._change(stair, step),
                    "kind": step.label,
                    "left": min(level, after),
                    "right": max(level, after),
                    "end": after,
                }
            )
            level = after
        rows.append(
            {
                "name": t("documents.stair.target", year=stair.year),
                "kind": "end",
                "left": 0.0,
                "right": stair.target,
                "end": stair.target,
                "text": t.number(stair.target),
            }
        )
        alt = t(
            "documents.stair.alt",
            place=w.budget.account.place.name,
            now=stair.today_year,
            year=stair.year,
            today=t.number(stair.today),
            target=t.number(stair.target),
            steps="; ".join(f"{w.words.step(s)} {t.number(abs(s.central))}" for s in stair.steps),
        )
        return w.chart_block(
            f"{self.id}-chart",
            w.text(
                "stair.chart",
                now=w.year(stair.today_year),
                year=w.year(stair.year),
                unit=t("documents.unit.t"),
            ),
            alt,
            stair_chart(rows, stair.target, w.language, self.id),
            self._table(),
            narrow=True,
        )

    def _change(self, stair: Stair, step: Step) -> str:
        number = self.w.t.number
        if step.layer == "unreached" and stair.surplus:
            return number(-step.central)
        return ("+" if step.central < -0.5 else "") + number(-step.central)

    def _table(self) -> Table:
        """Return every goal year's steps side by side."""
        w, ref = self.w, self.w.own("stair")
        last = self.stairs[-1]
        rows = [
            w.row(
                w.text("stair.today", year=w.year(last.today_year)),
                *(w.number(s.today, w.vintage) for s in self.stairs),
                tone="strong",
            ),
            *(
                w.row(
                    w.words.layer(step.layer),
                    *(w.band(s.step(step.layer), ref) for s in self.stairs),
                )
                for step in last.steps
                if step.layer != "unreached"
            ),
            *self._ends(),
            w.row(
                w.text("stair.the_target"),
                *(w.number(s.target, "formula/frame") for s in self.stairs),
                tone="strong",
            ),
        ]
        notes = [
            w.text("stair.note", low=w.text("target.low_share"), high=w.text("target.high_share"))
        ]
        if any(s.surplus for s in self.stairs):
            notes.append(w.text("stair.surplus_note", surplus=w.t("plans.layer.surplus")))
        return w.table(
            self.id,
            w.text("stair.caption", unit=w.tonne),
            [
                w.text_column("stair.step", 2.4),
                *(w.column(w.year(s.year), 1.2) for s in self.stairs),
            ],
            rows,
            notes,
        )

    def _ends(self) -> list[Row]:
        """Return what nothing reaches and what goes past the target, each in its own years."""
        w, ref = self.w, self.w.own("stair")

        left: list[Content] = []
        over: list[Content] = []
        for stair in self.stairs:
            step = stair.step("unreached")
            past = Range(-step.high, -step.central, -step.low)
            left.append(DASH if stair.surplus else w.band(step, ref))
            over.append(w.band(past, ref) if stair.surplus else DASH)
        rows = []
        if not all(s.surplus for s in self.stairs):
            rows.append(w.row(w.words.layer("unreached"), *left))
        if any(s.surplus for s in self.stairs):
            rows.append(w.row(w.t("plans.layer.surplus"), *over))
        return rows

    # -- step by step --------------------------------------------------------------

    def steps(self) -> tuple[Block, ...]:
        """Return what each step of the goal year is made of."""
        stair = self.w.outcome.stair
        if stair is None:
            return ()
        w = self.w
        intro = (*w.text("layers.intro", year=w.year(stair.year)), " ", *w.text("stair.order"))
        blocks: list[Block] = [w.paragraph(intro)]
        for layer in ("adopted", "state", "others", "more"):
            step = stair.step(layer)
            if step.rows:
                blocks.append(self._rows(step))
        return tuple(blocks)

    def _rows(self, step: Step) -> Table:
        w, ref = self.w, self.w.own("stair")
        detail = step.layer != "adopted"
        # The largest either way: what pulls up must not hide among the rest.
        largest = sorted(step.rows, key=lambda r: -abs(r.tonnes))[:_MAX_ROWS]
        shown = [r for r in step.rows if r in largest and abs(r.tonnes) >= 0.5]
        rest = [r for r in step.rows if r not in shown]
        rows = []
        for row in shown:
            name = w.name(w.words.stair_row(row.kind, row.key))
            more = [self._detail(row)] if detail else []
            rows.append(w.row(name, w.number(row.tonnes, ref), *more))
        none: list[Inlines] = [()] if detail else []
        if rest:
            left = sum(r.tonnes for r in rest)
            count = w.number(len(rest), w.own("count"))
            rest_row = w.row(
                w.text("layers.rest", count=count), w.number(left, ref), *none, tone="note"
            )
            rows.append(rest_row)
        rows.append(w.row(w.text("layers.sum"), w.number(step.central, ref), *none, tone="total"))
        columns = [w.text_column("layers.what", 2.4), w.column((w.tonne,), 0.8)]
        if detail:
            head = w.text("layers.why" if step.layer == "more" else "layers.detail")
            columns.append(w.text_column(head, 2.4))
        caption = w.text(f"layers.about_{step.layer}")
        return w.table(f"layer-{step.layer}", caption, columns, rows)

    def _detail(self, row: StairRow) -> Inlines:
        """Return what waits for a condition, who decides a measure, or why it is not chosen."""
        w = self.w
        if row.measures:
            return w.words.listed(row.measures)
        if row.kind != "measure":
            return ()
        parts: list[Inlines] = [w.text("layers.in_plan")] if row.in_plan else []
        if w.words.decided_by(row.key) != "municipality":
            parts.append(w.words.deciders(row.key))
        elif row.reason:
            parts.append((w.name(w.words.names.reason(row.reason)),))
        return w.join(parts, "; ")
