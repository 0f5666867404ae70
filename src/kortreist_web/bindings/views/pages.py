"""*Dette binder oss*, for members and for all, and one binding."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kortreist_web.bindings.cases import cases_of, proposed_now
from kortreist_web.bindings.entered import judged_rows
from kortreist_web.bindings.meetings import coming_meetings
from kortreist_web.bindings.models import Binding, Judgement
from kortreist_web.bindings.openness import PAGE, open_versions
from kortreist_web.bindings.page_content import page_content, row_of
from kortreist_web.bindings.presenters import present, shown_row, state_text
from kortreist_web.bindings.resolved import resolved
from kortreist_web.bindings.standing import standing
from kortreist_web.bindings.views.common import binding_or_404, may
from kortreist_web.core.page import page, public_page
from kortreist_web.core.policy import policy_of
from kortreist_web.decisions.queries import resolution_of
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import subject_of, versions_of

__all__ = ["list_", "public", "public_one", "show"]


@page("view", Binding)
def list_(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show what binds the municipality, and what can be done about it."""
    newest = Judgement.objects.filter(organisation=organisation).select_related("job").first()
    waiting = newest if newest is not None and newest.state != Judgement.State.READY else None
    withdrawn = Binding.objects.filter(organisation=organisation, withdrawn_on__isnull=False)
    values: dict[str, Any] = {
        "shown": present(page_content(organisation)),
        "waiting": waiting,
        "withdrawn": withdrawn,
        "frozen": versions_of(organisation, PAGE).defer("content").first(),
        **may(request, organisation),
    }
    return render(request, "bindings/list.html", values)


@page("view", Binding)
def show(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show one binding: what is entered, what is judged, and what is missing."""
    binding = binding_or_404(organisation, pk)
    now = standing(organisation, judged_rows(organisation))
    day = timezone.localdate()
    row = shown_row(row_of(binding, now, day, coming_meetings(organisation, day)))
    cases = [(v, resolution_of(v)) for v in cases_of(binding)]
    values = {
        "binding": binding,
        "row": row,
        "standing": now,
        "alternatives": row.alternatives,
        "own": row.own,
        "cases": [(v, r, state_text(v, r)) for v, r in cases],
        "proposed": proposed_now(binding),
        **may(request, organisation, binding),
    }
    return render(request, "bindings/show.html", values)


@public_page
def public(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the newest page that anyone may read."""
    opened = open_versions()(organisation, PAGE)
    if not opened:
        return render(request, "bindings/none.html", {})
    return _frozen(request, organisation, opened[0], opened)


@public_page
def public_one(
    request: HttpRequest, organisation: Organisation, year: int, number: int
) -> HttpResponse:
    """Show one frozen page; one that is not published only to members."""
    rows = versions_of(organisation, PAGE, subject_of(year))
    version = rows.filter(number=number).first()
    opened = open_versions()(organisation, PAGE)
    member = policy_of(Version).may(request.user, "view", organisation)
    if version is None or not (member or version in opened):
        raise Http404(number)
    response = _frozen(request, organisation, version, opened)
    if version not in opened:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _frozen(
    request: HttpRequest, organisation: Organisation, version: Version, opened: list[Version]
) -> HttpResponse:
    values = {
        "shown": present(version.content),
        "resolved": resolved(organisation),
        "frozen": version,
        "published": version in opened,
        "newest": opened[0] if opened else None,
    }
    return render(request, "bindings/public.html", values)
