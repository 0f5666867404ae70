"""Say that a task is done."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.states import refuse_before, require_by_hand
from kortreist_web.tenants.models import Organisation

__all__ = ["finish"]


@action("follow", Task)
def finish(
    who: Actor,
    organisation: Organisation,
    task: Task,
    *,
    on: date,
    evidence: str = "",
    version: int | None = None,
) -> Task:
    """Set the day it was done, and what shows it.

    Raises
    ------
    RefusedError
        Its state follows what its domain knows; nothing shows that it is done, where something
        must; or the day has not come, or is before the task came to be.
    ConflictError
        Somebody else has changed it since ``version``.
    """
    kind = require_by_hand(task)
    evidence = evidence.strip()
    if kind.needs_evidence and not evidence:
        raise RefusedError("tasks.refused.no_evidence", about="evidence")
    refuse_before(task, kind, on, "on")
    if on > timezone.localdate():
        raise RefusedError("tasks.refused.future", about="on")
    task.finish(on, evidence)
    task.save_as_read(version)
    return task
