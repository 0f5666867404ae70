"""What anyone may read: the resolutions, each with what came of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kortreist.i18n import LANGUAGES
from kortreist_web.core.page import public_page
from kortreist_web.core.policy import policy_of
from kortreist_web.decisions.alone import was_alone
from kortreist_web.decisions.checksums import of_another
from kortreist_web.decisions.corrections import corrections, rewordings
from kortreist_web.decisions.models import Resolution, ResolutionPoint, Vote
from kortreist_web.decisions.points import follow_up, summary
from kortreist_web.decisions.queries import proposal_of, withdrawn_resolutions
from kortreist_web.decisions.voting import tally
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import adoption_of
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import current

__all__ = ["public", "resolution"]


@public_page
def public(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """List the resolutions."""
    rows = Resolution.objects.filter(organisation=organisation).select_related("frozen")
    values = {
        "resolutions": rows.defer("frozen__content"),
        "withdrawn": withdrawn_resolutions(organisation),
    }
    return render(request, "decisions/public.html", values)


@public_page
def resolution(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show a resolution, and what it led to."""
    rows = Resolution.objects.select_related("frozen", "frozen__previous", "paper")
    resolution = get_object_or_404(rows, pk=pk, organisation=organisation)
    resolution.organisation = organisation
    member = policy_of(Resolution).may(request.user, "view", organisation)
    today, user = timezone.localdate(), request.user
    points = resolution.points.select_related("changed_by", "lapsed_by", "resolution")
    votes = resolution.votes.select_related("point", "body", "resolution")
    followed = follow_up(points, today)
    values: dict[str, Any] = {
        "resolution": resolution,
        "counted_points": summary(followed),
        "languages": LANGUAGES,
        "points": followed,
        "rewordings": rewordings(points),
        "member": member,
        "votes": [(v, tally(v)) for v in votes.prefetch_related("disqualified__member")],
        "may_change": policy_of(ResolutionPoint).may(user, "change", organisation),
        "may_vote": policy_of(Vote).may(user, "record", organisation),
        "may_correct": policy_of(Resolution).may(user, "record", organisation),
        "corrections": corrections(resolution),
        "alone": was_alone(resolution),
        "is_withdrawn": resolution.pk in withdrawn_resolutions(organisation),
    }
    version = resolution.frozen
    if version is not None:
        version.organisation = organisation
        adoption = adoption_of(version.kind)
        proposal = proposal_of(resolution) or version
        newest = current(organisation, version.kind, version.subject)
        adopted = version.state == Version.State.ADOPTED
        values |= {
            "frozen": version,
            "newest": newest,
            "other_checksum": of_another(proposal, resolution.text)[:12],
            "superseded": adopted and newest is not None and newest.pk != version.pk,
            "texts": adoption.texts,
            "part": adoption.came_of_it(resolution, member),
        }
    response = render(request, "decisions/resolution.html", values)
    if member:  # what a member sees beyond the public's stays out of shared caches
        response.headers["Cache-Control"] = "private, no-store"
    return response
