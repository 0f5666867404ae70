"""What waits in the whole organisation, by whom it waits for: the chief executive's view."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kortreist_web.people.models import User
from kortreist_web.tasks.deadlines import Dated
from kortreist_web.tasks.models import STEP, Task
from kortreist_web.tasks.owners import Owner
from kortreist_web.tasks.queries import all_tasks
from kortreist_web.tenants.models import Organisation

__all__ = ["NEAR", "RECENT", "Load", "Overview", "loads", "overview"]

#: What was done this long ago is still news.
RECENT = timedelta(days=60)
#: What has no owner is shown when its day is this near: next year's deadlines can wait.
NEAR = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Load:
    """What waits for one owner: how many, how many of them under way and overdue, nearest day.

    ``first_due`` is the first of their days, also where it has passed.
    """

    owner: Owner
    waiting: int
    under_way: int
    overdue: int
    first_due: date | None


@dataclass(frozen=True, slots=True)
class Overview:
    """All that waits, looked at from above.

    Parameters
    ----------
    loads : list of Load
        By owner; the one with most overdue first, and what has no owner last.
    overdue, without_owner, done : list of Dated
        Past their day; waiting for everybody, so for nobody, without a day or within
        :data:`NEAR`; done since :data:`RECENT`.
    followed : list of Dated
        What is public, as the council's resolutions are, and neither done nor lapsed.
    """

    loads: list[Load]
    overdue: list[Dated]
    without_owner: list[Dated]
    followed: list[Dated]
    done: list[Dated]


def loads(tasks: Iterable[Task], today: date) -> list[Load]:
    """Return what waits for each owner."""
    by_owner: dict[str, list[Task]] = {}
    for task in tasks:
        if task.waits:
            by_owner.setdefault(Owner.of(task).key, []).append(task)
    rows = [
        Load(
            Owner.of(members[0]),
            len(members),
            sum(t.state == Task.State.UNDER_WAY for t in members),
            sum(t.is_overdue(today) for t in members),
            min((t.due for t in members if t.due), default=None),
        )
        for members in by_owner.values()
    ]
    return sorted(rows, key=lambda r: (not r.owner.key, -r.overdue, -r.waiting, r.owner.name()))


def overview(organisation: Organisation, user: User, today: date) -> Overview:
    """Return the view from above; one question to the table.

    The steps of the year stand on the first page of the work, and are counted there.
    """
    since = today - RECENT
    tasks = [
        t
        for t in all_tasks(organisation, user).exclude(kind=STEP)
        if t.waits or (t.done_on is not None and t.done_on >= since)
    ]
    waiting = [Dated.of(t, today) for t in tasks if t.waits]
    done = [t for t in tasks if not t.waits]
    return Overview(
        loads(tasks, today),
        [d for d in waiting if d.state == "overdue"],
        [d for d in waiting if not Owner.of(d.task).key and d.days <= NEAR.days],
        [d for d in waiting if d.task.is_on_public_pages],
        [Dated.of(t, today) for t in sorted(done, key=lambda t: t.done_on or today, reverse=True)],
    )
