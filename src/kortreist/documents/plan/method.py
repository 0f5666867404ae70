"""How the plan is chosen and how good the answer is, in plain language."""

from __future__ import annotations

from kortreist.documents.format.blocks import Block, Inline, Inlines
from kortreist.documents.plan.writer import PlanWriter

__all__ = ["planned"]


def planned(w: PlanWriter) -> tuple[Block, ...]:
    """Return the part of the method that is about groups, room for manoeuvre and the solver."""
    solver = w.outcome.solver
    year = w.year(w.outcome.learning.year)

    def limit(name: str) -> Inline:
        value, ref = w.fact(f"groups/{name}")
        return w.percent(value, ref)

    def years(name: str) -> Inline:
        value, ref = w.fact(f"groups/{name}")
        return w.number(value, ref)

    ref = w.own("solver")
    items: list[Inlines] = [
        w.text("planned.learning", year=year),
        w.text("planned.price"),
        w.text("planned.start_now", early=limit("early_share")),
        w.text(
            "planned.anchor_first",
            early=limit("early_share"),
            years=years("binding_years"),
            lost=limit("reversal_share"),
        ),
        w.text("planned.decide_now", kept=limit("value_kept")),
        w.text("planned.keep_open", some=limit("some_share")),
        w.text("planned.avoid", seldom=limit("seldom_share")),
        w.text("planned.others", some=limit("some_share")),
        w.text(
            "planned.stability",
            resamples=years("resamples"),
            share=limit("stability"),
            draws=years("draws"),
        ),
        w.text("planned.room"),
        w.text("planned.regret"),
    ]
    if solver.scenarios:
        items.append(
            w.text(
                "planned.solver",
                scenarios=w.number(solver.scenarios, ref),
                value=w.tonnes(solver.value, ref),
                bound=w.tonnes(solver.bound, ref),
                gap=w.tiny(solver.gap, ref),
            )
        )
        items.append(
            w.text(
                "planned.errors",
                reduction=w.tiny(abs(solver.reduction_error), ref),
                linear=w.tiny(solver.linearisation_error, ref),
            )
        )
    if w.outcome.drivers:
        items.append(w.text("planned.drives"))
    if w.outcome.pathway_map:
        items.append(w.text("planned.map"))
    return (w.heading("planned.heading"), w.paragraph("planned.intro"), w.bullets(items))
