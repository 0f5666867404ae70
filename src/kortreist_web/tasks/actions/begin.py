"""Say that somebody is at a task."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.people.models import Actor
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.states import require_by_hand, require_reason_to_undo
from kortreist_web.tenants.models import Organisation

__all__ = ["begin"]


@action("follow", Task)
def begin(
    who: Actor,
    organisation: Organisation,
    task: Task,
    *,
    why: str = "",
    version: int | None = None,
) -> Task:
    """Set it under way.

    Parameters
    ----------
    why : str
        Why what was done is to be done again; needed where its kind asks for what shows it.

    Raises
    ------
    RefusedError
        Its state follows what its domain knows; it is done, and why it is not is not said.
    ConflictError
        Somebody else has changed it since ``version``.
    """
    require_reason_to_undo(task, require_by_hand(task), why)
    task.begin()
    task.save_as_read(version)
    return task
