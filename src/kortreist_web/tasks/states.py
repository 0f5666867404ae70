"""Whose state people set, and whose follows what a domain knows."""

from __future__ import annotations

from kortreist_web.core.domain import TaskKind
from kortreist_web.core.refusals import RefusedError
from kortreist_web.tasks.kinds import kind_named
from kortreist_web.tasks.models import Task

__all__ = ["require_by_hand"]


def require_by_hand(task: Task) -> TaskKind:
    """Return a task's kind, where people say how the task stands.

    Raises
    ------
    RefusedError
        Its domain says so: a step of the year is done when what it asks for is there.
    """
    kind = kind_named(task.kind)
    if kind.follows:
        raise RefusedError("tasks.refused.follows")
    return kind
