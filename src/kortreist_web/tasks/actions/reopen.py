"""Let a task wait again."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.states import require_by_hand, require_reason_to_undo
from kortreist_web.tenants.models import Organisation

__all__ = ["reopen"]


@action("follow", Task)
def reopen(
    who: Actor,
    organisation: Organisation,
    task: Task,
    *,
    why: str = "",
    version: int | None = None,
) -> Task:
    """Open one that was done, under way or lapsed.

    Parameters
    ----------
    why : str
        Why what was done is to be done again; needed where its kind asks for what shows it.

    Raises
    ------
    RefusedError
        Its state follows what its domain knows, or it lapsed in a way that is not taken back here;
        it is done, and why it is not is not said.
    ConflictError
        Somebody else has changed it since ``version``.
    """
    kind = require_by_hand(task)
    if task.state == Task.State.LAPSED and kind.lapses:
        raise RefusedError(kind.lapses)
    require_reason_to_undo(task, kind, why)
    task.reopen()
    task.save_as_read(version)
    return task
