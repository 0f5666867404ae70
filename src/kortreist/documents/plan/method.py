"""How the plan is chosen and how good the answer is, in plain language."""

from __future__ import annotations

from kortreist.documents.format.blocks import Block, Inline, Inlines
from kortreist.documents.format.writer import Writer
from kortreist.documents.plan.refs import OutcomeRefs
from kortreist.plans.outcome import PlanOutcome

__all__ = ["planned"]


def planned(write: Writer, refs: OutcomeRefs, outcome: PlanOutcome) -> tuple[Block, ...]:
    """Return the part of the method that is about groups, room for manoeuvre and the solver.

    Parameters
    ----------
    write : Writer
    refs : OutcomeRefs
    outcome : PlanOutcome
    """
    w, solver = write, outcome.solver
    year = w.year(outcome.learning.year)

    def limit(name: str) -> Inline:
        value, ref = refs.fact(f"groups/{name}")
        return w.percent(value, ref)

    def years(name: str) -> Inline:
        value, ref = refs.fact(f"groups/{name}")
        return w.number(value, ref)

    ref = refs.own("solver")
    items: list[Inlines] = [
        w.text("planned.learning", year=year),
        w.text("planned.start_now", early=limit("early_share")),
        w.text(
            "planned.anchor_first",
            early=limit("anchor_share"),
            years=years("binding_years"),
            lost=limit("reversal_share"),
        ),
        w.text("planned.keep_open", some=limit("some_share")),
        w.text("planned.avoid", room=limit("room_loss")),
        w.text("planned.stability", resamples=years("resamples"), share=limit("stability")),
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
    if outcome.drivers:
        items.append(w.text("planned.drives"))
    if outcome.packages:
        items.append(w.text("planned.map"))
    return (
        w.heading("planned.heading"),
        w.paragraph("planned.intro"),
        w.bullets(items),
    )
