"""Who has access: the list, giving a role, ending it."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kortreist_web.core.clock import lasts_on
from kortreist_web.core.form_pages import form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import ROLES, policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.people.actions.end_role import end_role
from kortreist_web.people.actions.give_role import give_role
from kortreist_web.people.actions.invite_again import invite_again
from kortreist_web.people.actions.set_job import set_job
from kortreist_web.people.forms import EndRoleForm, JobForm, RoleForm
from kortreist_web.people.models import Membership
from kortreist_web.tenants.models import Organisation

__all__ = ["end", "give", "job", "list_", "send_again"]


def _rows(request: HttpRequest, organisation: Organisation) -> Any:
    rows = policy_of(Membership).visible(request.user, Membership.objects.all())
    return rows.filter(organisation=organisation).select_related("user", "unit")


@page("view", Membership)
def list_(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the roles of today, and below them those that have ended."""
    rows, today = _rows(request, organisation), timezone.localdate()
    now = list(rows.filter(lasts_on(today)))
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    with_second_step = set(
        Authenticator.objects.filter(
            user_id__in=[m.user_id for m in now], type__in=kinds
        ).values_list("user_id", flat=True)
    )
    values = {
        "now": now,
        "before": rows.filter(valid_to__lte=today).order_by("-valid_to", "user__name"),
        "roles": ROLES,
        "with_second_step": with_second_step,
        "may_change": policy_of(Membership).may(request.user, "change", organisation),
    }
    return render(request, "people/list.html", values)


@page("change", Membership)
def give(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Give a role."""
    asked = request.GET.get("role", "")
    form = RoleForm(
        request.POST or None,
        organisation=organisation,
        request=request,
        draft="people.give",
        initial={"role": asked} if asked in ROLES else None,
    )
    return form_page(
        request,
        "people/give.html",
        form,
        lambda data: give_role(request.user, organisation, **data),
        to=redirect("people:list", code=organisation.code),
        message=_invited,
        roles=ROLES,
    )


def _invited(given: Membership) -> str:
    role = text(f"people.role_name.{given.role}")
    return text("people.invited", email=given.user.email, role=role)


@page("change", Membership)
def end(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """End a role, after asking."""
    rows = _rows(request, organisation).filter(lasts_on(timezone.localdate()))
    membership = get_object_or_404(rows, pk=pk)
    form = EndRoleForm(request.POST or None, request=request, version=membership.version)

    def write(data: dict[str, Any]) -> object:
        version = form.cleaned_data["version"]
        return end_role(request.user, organisation, membership, **data, version=version)

    return form_page(
        request,
        "people/end.html",
        form,
        write,
        to=redirect("people:list", code=organisation.code),
        message=text("people.role_ended"),
        membership=membership,
    )


@page("change", Membership)
def job(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Say what somebody works as."""
    rows = _rows(request, organisation).filter(lasts_on(timezone.localdate()))
    membership = get_object_or_404(rows, pk=pk)
    form = JobForm(
        request.POST or None,
        request=request,
        version=membership.version,
        initial={"job": membership.job, "job_title": membership.job_title},
    )

    def write(data: dict[str, Any]) -> object:
        version = form.cleaned_data["version"]
        return set_job(request.user, organisation, membership, **data, version=version)

    return form_page(
        request,
        "people/job.html",
        form,
        write,
        to=redirect("people:list", code=organisation.code),
        membership=membership,
    )


@page("change", Membership)
@require_POST
def send_again(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Send an invitation again."""
    membership = get_object_or_404(_rows(request, organisation), pk=pk)
    invite_again(request.user, organisation, membership)
    messages.success(request, text("people.sent_again", email=membership.user.email))
    return redirect("people:list", code=organisation.code)
