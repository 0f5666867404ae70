"""What an interim report says of what the council has asked for: the tasks anyone may read of."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils.translation import override

from kortreist.i18n import LANGUAGES
from kortreist_web.tasks.kinds import public_kinds
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.owners import Owner
from kortreist_web.tenants.models import Organisation

__all__ = ["followed_up"]

#: What has no day comes last, in every database.
_BY_DAY = F("due").asc(nulls_last=True)


def followed_up(organisation: Organisation, year: int, today: date) -> dict[str, Any]:
    """Return what waits of what the public may read, and what was done or lapsed in the year.

    Returns
    -------
    dict
        ``as_of``: the day it tells about, which is the day the report is read or completed;
        ``rows``: title, owner (never a person's name) in all languages, due, state, whether the
        last day has passed, the day it was done, what shows it, why it lapsed.
    """
    rows = Task.objects.filter(organisation=organisation, kind__in=public_kinds())
    waits = Q(state__in=(Task.State.OPEN, Task.State.UNDER_WAY))
    lapsed = Q(state=Task.State.LAPSED, updated_at__year=year)
    rows = rows.filter(waits | Q(done_on__year=year) | lapsed).select_related(
        "unit", "person", "organisation"
    )
    return {
        "as_of": today.isoformat(),
        "rows": [_row(task, today) for task in rows.order_by(_BY_DAY, "title", "id")],
    }


def _row(task: Task, today: date) -> dict[str, Any]:
    names = {}
    for code in LANGUAGES:
        with override(code):
            names[code] = Owner.of(task).public_name(task.organisation)
    return {
        "title": task.title,
        "owner": names,
        "due": task.due.isoformat() if task.due else None,
        "state": task.state,
        "overdue": task.is_overdue(today),
        "done_on": task.done_on.isoformat() if task.done_on else None,
        "evidence": task.evidence,
        "reason": task.reason,
    }
