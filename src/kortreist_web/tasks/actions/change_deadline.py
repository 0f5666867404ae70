"""Change a deadline."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.action import action
from kortreist_web.people.models import Actor
from kortreist_web.tasks.kinds import kind_named
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.states import require_deadline
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["change_deadline"]


@action("change", Task)
def change_deadline(
    who: Actor,
    organisation: Organisation,
    deadline: Task,
    *,
    title: str,
    due: date,
    kind: str,
    unit: Unit | None = None,
    version: int | None = None,
) -> Task:
    """Change what is to be done, by when, or by whom.

    Raises
    ------
    RefusedError
        It is no deadline people write themselves: a domain keeps it.
    ConflictError
        Somebody else has changed it since ``version``.
    """
    require_deadline(deadline)
    deadline.title, deadline.due, deadline.unit = title, due, unit
    deadline.kind = kind_named(kind).key
    deadline.save_as_read(version)
    return deadline
