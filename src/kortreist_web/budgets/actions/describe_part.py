"""Say what a part of the budget aims at, what is followed and how often it is reported on."""

from __future__ import annotations

from kortreist_web.budgets.models import Budget
from kortreist_web.budgets.parts import PARTS, RHYTHMS
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["describe_part"]


@action("change", Budget)
def describe_part(
    who: Actor,
    organisation: Organisation,
    budget: Budget,
    *,
    part: str,
    goal: str = "",
    goal_source: str = "",
    indicator: str = "",
    rhythm: str = RHYTHMS[0],
    why: str = "",
) -> Budget:
    """Set what is said of a part.

    Parameters
    ----------
    goal : str
        What the part aims at, in the municipality's own words.
    goal_source : str
        Who has adopted it, and when; a goal is not shown without.

    Raises
    ------
    RefusedError
        The part or the rhythm is none, or a goal has no source.
    """
    if part not in PARTS or rhythm not in RHYTHMS:
        raise RefusedError("budgets.refused.part", about="part")
    if goal.strip() and not goal_source.strip():
        raise RefusedError("budgets.refused.goal_source", about="goal_source")
    said = {
        "goal": goal.strip(),
        "goal_source": goal_source.strip(),
        "indicator": indicator.strip(),
        "rhythm": rhythm,
    }
    budget.parts = {**budget.parts, part: said}
    budget.save()
    return budget
