"""Say that somebody is at a task."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.people.models import Actor
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.states import require_by_hand
from kortreist_web.tenants.models import Organisation

__all__ = ["begin"]


@action("follow", Task)
def begin(
    who: Actor, organisation: Organisation, task: Task, *, version: int | None = None
) -> Task:
    """Set it under way.

    Raises
    ------
    RefusedError
        Its state follows what its domain knows.
    ConflictError
        Somebody else has changed it since ``version``.
    """
    require_by_hand(task)
    task.begin()
    task.save_as_read(version)
    return task
