"""Remove a deadline that was a mistake."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.people.models import Actor
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.states import require_deadline
from kortreist_web.tenants.models import Organisation

__all__ = ["remove_deadline"]


@action("change", Task)
def remove_deadline(who: Actor, organisation: Organisation, deadline: Task) -> None:
    """Remove it; the change log keeps what it was.

    Raises
    ------
    RefusedError
        It is no deadline people write themselves: a domain keeps it.
    """
    require_deadline(deadline)
    deadline.delete()
