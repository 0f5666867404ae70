"""The bodies of the organisation and their members."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.decisions.actions.add_body import add_body
from kortreist_web.decisions.actions.add_member import add_member
from kortreist_web.decisions.actions.end_member import end_member
from kortreist_web.decisions.body_forms import BodyForm, EndForm, MemberForm
from kortreist_web.decisions.models import Body, BodyMember
from kortreist_web.tenants.models import Organisation

__all__ = ["bodies", "body", "end"]


def _values(form: Any) -> dict[str, Any]:
    return {k: v for k, v in form.cleaned_data.items() if k != "version"}


def _answer(request: HttpRequest, template: str, values: dict[str, Any]) -> HttpResponse:
    return render(request, template, values, status=422 if values["form"].is_bound else 200)


@page("view", Body, post="change")
def bodies(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """List the bodies; those who may, add one."""
    may = policy_of(Body).may(request.user, "change", organisation)
    form = BodyForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_body(request.user, organisation, **_values(form))
        except RefusedError as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, text("core.saved"))
            return redirect("decisions:body", code=organisation.code, pk=made.pk)
    today = timezone.localdate()
    rows = Body.objects.filter(organisation=organisation)
    values = {
        "bodies": [(b, b.members_on(today).count()) for b in rows],
        "form": form,
        "may_change": may,
    }
    return _answer(request, "decisions/bodies.html", values)


@page("view", Body, post="change")
def body(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show a body and its members; those who may, add one."""
    body = get_object_or_404(Body, pk=pk, organisation=organisation)
    may = policy_of(Body).may(request.user, "change", organisation)
    today = timezone.localdate()
    form = MemberForm(request.POST or None, request=request, initial={"valid_from": today})
    if request.method == "POST" and form.is_valid():
        try:
            add_member(request.user, organisation, body, **_values(form))
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, text("core.saved"))
            return redirect("decisions:body", code=organisation.code, pk=pk)
    rows = list(body.members.all())
    ended = [m for m in rows if m.valid_to is not None and m.valid_to <= today]
    values = {
        "body": body,
        "members": [m for m in rows if m not in ended],
        "ended": ended,
        "form": form,
        "may_change": may,
    }
    return _answer(request, "decisions/body.html", values)


@page("change", BodyMember)
def end(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Say from which day somebody is no longer a member."""
    rows = BodyMember.objects.select_related("body")
    member = get_object_or_404(rows, pk=pk, organisation=organisation)
    form = EndForm(
        request.POST or None, request=request, initial={"valid_to": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["valid_to"]
        try:
            end_member(request.user, organisation, member, valid_to=day)
        except RefusedError as refused:
            form.add_error("valid_to", str(refused))
        else:
            messages.success(request, text("core.saved"))
            return redirect("decisions:body", code=organisation.code, pk=member.body_id)
    return _answer(request, "decisions/end_member.html", {"form": form, "member": member})
