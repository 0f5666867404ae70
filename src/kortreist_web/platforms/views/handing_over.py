"""The handover at an election: what stands, what expires, and what asks for a stand."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from kortreist.clocks import handover as clock
from kortreist_web.core.form_pages import form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import language, text
from kortreist_web.platforms.actions.hand_over import answer_commitment, enter_days
from kortreist_web.platforms.handing_over import handed_over
from kortreist_web.platforms.handover_forms import HandoverAnswerForm, HandoverDaysForm
from kortreist_web.platforms.models import Commitment, Handover, HandoverAnswer, Platform
from kortreist_web.tenants.models import Organisation

__all__ = ["answer", "handover"]


@page("view", Platform, post="change")
def handover(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show the days and how each commitment comes over; enter the days."""
    rows = Platform.objects.select_related("organisation")
    platform = get_object_or_404(rows, pk=pk, organisation=organisation)
    kept = Handover.objects.filter(platform=platform).first()
    data = request.POST if request.method == "POST" else None
    known = {"election_on": kept.election_on, "meeting_on": kept.meeting_on} if kept else {}
    form = HandoverDaysForm(data, request=request, draft=f"platforms.handover.{pk}", initial=known)
    code = language()
    dates = clock(platform.last_year, known.get("election_on"), known.get("meeting_on"))
    found = handed_over(platform)
    return form_page(
        request,
        "platforms/handover.html",
        form,
        lambda values: enter_days(request.user, organisation, platform=platform, **values),
        to=redirect("platforms:handover", code=organisation.code, pk=pk),
        platform=platform,
        election=dates.election.because(code),
        dates=[d.said(code) for d in dates.dates if d.id in ("constitution_by", "strategy_by")],
        rows=[(one, one.commitment.text(code)) for one in found],
        waiting=sum(one.waits for one in found),
        may_change=policy_of(Handover).may(request.user, "change", organisation),
        may_answer=policy_of(HandoverAnswer).may(request.user, "change", organisation),
    )


@page("change", HandoverAnswer)
def answer(request: SignedInRequest, organisation: Organisation, commitment: int) -> HttpResponse:
    """Enter what the new council resolved."""
    rows = Commitment.objects.select_related("platform", "platform__organisation")
    row = get_object_or_404(rows, pk=commitment, organisation=organisation)
    data = request.POST if request.method == "POST" else None
    draft = f"platforms.handover.answer.{commitment}"
    form = HandoverAnswerForm(data, organisation=organisation, request=request, draft=draft)
    return form_page(
        request,
        "platforms/form.html",
        form,
        lambda values: answer_commitment(
            request.user, organisation, platform=row.platform, commitment=row, **values
        ),
        to=redirect("platforms:handover", code=organisation.code, pk=row.platform_id),
        heading=text("platforms.handover.answer"),
        lead=row.text(language()),
        platform=row.platform,
    )
