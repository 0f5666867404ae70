"""The bodies of the organisation and their members."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from kortreist_web.core.form_pages import form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.decisions.actions.add_body import add_body
from kortreist_web.decisions.actions.add_member import add_member
from kortreist_web.decisions.actions.change_member import change_member
from kortreist_web.decisions.actions.end_member import end_member
from kortreist_web.decisions.body_forms import BodyForm, EndForm, MemberForm
from kortreist_web.decisions.council_size import council_size
from kortreist_web.decisions.models import Body, BodyMember
from kortreist_web.tenants.models import Organisation

__all__ = ["bodies", "body", "end", "member"]


@page("view", Body, post="change")
def bodies(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """List the bodies; those who may, add one."""
    may = policy_of(Body).may(request.user, "change", organisation)
    form = BodyForm(request.POST or None, request=request)
    today = timezone.localdate()
    rows = Body.objects.filter(organisation=organisation)
    return form_page(
        request,
        "decisions/bodies.html",
        form,
        lambda data: add_body(request.user, organisation, **data),
        to=lambda made: redirect("decisions:body", code=organisation.code, pk=made.pk),
        about="name",
        bodies=[(b, b.members_on(today).count(), council_size(b, today)) for b in rows],
        may_change=may,
    )


@page("view", Body, post="change")
def body(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show a body and its members; those who may, add one."""
    body = get_object_or_404(Body, pk=pk, organisation=organisation)
    may = policy_of(Body).may(request.user, "change", organisation)
    today = timezone.localdate()
    form = MemberForm(request.POST or None, request=request, initial={"valid_from": today})
    rows = list(body.members.all())
    ended = [m for m in rows if m.valid_to is not None and m.valid_to <= today]
    return form_page(
        request,
        "decisions/body.html",
        form,
        lambda data: add_member(request.user, organisation, body, **data),
        to=redirect("decisions:body", code=organisation.code, pk=pk),
        body=body,
        members=[m for m in rows if m not in ended],
        ended=ended,
        size=council_size(body, today),
        may_change=may,
    )


@page("change", BodyMember)
def member(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Correct a membership."""
    rows = BodyMember.objects.select_related("body")
    row = get_object_or_404(rows, pk=pk, organisation=organisation)
    fields = ("name", "party", "deputy", "valid_from", "valid_to")
    form = MemberForm(
        request.POST or None,
        request=request,
        draft=f"decisions.member.{pk}",
        version=row.version,
        initial={name: getattr(row, name) for name in fields},
    )

    def write(data: dict[str, Any]) -> BodyMember:
        version = form.cleaned_data["version"]
        return change_member(request.user, organisation, row, **data, version=version)

    return form_page(
        request,
        "decisions/member.html",
        form,
        write,
        to=redirect("decisions:body", code=organisation.code, pk=row.body_id),
        member=row,
    )


@page("change", BodyMember)
def end(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Say from which day somebody is no longer a member."""
    rows = BodyMember.objects.select_related("body")
    member = get_object_or_404(rows, pk=pk, organisation=organisation)
    form = EndForm(
        request.POST or None, request=request, initial={"valid_to": timezone.localdate()}
    )
    return form_page(
        request,
        "decisions/end_member.html",
        form,
        lambda data: end_member(request.user, organisation, member, **data),
        to=redirect("decisions:body", code=organisation.code, pk=member.body_id),
        about="valid_to",
        member=member,
    )
