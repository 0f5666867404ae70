"""What the plan is counted towards: target, goal and room for manoeuvre, in figures and words."""

from __future__ import annotations

from dataclasses import asdict

from kortreist.documents.format.blocks import Block, Inline, Inlines, KeyFigure, KeyFigures, Strong
from kortreist.documents.plan.room import PRICED, bounded, millions, short
from kortreist.documents.plan.writer import PlanWriter

__all__ = ["GoalPart"]


class GoalPart:
    """Builds the blocks on target and room for manoeuvre."""

    def __init__(self, w: PlanWriter) -> None:
        self.w = w
        self.room = w.outcome.room
        self.goal = self.room.goal
        self.reachable = self.goal.kind == "reachable"

    def target(self) -> Inline:
        """Return the target of the goal year as a share of the reference year."""
        b, year = self.w.budget, self.goal.year
        reference = b.account.history.get(b.target.reference_year)
        if goal := b.target.goal(year):
            return self.w.goal(goal.reduction, goal.origin, goal.reduction_high)
        if year not in b.frame or not reference:
            return self.w.target(b.target)
        cut = 1 - b.frame[year] / reference
        return self.w.goal(round(cut, 3), "formula/frame")

    def cut(self) -> Inline:
        """Return the cut the plan is counted towards."""
        if not self.reachable:
            return self.target()
        return self.w.goal(round(self.goal.reduction, 3), self.w.own("room"))

    def key_figures(self) -> KeyFigures:
        """Return target, goal and room for manoeuvre side by side."""
        w, ref = self.w, self.w.own("room")
        year, reference = w.year(self.goal.year), w.year(w.budget.target.reference_year)
        reach = bounded(asdict(self.room.bound.reach_t), "t")
        items = [
            KeyFigure(
                w.text("goal.target", year=year),
                (self.target(),),
                w.text("goal.out_of_reach", chance=w.chance(self.room.to_target, ref))
                if self.reachable
                else w.text("goal.target_note", reference=reference),
                "warning" if self.reachable else "plain",
            ),
            KeyFigure(
                w.text("goal.counted" if self.reachable else "goal.tonnes", year=year),
                (self.cut(),) if self.reachable else w.tonnes(self.goal.tonnes, "formula/frame"),
                w.text("goal.counted_note", tonnes=w.tonnes(self.goal.tonnes, ref), year=year)
                if self.reachable
                else w.text("goal.tonnes_note", cut=self.target(), reference=reference),
            ),
            KeyFigure(
                w.text("goal.best"),
                w.tonnes(reach["n"][1], ref),
                (
                    *w.text(
                        "goal.room_note",
                        year=year,
                        low=w.number(reach["low"][1], ref),
                        high=w.number(reach["high"][1], ref),
                        wanted=w.percent(self.goal.wanted, ref),
                    ),
                    *self._price(),
                ),
            ),
        ]
        return KeyFigures(tuple(items))

    def _price(self) -> Inlines:
        """Return what it costs to bind; nothing where that is nothing."""
        w, nok = self.w, self.room.price_of_binding.central
        if nok < PRICED:
            return ()
        price, decimals = millions(nok)
        return (". ", *w.text("goal.price", price=w.number(price, w.own("room"), decimals)))

    def figures(self) -> tuple[Block, ...]:
        """Return how the figures of the goal year's emissions hang together, in one sentence."""
        w, b, year = self.w, self.w.budget, self.goal.year
        if year not in b.pathway:
            return ()
        ref, path = w.own("room"), "formula/pathway"
        parts: list[Inlines] = []
        if b.without_open is not None and year in b.without_open.pathway:
            now = b.without_open.pathway[year].central
            parts.append(w.text("goal.figure_decided", tonnes=w.tonnes(now, path)))
        key = "goal.figure_open" if parts else "goal.figure_plan"
        parts.append(w.text(key, tonnes=w.tonnes(b.pathway[year].central, path)))
        drawn = w.outcome.pathway_map
        if drawn is not None and drawn.year == year:
            mean = bounded(asdict(drawn.followed.reach_t), "t")["n"][1]
            parts.append(w.text("goal.figure_map", tonnes=w.tonnes(mean, ref)))
        reach = bounded(asdict(self.room.bound.reach_t), "t")["n"][1]
        text = w.text(
            f"goal.figures_{self.goal.kind}",
            year=w.year(year),
            each=w.listed(parts),
            reach=w.tonnes(reach, ref),
            wanted=w.percent(self.goal.wanted, ref),
            goal=w.tonnes(self.goal.tonnes, ref),
        )
        return (w.paragraph(text),)

    def said(self) -> tuple[Block, ...]:
        """Return why the plan is counted towards another goal, where it is, and the room left."""
        w, ref = self.w, self.w.own("room")
        year = w.year(self.goal.year)
        text: Inlines = ()
        if self.reachable:
            met = self.room.to_target
            key = "goal.never" if met == 0.0 else "goal.seldom"
            more = {} if met == 0.0 else {"chance": w.chance(met, ref)}
            text = (
                Strong(w.text(key, target=self.target(), year=year, **more)),
                " ",
                *w.text("goal.therefore", cut=self.cut(), wanted=w.percent(self.goal.wanted, ref)),
            )
            text = (*text, " ")
        return (w.paragraph((*text, *short(w))), *self.figures())
