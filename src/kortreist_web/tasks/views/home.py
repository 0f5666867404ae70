"""The work's first page: what to do next."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kortreist_web.core.page import page
from kortreist_web.core.policy import EDITORS
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.people.job_titles import first_job, said_of
from kortreist_web.tasks.first_page import JOBS_WITH_PAGE, first_page
from kortreist_web.tasks.home_parts import parts
from kortreist_web.tasks.queries import nearest
from kortreist_web.tasks.year import next_step, steps, unmanned
from kortreist_web.tasks.year_answers import look_at
from kortreist_web.tenants.models import Organisation

__all__ = ["home", "year"]

#: Deadlines shown on the first page, past and to come; the calendar shows all.
MAX_PAST, MAX_COMING = 3, 5


@page("view", Organisation)
def home(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Show what somebody's job asks of her; of who has no page of her own, the year."""
    roles, jobs = request.user.roles_in(organisation), request.user.jobs_in(organisation)
    job = first_job([job for job, _ in jobs], roles)
    if job not in JOBS_WITH_PAGE:
        return _year(request, organisation)
    today = timezone.localdate()
    shown = first_page(request, organisation, job, today)
    values = {
        "who_is": said_of(jobs, roles),
        "administrator": "administrator" in roles,
        "edits": bool(roles & EDITORS),
        "first": next(iter(shown.todos), None),
        "today": today,
        "todos": shown.todos[1:],
        "cards": shown.cards,
        "parts": parts(request, look_at(organisation, today)),
    }
    return render(request, "tasks/job_home.html", values)


@page("view", Organisation)
def year(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Show the year step by step, whatever the job."""
    return _year(request, organisation)


def _year(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Show what is next, the year's steps, deadlines and what domains add."""
    today = timezone.localdate()
    roles = request.user.roles_in(organisation)
    look = look_at(organisation, today)
    year_steps = steps(look, request.user)
    own = parts(request, look)
    settled = {key for part in own for key in part.settled}
    by_part = {
        part: members
        for part in ("budget", "site", "follow")
        if (members := [s for s in year_steps if s.part == part])
    }
    open_steps = [s for s in year_steps if s.key not in settled]
    own_next = next_step(open_steps)
    instead = next_step(open_steps, skip_offered=True)
    values = {
        "steps": by_part,
        "next": own_next,
        "instead": instead if instead != own_next else None,
        "unmanned": None if own_next else unmanned(year_steps),
        "who_is": said_of(request.user.jobs_in(organisation), roles),
        "administrator": "administrator" in roles,
        "parts": own,
        "deadlines": nearest(organisation, request.user, today, past=MAX_PAST, coming=MAX_COMING),
    }
    return render(request, "tasks/home.html", values)
