"""Tasks about a row of another domain: that domain keeps them as the row is kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from kortreist_web.core.actor_context import actor
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.owners import NOBODY, Owner

__all__ = ["drop_task", "keep_task", "tasks_about"]


def tasks_about(kind: str, rows: Iterable[Any]) -> dict[int, Task]:
    """Return the tasks of a kind about rows, by the rows' keys."""
    keys = [row.pk for row in rows]
    tasks = Task.objects.filter(kind=kind, subject__in=keys)
    return {
        t.subject: t for t in tasks.select_related("person", "unit", "organisation") if t.subject
    }


def keep_task(
    kind: str, row: Any, *, title: str, owner: Owner = NOBODY, due: date | None = None
) -> Task:
    """Add the task about a row, or change what it says; its state stays as it is.

    Called inside an action of the domain that has the row.
    """
    there = tasks_about(kind, [row]).get(row.pk)
    task = there or Task(
        organisation=row.organisation,
        kind=kind,
        subject_kind=row._meta.label,
        subject=row.pk,
        created_by=actor().verb,
    )
    task.title, task.due = title[:200], due
    owner.give(task)
    task.save()
    return task


def drop_task(kind: str, row: Any) -> None:
    """Remove the task about a row, which asks for nothing any more; the log keeps it."""
    task = tasks_about(kind, [row]).get(row.pk)
    if task is not None:
        task.delete()
