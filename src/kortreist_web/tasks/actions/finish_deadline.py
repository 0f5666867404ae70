"""Say that a deadline is kept, or that it was not after all."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.action import action
from kortreist_web.people.models import Actor
from kortreist_web.tasks.models import Task
from kortreist_web.tenants.models import Organisation

__all__ = ["finish_deadline"]


@action("change", Task)
def finish_deadline(
    who: Actor, organisation: Organisation, deadline: Task, *, on: date | None, evidence: str = ""
) -> Task:
    """Set the day it was done, and what shows it; ``None`` opens it again."""
    deadline.finish(on, evidence)
    deadline.save()
    return deadline
