"""Say whom a task waits for, and by when."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.action import action
from kortreist_web.people.models import Actor
from kortreist_web.tasks.kinds import declared
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.owners import Owner
from kortreist_web.tasks.states import refuse_before
from kortreist_web.tenants.models import Organisation

__all__ = ["assign"]


@action("change", Task)
def assign(
    who: Actor,
    organisation: Organisation,
    task: Task,
    *,
    owner: Owner,
    due: date | None,
    version: int | None = None,
) -> Task:
    """Set its owner and its last day.

    Raises
    ------
    RefusedError
        The day is before the task came to be.
    ConflictError
        Somebody else has changed it since ``version``.
    """
    if due is not None:
        refuse_before(task, declared(task.kind), due, "due")
    owner.give(task)
    task.due = due
    task.save_as_read(version)
    return task
