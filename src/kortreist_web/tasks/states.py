"""Whose state people set, and whose follows what a domain knows."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.clock import day_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import web
from kortreist_web.tasks.kinds import TaskKind, kind_named
from kortreist_web.tasks.models import Task

__all__ = ["refuse_before", "require_by_hand", "require_deadline", "require_reason_to_undo"]


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


def require_deadline(task: Task) -> None:
    """Refuse to change or remove as a deadline what a domain keeps: a council's order.

    Raises
    ------
    RefusedError
    """
    if not kind_named(task.kind).by_hand:
        raise RefusedError("tasks.refused.no_deadline")


def require_reason_to_undo(task: Task, kind: TaskKind, why: str) -> None:
    """Refuse to undo without a reason what was done and shown to anyone who reads.

    Raises
    ------
    RefusedError
    """
    if task.state == Task.State.DONE and kind.needs_evidence and not why.strip():
        raise RefusedError("tasks.refused.no_reason_to_undo", about="reason")


def refuse_before(task: Task, kind: TaskKind | None, day: date, field: str) -> None:
    """Refuse a day, entered in ``field``, before the task came to be.

    Raises
    ------
    RefusedError
    """
    since = kind.since(task) if kind is not None and kind.since is not None else None
    if kind is not None and kind.by_hand and field == "on":
        # It may have been due before it was written down, but was done as a task after.
        since = day_of(task.created_at)
    if since is not None and day < since:
        day_said = web().date(since.isoformat())
        raise RefusedError("tasks.refused.before", about=field, day=day_said)
