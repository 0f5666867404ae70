"""What senders have been told, and the page by which one is told no more."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from kortreist_web.core.actor_context import acting
from kortreist_web.core.page import page, public_page
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.hearings.models import Hearing, Submission
from kortreist_web.hearings.queries import open_hearings, title_of
from kortreist_web.hearings.telling import contact_of
from kortreist_web.participation.models import Notice
from kortreist_web.participation.trace_kinds import SUBMISSION
from kortreist_web.tenants.models import Organisation

__all__ = ["notices", "stop"]

_A_PAGE = 100


@page("view", Notice)
def notices(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """List what was told to whom, and when; never an address."""
    rows = Hearing.objects.select_related("process", "heard")
    hearing = get_object_or_404(rows, pk=pk, organisation=organisation)
    own = Submission.objects.filter(hearing=hearing)
    told = Notice.objects.filter(
        organisation=organisation, contact_kind=SUBMISSION, contact__in=own.values("pk")
    ).order_by("-id")
    shown = Paginator(told, _A_PAGE).get_page(request.GET.get("side"))
    found = {row.pk: row for row in own.filter(pk__in=[n.contact for n in shown])}
    values = {
        "hearing": hearing,
        "title": title_of(hearing.heard),
        "page": shown,
        "rows": [(notice, found[notice.contact or 0]) for notice in shown],
    }
    return render(request, "hearings/notices.html", values)


@never_cache
@public_page
def stop(
    request: HttpRequest, organisation: Organisation, pk: int, contact: int, token: str
) -> HttpResponse:
    """Erase how a sender is reached, by the link in her message; nothing is sent after that."""
    hearing = get_object_or_404(open_hearings(organisation), pk=pk)
    row = contact_of(organisation, hearing.pk, contact, token)
    if row is None:
        raise Http404("link")
    done = request.method == "POST"
    if done:
        with transaction.atomic(), acting(None, "hearings.erase_contact", name="link"):
            row.erase()
    response = render(
        request,
        "hearings/stop.html",
        {"hearing": hearing, "title": title_of(hearing.heard), "done": done},
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
