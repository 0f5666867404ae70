"""The work's first page: what to do next."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kortreist_web.core.page import page
from kortreist_web.tenants.deadlines import Dated, state_of
from kortreist_web.tenants.home import parts
from kortreist_web.tenants.models import Deadline, Organisation
from kortreist_web.tenants.steps import next_step, steps

__all__ = ["home"]

#: Deadlines shown on the first page, past and to come; the calendar shows all.
MOST_PAST, MOST_COMING = 3, 5


@page("view", Organisation)
def home(request: HttpRequest, organisation: Any) -> HttpResponse:
    """Show what is next, the year's steps, deadlines and what domains add."""
    today = timezone.localdate()
    found = steps(organisation, request.user, today)
    roles = request.user.roles_in(organisation)
    own = parts(request, organisation)
    settled = {key for part in own for key in part.settled}
    values = {
        "steps": {part: [s for s in found if s.part == part] for part in ("budget", "follow")},
        "next": next_step([s for s in found if s.key not in settled]),
        "roles": sorted(roles),
        "administrator": "administrator" in roles,
        "parts": own,
        "deadlines": _deadlines(organisation, request.user, today),
    }
    return render(request, "tenants/home.html", values)


def _deadlines(organisation: Organisation, user: Any, today: Any) -> list[Dated]:
    """Return the nearest deadlines: all for most, a unit's and the common ones for its own."""
    units = user.units_in(organisation)
    rows = Deadline.objects.filter(organisation=organisation, done_on=None)
    if units and None not in units:
        rows = rows.filter(Q(unit=None) | Q(unit__in=units))
    rows = rows.select_related("unit")
    past = list(rows.filter(due__lt=today).order_by("-due", "title")[:MOST_PAST])
    coming = list(rows.filter(due__gte=today).order_by("due", "title")[:MOST_COMING])
    return [
        Dated(d, state_of(d.due, d.done_on, today), (d.due - today).days)
        for d in (*reversed(past), *coming)
    ]
