"""Say that a task is not to be done any more."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.states import require_by_hand
from kortreist_web.tenants.models import Organisation

__all__ = ["lapse"]


@action("follow", Task)
def lapse(
    who: Actor, organisation: Organisation, task: Task, *, reason: str, version: int | None = None
) -> Task:
    """Let it lapse; the reason stands on it.

    Raises
    ------
    RefusedError
        No reason is given, its state follows what its domain knows, or it lapses in another
        way only.
    ConflictError
        Somebody else has changed it since ``version``.
    """
    kind = require_by_hand(task)
    if kind.lapses:
        raise RefusedError(kind.lapses)
    if not reason.strip():
        raise RefusedError("tasks.refused.no_reason", about="reason")
    task.lapse(reason.strip())
    task.save_as_read(version)
    return task
