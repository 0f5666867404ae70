"""How a task stands, by the name of the state: what the page and the API ask for."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kortreist_web.people.models import Actor
from kortreist_web.tasks.actions.begin import begin
from kortreist_web.tasks.actions.finish import finish
from kortreist_web.tasks.actions.lapse import lapse
from kortreist_web.tasks.actions.reopen import reopen
from kortreist_web.tasks.models import Task

__all__ = ["set_state"]


def set_state(
    who: Actor,
    task: Task,
    *,
    state: str,
    on: date | None = None,
    evidence: str = "",
    reason: str = "",
    version: int | None = None,
) -> Task:
    """Do the action that leads to a state; what belongs to another state is passed over.

    Parameters
    ----------
    on : date, optional
        The day it was done; today where none is given.
    reason : str
        Why it lapses, or why what was done is to be done again.
    """
    organisation = task.organisation
    match Task.State(state):
        case Task.State.UNDER_WAY:
            return begin(who, organisation, task, why=reason, version=version)
        case Task.State.DONE:
            day = on or timezone.localdate()
            return finish(who, organisation, task, on=day, evidence=evidence, version=version)
        case Task.State.LAPSED:
            return lapse(who, organisation, task, reason=reason, version=version)
        case _:
            return reopen(who, organisation, task, why=reason, version=version)
