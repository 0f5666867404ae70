"""How near a deadline is: by the exact date, never by the hour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from kortreist_web.tenants.models import Deadline

__all__ = ["SOON", "Dated", "by_month", "state_of"]

#: A deadline this near is called soon.
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Dated:
    """A deadline and its state on a day; ``days`` until it is due, negative when past."""

    deadline: Deadline
    state: str
    days: int

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


def by_month(deadlines: Iterable[Deadline], today: date) -> list[tuple[date, list[Dated]]]:
    """Return the deadlines in order, gathered under the first day of their month."""
    ordered = sorted(deadlines, key=lambda d: (d.due, d.title, d.pk or 0))
    found = [Dated(d, state_of(d.due, d.done_on, today), (d.due - today).days) for d in ordered]
    months = groupby(found, key=lambda d: d.deadline.due.replace(day=1))
    return [(month, list(members)) for month, members in months]
