"""What a robust plan says, in a few lines."""

from __future__ import annotations

from kortreist.cards import Card
from kortreist.plans.outcome import GROUPS, PlanOutcome

__all__ = ["outcome_card"]


def outcome_card(outcome: PlanOutcome) -> Card:
    """Return groups, room for manoeuvre, goal, proof and what drives the plan."""
    groups = [v.group for v in outcome.verdicts]
    room, goal = outcome.room, outcome.room.goal
    return Card(
        f"Plan outcome: {len(outcome.starts)} measures start, {len(outcome.refused)} do not",
        [
            ("groups", ", ".join(f"{g} {groups.count(g)}" for g in GROUPS)),
            (
                "room for manoeuvre",
                f"the best later decisions reach {room.bound.reach_t.central:,.0f} t CO2e "
                f"in {goal.year}; price of binding "
                f"{room.price_of_binding.central / 1e6:,.1f} million NOK",
            ),
            (
                "goal",
                f"{goal.kind}: {goal.tonnes:,.0f} t CO2e in {goal.year} (−{goal.reduction:.0%})",
            ),
            ("learning year", str(outcome.learning.year)),
            (
                "proof",
                f"{outcome.solver.status}, gap {outcome.solver.gap:.1%}, "
                f"{outcome.solver.scenarios} futures after reduction",
            ),
            ("what drives it", ", ".join(d.key or d.kind for d in outcome.drivers[:5]) or "–"),
        ],
        ".verdicts  .starts  .room  .stair  .trade_off  .marginal  .pathway_map  .drivers  "
        ".findings  .judged",
    )
