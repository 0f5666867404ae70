"""Say that a goal holds no more."""

from __future__ import annotations

import datetime as dt

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.goals.models import AdoptedGoal
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["end_goal"]


@action("change", AdoptedGoal)
def end_goal(
    who: Actor, organisation: Organisation, goal: AdoptedGoal, *, on: dt.date, why: str
) -> AdoptedGoal:
    """End a goal without another in its place; it is kept, with the day and the reason.

    Raises
    ------
    RefusedError
        It has ended, or would end before it was adopted; or no reason is given.
    """
    if goal.ended_on is not None:
        raise RefusedError("goals.refused.replaced")
    if on < goal.decided_on:
        raise RefusedError("goals.refused.ended", about="on")
    if not why.strip():
        raise RefusedError("goals.refused.why", about="why")
    goal.ended_on = on
    goal.save()
    return goal
