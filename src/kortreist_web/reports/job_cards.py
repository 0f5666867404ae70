"""The unit leader's first page: what she must report, and when."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from kortreist_web.core.domain import Card, CardRow, Todo
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text, web
from kortreist_web.reports.mine import to_report_now
from kortreist_web.tasks.annual_cycle import standing
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.queries import waiting
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import next_period, period_end, period_name

__all__ = ["unit_leader"]

#: The usual year's deadline by which the units have reported.
_REPORTED = "units_report"


def unit_leader(request: SignedInRequest, organisation: Organisation) -> Card:
    """Return what is to be reported now and next, and by when; the measures stand below."""
    of = organisation.interim_reports
    mine = {"code": organisation.code}
    here = reverse("reports:mine", kwargs=mine)
    asked = to_report_now(request, organisation)
    year, period = asked.year, asked.period
    measures = asked.measures if asked.hers else []
    left = [m for m in measures if not m.done]
    due = _due(organisation, year, period)
    name = period_name(year, period, of)
    rows: list[CardRow] = []
    if measures:
        said = text(
            "reports.job.reported", n=len(measures) - len(left), of=len(measures), when=name
        )
        note = text("reports.job.by", day=web().date(due.isoformat())) if due else ""
        rows.append(CardRow(said, here, note if left else ""))
    coming = next_period(year, period, of)
    ends = period_end(*coming, of)
    said = text("reports.job.then", when=period_name(*coming, of))
    by = _due(organisation, *coming)
    note = text("reports.job.ends", day=web().date(ends.isoformat()))
    if by:
        note = f"{note} · {text('reports.job.by', day=web().date(by.isoformat()))}"
    rows.append(CardRow(said, note=note))
    todos: tuple[Todo, ...] = ()
    if left:
        todos = (Todo(text("reports.job.do", n=len(left), when=name), here, due),)
    more = (CardRow(text("reports.mine.title"), here),)
    return Card(text("reports.job.title"), tuple(rows), "", more, todos)


def _due(organisation: Organisation, year: int, period: int) -> dt.date | None:
    """Return the day the units are to have reported, where it is in the calendar.

    One that was moved is still found: by its title, as when the calendar is made.
    """
    of = organisation.interim_reports
    when = period_name(year, period, of, "nb")
    titles = [
        title
        for one in (*standing(year, of), *standing(year + 1, of))
        if one.key == _REPORTED and when in one.title["nb"]
        for title in (*one.title.values(), *one.formerly.values())
    ]
    rows = waiting(Task.objects.filter(organisation=organisation, title__in=titles))
    return rows.order_by("due").values_list("due", flat=True).first()
