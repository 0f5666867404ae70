"""What a resolution asks for, point by point, and how it was voted over."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kortreist_web.core.form_pages import act, form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.decisions.actions.record_vote import record_vote
from kortreist_web.decisions.actions.remove_vote import remove_vote as remove_vote_action
from kortreist_web.decisions.actions.set_point import set_point
from kortreist_web.decisions.actions.split_text import split_text
from kortreist_web.decisions.models import Body, Resolution, ResolutionPoint, Vote
from kortreist_web.decisions.point_forms import PointForm, ReasonForm, VoteForm
from kortreist_web.decisions.points import asks, follow_up
from kortreist_web.tasks.owners import NOBODY
from kortreist_web.tenants.models import Organisation

__all__ = ["point", "remove_vote", "split", "vote"]

_FIELDS = ("text", "kind", "changed_by", "lapsed_by")


def _resolution(organisation: Organisation, pk: int) -> Resolution:
    resolution: Resolution = get_object_or_404(Resolution, pk=pk, organisation=organisation)
    resolution.organisation = organisation
    return resolution


@require_POST
@page("change", ResolutionPoint)
def split(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Make points of the resolution's own numbered text."""
    resolution = _resolution(organisation, pk)
    return act(
        request,
        lambda: split_text(request.user, organisation, resolution=resolution),
        to=redirect("decisions:resolution", code=organisation.code, pk=pk),
        message=text("decisions.points.made"),
    )


@page("change", ResolutionPoint)
def point(
    request: SignedInRequest, organisation: Organisation, pk: int, number: int = 0
) -> HttpResponse:
    """Add a point, or say who follows one up."""
    resolution = _resolution(organisation, pk)
    row = get_object_or_404(resolution.points, number=number) if number else None
    last = resolution.points.last()
    initial: dict[str, Any] = {"number": last.number + 1 if last else 1}
    (followed,) = follow_up([row], timezone.localdate()) if row else (None,)
    owner = followed.owner if followed else NOBODY
    if row is not None and followed is not None:
        initial = {f: getattr(row, f) for f in _FIELDS} | {"owner": owner.key}
        initial["due"] = followed.task.due if followed.task else None
    asked = row is not None and asks(row)
    may_reword = policy_of(ResolutionPoint).may(request.user, "reword", organisation)
    form = PointForm(
        request.POST or None,
        request=request,
        draft=f"decisions.point.{pk}.{number}",
        version=row.version if row else None,
        initial=initial,
        resolution=resolution,
        new=row is None,
        owner=owner,
        asked=asked,
        may_reword=may_reword,
    )

    def write(data: dict[str, Any]) -> ResolutionPoint:
        kept = {f: getattr(row, f) for f in _FIELDS} if row is not None else {}
        data = {**kept, "number": number, **form.cleaned_data, **data}
        if row is None and resolution.points.filter(number=data["number"]).exists():
            raise RefusedError("decisions.refused.point_there", number=data["number"])
        return set_point(request.user, organisation, resolution=resolution, **data)

    return form_page(
        request,
        "decisions/point.html",
        form,
        write,
        to=redirect("decisions:resolution", code=organisation.code, pk=pk),
        resolution=resolution,
        point=row,
        followed=followed,
        fixed=asked and not may_reword,
    )


@page("record", Vote)
def vote(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Record how the body voted over the resolution or one of its points."""
    resolution = _resolution(organisation, pk)
    bodies = Body.objects.filter(organisation=organisation)
    form = VoteForm(
        request.POST or None,
        request=request,
        draft=f"decisions.vote.{pk}",
        initial={"body": bodies.filter(name__iexact=resolution.body).first()},
        resolution=resolution,
    )
    return form_page(
        request,
        "decisions/vote.html",
        form,
        lambda data: record_vote(request.user, organisation, resolution=resolution, **data),
        to=redirect("decisions:resolution", code=organisation.code, pk=pk),
        resolution=resolution,
        bodies=bodies,
        votes=resolution.votes.select_related("point"),
    )


@page("record", Vote)
def remove_vote(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Remove a vote that was recorded by mistake."""
    rows = Vote.objects.select_related("resolution", "point")
    row = get_object_or_404(rows, pk=pk, organisation=organisation)
    return form_page(
        request,
        "decisions/remove_vote.html",
        ReasonForm(request.POST or None, request=request),
        lambda data: remove_vote_action(request.user, organisation, row, **data),
        to=redirect("decisions:resolution", code=organisation.code, pk=row.resolution_id),
        message=text("decisions.votes.removed"),
        vote=row,
    )
