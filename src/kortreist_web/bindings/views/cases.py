"""Propose a binding to the council, and the page of a proposed or adopted one."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kortreist_web.bindings.actions.propose import propose_binding
from kortreist_web.bindings.actions.take_back import take_back as take_back_action
from kortreist_web.bindings.case_kind import is_public
from kortreist_web.bindings.cases import CASE
from kortreist_web.bindings.entered import judged_rows
from kortreist_web.bindings.forms import TakeBackForm
from kortreist_web.bindings.meetings import coming_meetings
from kortreist_web.bindings.models import Binding
from kortreist_web.bindings.motions import motion_text, motions_of, offered_in
from kortreist_web.bindings.page_content import row_of
from kortreist_web.bindings.presenters import shown_row, state_text
from kortreist_web.bindings.standing import standing
from kortreist_web.bindings.views.common import binding_or_404
from kortreist_web.core.form_pages import form_page
from kortreist_web.core.forms import Form
from kortreist_web.core.page import page, public_page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import language, text
from kortreist_web.decisions.queries import address, resolution_of
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["ProposeForm", "case", "propose", "take_back"]


class ProposeForm(Form):
    """Which motion is recommended."""

    texts = "bindings.propose"

    motion = forms.ChoiceField(widget=forms.RadioSelect)


@page("propose", Binding)
def propose(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Propose a binding with one of its motions; the case paper is written next."""
    binding = binding_or_404(organisation, pk)
    now = standing(organisation, judged_rows(organisation))
    day = timezone.localdate()
    row = row_of(binding, now, day, coming_meetings(organisation, day))
    motions = motions_of(row)
    data = request.POST if request.method == "POST" else None
    form = ProposeForm(
        data,
        request=request,
        draft=f"bindings.propose.{pk}",
        initial={"motion": motions.suggested},
    )
    form.choice_field("motion").choices = [
        (m, motion_text(m, motions.as_data(), binding.name, language())) for m in motions.offered
    ]

    def proposed(made: Version) -> HttpResponse:
        made.organisation = organisation
        return redirect(address("paper", made))

    return form_page(
        request,
        "bindings/propose.html",
        form,
        lambda data: propose_binding(request.user, organisation, binding, **data),
        to=proposed,
        message=text("bindings.propose.done"),
        binding=binding,
        row=shown_row(row),
    )


@page("propose", Binding)
def take_back(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Take a proposal back before the council has decided."""
    binding = binding_or_404(organisation, pk)
    data = request.POST if request.method == "POST" else None
    return form_page(
        request,
        "bindings/take_back.html",
        TakeBackForm(data, request=request, draft=f"bindings.take_back.{pk}"),
        lambda data: take_back_action(request.user, organisation, binding, **data),
        to=redirect("bindings:show", code=organisation.code, pk=pk),
        message=text("bindings.take_back.done"),
        binding=binding,
    )


@public_page
def case(request: HttpRequest, organisation: Organisation, pk: int, number: int) -> HttpResponse:
    """Show a binding as it was proposed or adopted; a proposal only to members."""
    rows = Version.objects.filter(organisation=organisation, kind=CASE, number=number)
    version = next((v for v in rows if v.part == pk), None)
    member = policy_of(Version).may(request.user, "view", organisation)
    if version is None or not (member or is_public(version)):
        raise Http404(number)
    version.organisation = organisation
    content = version.content
    resolution, row = resolution_of(version), shown_row(content["binding"])
    values = {
        "version": version,
        "state": state_text(version, resolution),
        "row": row,
        "d": row.data,
        "alternatives": row.alternatives,
        "own": row.own,
        "motions": [
            (
                m == content["motion"],
                motion_text(m, content["motions"], content["title"], language()),
            )
            for m in offered_in(content["motions"])
        ],
        "resolution": resolution,
        "member": member,
        "paper": address("paper", version) if member else "",
    }
    response = render(request, "bindings/case.html", values)
    if not is_public(version):
        response.headers["Cache-Control"] = "private, no-store"
    return response
