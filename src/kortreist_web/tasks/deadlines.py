"""How near a deadline is: by the exact date, never by the hour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kortreist_web.tasks.models import Task

__all__ = ["SOON", "Dated", "by_month", "state_of"]

#: A deadline this near is called soon.
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Dated:
    """A task and how near its day is: ``days`` until it is due, negative when past.

    ``state`` is one of :func:`state_of`, ``lapsed``, or ``no_day`` where it has none.
    """

    task: Task
    state: str
    days: int

    @classmethod
    def of(cls, task: Task, today: date) -> Dated:
        """Return a task as it stands today."""
        if task.state == Task.State.LAPSED:
            return cls(task, "lapsed", 0)
        if task.due is None:
            return cls(task, "done" if task.done_on else "no_day", 0)
        return cls(task, state_of(task.due, task.done_on, today), (task.due - today).days)

    @property
    def past(self) -> int:
        """Return how many days it is overdue."""
        return -self.days


def state_of(due: date, done_on: date | None, today: date) -> str:
    """Return ``done``, ``overdue``, ``today``, ``soon`` or ``later``.

    A deadline can be kept on its own day: it is overdue from the day after.

    Examples
    --------
    >>> from datetime import date
    >>> due = date(2027, 4, 30)
    >>> [state_of(due, None, date(2027, 4, d)) for d in (15, 16, 30)]
    ['later', 'soon', 'today']
    >>> state_of(due, None, date(2027, 5, 1)), state_of(due, date(2027, 6, 1), date(2027, 6, 2))
    ('overdue', 'done')
    """
    if done_on is not None:
        return "done"
    if due < today:
        return "overdue"
    if due == today:
        return "today"
    return "soon" if due - today <= SOON else "later"


def by_month(tasks: Iterable[Task], today: date) -> list[tuple[date, list[Dated]]]:
    """Return what has a day in order, gathered under the first day of its month."""
    ordered = sorted((t for t in tasks if t.due), key=lambda t: (t.due, t.title, t.pk or 0))
    months: dict[date, list[Dated]] = {}
    for task in ordered:
        if task.due:
            months.setdefault(task.due.replace(day=1), []).append(Dated.of(task, today))
    return list(months.items())
