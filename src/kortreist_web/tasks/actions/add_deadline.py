"""Add a deadline to the calendar."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from kortreist_web.core.action import action
from kortreist_web.core.actor_context import actor
from kortreist_web.core.once import refuse_second
from kortreist_web.people.models import Actor
from kortreist_web.tasks.kinds import kind_named
from kortreist_web.tasks.models import Task
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["add_deadline"]


@action("change", Task)
def add_deadline(
    who: Actor,
    organisation: Organisation,
    *,
    title: str,
    due: date,
    kind: str = "other",
    unit: Unit | None = None,
) -> Task:
    """Add something that must be done by a day.

    Raises
    ------
    RefusedError
        It stands there already, and is not done.
    """
    deadline = Task(
        organisation=organisation,
        title=title,
        due=due,
        kind=kind_named(kind).key,
        unit=unit,
        created_by=actor().verb,
    )
    waits = Q(state__in=(Task.State.OPEN, Task.State.UNDER_WAY))
    refuse_second(deadline, "title", "due", "kind", "unit_id", where=waits)
    deadline.save()
    return deadline
