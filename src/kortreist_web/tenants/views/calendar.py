"""The calendar of the municipality's year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.texts import text
from kortreist_web.tenants.actions.add_deadline import add_deadline
from kortreist_web.tenants.actions.change_deadline import change_deadline
from kortreist_web.tenants.actions.finish_deadline import finish_deadline
from kortreist_web.tenants.actions.make_calendar import make_calendar
from kortreist_web.tenants.actions.remove_deadline import remove_deadline
from kortreist_web.tenants.annual_cycle import checked_on, standing
from kortreist_web.tenants.answers import answer
from kortreist_web.tenants.deadlines import by_month
from kortreist_web.tenants.forms import DeadlineForm
from kortreist_web.tenants.ics import calendar_text
from kortreist_web.tenants.models import Deadline

__all__ = ["add", "calendar", "change", "download", "finish", "make", "remove"]


def _year(request: HttpRequest, today: date) -> int:
    asked = request.GET.get("ar", "") or request.POST.get("ar", "")
    return int(asked) if asked.isdecimal() and 2000 <= int(asked) <= 2200 else today.year


@page("view", Deadline)
def calendar(request: HttpRequest, organisation: Any) -> HttpResponse:
    """Show a year's deadlines by month; what is overdue from before comes first."""
    today = timezone.localdate()
    year = _year(request, today)
    rows = policy_of(Deadline).visible(request.user, Deadline.objects.all())
    rows = rows.filter(organisation=organisation).select_related("unit")
    overdue = rows.filter(done_on=None, due__lt=min(today, date(year, 1, 1)))
    values = {
        "months": by_month(rows.filter(due__year=year), today),
        "overdue": [d for _, month in by_month(overdue, today) for d in month],
        "year": year,
        "today": today,
        "years": (year - 1, year + 1),
        "may_change": policy_of(Deadline).may(request.user, "change", organisation),
        "standing": standing(year, organisation.interim_reports),
        "checked_on": checked_on(),
    }
    return render(request, "tenants/calendar.html", values)


@page("change", Deadline)
def add(request: HttpRequest, organisation: Any) -> HttpResponse:
    """Add a deadline."""
    return _form(request, organisation, None)


@page("change", Deadline)
def change(request: HttpRequest, organisation: Any, pk: int) -> HttpResponse:
    """Change a deadline."""
    return _form(
        request, organisation, get_object_or_404(Deadline, pk=pk, organisation=organisation)
    )


def _form(request: HttpRequest, organisation: Any, row: Deadline | None) -> HttpResponse:
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
    if request.method == "POST" and form.is_valid():
        values = {k: form.cleaned_data[k] for k in ("title", "due", "kind", "unit")}
        if row is None:
            row = add_deadline(request.user, organisation, **values)
        else:
            version = form.cleaned_data["version"]
            change_deadline(request.user, organisation, row, **values, version=version)
        form.done()
        messages.success(request, text("core.saved"))
        return _back(organisation, row.due.year)
    return answer(request, "tenants/deadline.html", form, row=row)


def _back(organisation: Any, year: int) -> HttpResponse:
    response = redirect("tenants:calendar", code=organisation.code)
    response["Location"] += f"?ar={year}"
    return response


@page("change", Deadline)
def finish(request: HttpRequest, organisation: Any, pk: int) -> HttpResponse:
    """Say that it is done, or open it again."""
    row = get_object_or_404(Deadline, pk=pk, organisation=organisation)
    if request.method == "POST":
        done = request.POST.get("done") == "1"
        today = timezone.localdate()
        finish_deadline(request.user, organisation, row, on=today if done else None)
        key = "finished" if done else "reopened"
        messages.success(request, text(f"tenants.calendar.{key}", title=row.said))
    return _back(organisation, row.due.year)


@page("change", Deadline)
def remove(request: HttpRequest, organisation: Any, pk: int) -> HttpResponse:
    """Remove a deadline that was a mistake."""
    row = get_object_or_404(Deadline, pk=pk, organisation=organisation)
    if request.method == "POST":
        remove_deadline(request.user, organisation, row)
        messages.success(request, text("tenants.calendar.removed", title=row.said))
    return _back(organisation, row.due.year)


@page("change", Deadline)
def make(request: HttpRequest, organisation: Any) -> HttpResponse:
    """Add the usual deadlines of a year."""
    year = _year(request, timezone.localdate())
    if request.method == "POST":
        added = make_calendar(request.user, organisation, year=year)
        messages.success(request, text("tenants.calendar.made", n=len(added), year=year))
    return _back(organisation, year)


@page("view", Deadline)
def download(request: HttpRequest, organisation: Any) -> HttpResponse:
    """Send the calendar as a file that calendar programs read."""
    rows = Deadline.objects.filter(organisation=organisation)
    content = calendar_text(
        rows,
        name=text("tenants.calendar.file", name=organisation.name),
        host=request.get_host().partition(":")[0],
        code=organisation.code,
        done=text("tenants.deadline_state.done"),
    )
    response = HttpResponse(content.encode(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="kalender-{organisation.code}.ics"'
    return response
