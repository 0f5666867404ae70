"""Register a goal the council has adopted, correct it, or let a new one take its place."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from kortreist_web.core.action import action
from kortreist_web.core.once import refuse_second
from kortreist_web.core.refusals import RefusedError
from kortreist_web.goals.checking import FIELDS, checked
from kortreist_web.goals.models import AdoptedGoal
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["correct_goal", "register_goal"]

#: Two goals with the same of these are one: what was adopted, in which case, on which day.
_SAME = (
    "kind",
    "boundary",
    "scope",
    "base_year",
    "reduction",
    "reduction_high",
    "tonnes",
    "wording",
    "target_year",
    "case_number",
    "decided_on",
)


@action("change", AdoptedGoal)
def register_goal(
    who: Actor,
    organisation: Organisation,
    /,
    *,
    replaces: AdoptedGoal | None = None,
    why: str = "",
    **values: Any,
) -> AdoptedGoal:
    """Register a goal; one that it replaces ends the day this was adopted, and is kept.

    Raises
    ------
    RefusedError
        It does not hold together, replaces one that has ended or was adopted later, or is
        registered already.
    """
    goal = checked(AdoptedGoal(organisation=organisation, **_only(values)))
    if replaces is not None:
        if replaces.ended_on is not None:
            raise RefusedError("goals.refused.replaced", about="replaces")
        if goal.decided_on < replaces.decided_on:
            raise RefusedError("goals.refused.earlier", about="decided_on")
    refuse_second(goal, *_SAME, where=Q(ended_on=None))
    goal.save()
    if replaces is not None:
        replaces.ended_on, replaces.replaced_by = goal.decided_on, goal
        replaces.save()
    return goal


@action("change", AdoptedGoal)
def correct_goal(
    who: Actor,
    organisation: Organisation,
    /,
    goal: AdoptedGoal,
    *,
    version: int | None = None,
    why: str = "",
    **values: Any,
) -> AdoptedGoal:
    """Correct what was written wrong; the rest stays. A new resolution is a new goal.

    Raises
    ------
    RefusedError
    ConflictError
    """
    if version is not None:
        goal.version = version
    for name, value in _only(values).items():
        setattr(goal, name, value)
    if goal.ended_on is not None and goal.ended_on < goal.decided_on:
        raise RefusedError("goals.refused.ended", about="decided_on")
    checked(goal).save()
    return goal


def _only(values: dict[str, Any]) -> dict[str, Any]:
    unknown = values.keys() - FIELDS
    if unknown:
        raise TypeError(f"no such value: {', '.join(sorted(unknown))}")
    return values
