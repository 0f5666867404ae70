"""The calendar of the municipality's year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kortreist_web.core.days import entered_years
from kortreist_web.core.form_pages import act, form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.tasks.actions.add_deadline import add_deadline
from kortreist_web.tasks.actions.change_deadline import change_deadline
from kortreist_web.tasks.actions.finish import finish as finish_task
from kortreist_web.tasks.actions.make_calendar import make_calendar
from kortreist_web.tasks.actions.remove_deadline import remove_deadline
from kortreist_web.tasks.actions.reopen import reopen
from kortreist_web.tasks.annual_cycle import checked_on, standing
from kortreist_web.tasks.calendar_file import calendar_bytes
from kortreist_web.tasks.deadlines import by_month
from kortreist_web.tasks.forms import DeadlineForm
from kortreist_web.tasks.kinds import by_hand
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.queries import dated, waiting
from kortreist_web.tasks.year_answers import look_at
from kortreist_web.tasks.year_line import line_months, year_line
from kortreist_web.tenants.models import Organisation

__all__ = ["add", "calendar", "change", "download", "finish", "make", "remove"]


def _deadline(organisation: Organisation, pk: int) -> Task:
    """Return a deadline that people have written; other tasks are their domain's to change."""
    rows = Task.objects.filter(kind__in=[k.key for k in by_hand()])
    return get_object_or_404(rows, pk=pk, organisation=organisation)


def _year(request: HttpRequest, today: date) -> int:
    asked = request.GET.get("ar", "") or request.POST.get("ar", "")
    named = asked.isdecimal() and len(asked) == 4 and int(asked) in entered_years()
    return int(asked) if named else today.year


@page("view", Task)
def calendar(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Show a year as a line with its steps, then its deadlines by month, the oldest late first."""
    today = timezone.localdate()
    year = _year(request, today)
    rows = dated(organisation, request.user)
    overdue = waiting(rows).filter(due__lt=min(today, date(year, 1, 1)))
    near = list(rows.filter(due__year__range=(year - 1, year + 1)))
    months = by_month([task for task in near if task.due and task.due.year == year], today)
    line = year_line(look_at(organisation, today), request.user, near, year)
    deadlines = [one for _, month in months for one in month]
    values = {
        "line": line,
        "line_months": line_months(line, deadlines, year, today),
        "months": months,
        "overdue": [d for _, month in by_month(overdue, today) for d in month],
        "year": year,
        "today": today,
        "years": [y for y in (year - 1, year + 1) if y in entered_years()],
        "may_change": policy_of(Task).may(request.user, "change", organisation),
        "standing": standing(year, organisation.interim_reports, organisation.is_county_authority),
        "checked_on": checked_on(),
    }
    return render(request, "tasks/calendar.html", values)


@page("change", Task)
def add(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Add a deadline."""
    return _form(request, organisation, None)


@page("change", Task)
def change(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Change a deadline."""
    return _form(request, organisation, _deadline(organisation, pk))


def _form(request: SignedInRequest, organisation: Organisation, row: Task | None) -> HttpResponse:
    initial = (
        {"title": row.title, "due": row.due, "kind": row.kind, "unit": row.unit_id} if row else {}
    )
    form = DeadlineForm(
        request.POST or None,
        request=request,
        draft=f"tenants.deadline.{row.pk if row else 'new'}",
        version=row.version if row else None,
        initial=initial,
        organisation=organisation,
        today=timezone.localdate(),
    )

    def write(data: dict[str, Any]) -> Task:
        if row is None:
            return add_deadline(request.user, organisation, **data)
        version = form.cleaned_data["version"]
        return change_deadline(request.user, organisation, row, **data, version=version)

    return form_page(
        request,
        "tasks/deadline.html",
        form,
        write,
        to=lambda kept: _back(organisation, _year_of(kept)),
        row=row,
    )


def _year_of(row: Task) -> int:
    return (row.due or timezone.localdate()).year


def _back(organisation: Organisation, year: int) -> HttpResponse:
    response = redirect("tasks:calendar", code=organisation.code)
    response["Location"] += f"?ar={year}"
    return response


@page("change", Task)
def finish(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Say that it is done, or open it again."""
    row = _deadline(organisation, pk)
    back = _back(organisation, _year_of(row))
    if request.method != "POST":
        return back
    done = request.POST.get("done") == "1"

    def write() -> Task:
        if done:
            return finish_task(request.user, organisation, row, on=timezone.localdate())
        return reopen(request.user, organisation, row)

    key = "finished" if done else "reopened"
    return act(request, write, to=back, message=text(f"tasks.calendar.{key}", title=row.said))


@page("change", Task)
def remove(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Remove a deadline that was a mistake."""
    row = _deadline(organisation, pk)
    if request.method == "POST":
        remove_deadline(request.user, organisation, row)
        messages.success(request, text("tasks.calendar.removed", title=row.said))
    return _back(organisation, _year_of(row))


@page("change", Task)
def make(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Add the usual deadlines of a year."""
    year = _year(request, timezone.localdate())
    if request.method == "POST":
        added = make_calendar(request.user, organisation, year=year)
        messages.success(request, text("tasks.calendar.made", n=len(added), year=year))
    return _back(organisation, year)


@page("view", Task)
def download(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Send the calendar as a file that calendar programs read."""
    rows = dated(organisation, request.user)
    content = calendar_bytes(
        rows,
        name=text("tasks.calendar.file", name=organisation.name),
        host=request.get_host().partition(":")[0],
        code=organisation.code,
        done=text("tasks.deadline_state.done"),
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="kalender-{organisation.code}.ics"'
    return response
