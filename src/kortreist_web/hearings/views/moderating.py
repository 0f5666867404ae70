"""Pages of moderation: one submission, what has been done, and appeals."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kortreist_web.core.form_pages import form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import language, text
from kortreist_web.hearings.actions.appeals import decide_appeal
from kortreist_web.hearings.actions.moderate import moderate, redact
from kortreist_web.hearings.models import Hearing, Submission, SubmissionFile
from kortreist_web.hearings.moderate_forms import DecideForm, ModerateForm
from kortreist_web.hearings.moderation import acts_on, acts_upon, with_numbers
from kortreist_web.hearings.queries import title_of
from kortreist_web.hearings.views.public import download
from kortreist_web.participation.models import Appeal, ModerationAct
from kortreist_web.participation.moderation_rules import cited, moderation_rules
from kortreist_web.tenants.models import Organisation

__all__ = ["appeal", "moderating", "moderation", "original"]


@page("change", ModerationAct)
def moderating(
    request: SignedInRequest, organisation: Organisation, pk: int, number: int
) -> HttpResponse:
    """Hide, redact, refuse or show again one submission."""
    rows = Submission.objects.filter(organisation=organisation, hearing=pk)
    submission = get_object_or_404(
        rows.select_related("handling", "hearing__process", "hearing__heard"), number=number
    )
    hearing = submission.hearing
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ModerateForm(data, files=files, submission=submission)

    def write(data: dict[str, Any]) -> object:
        values = {"rule": data["rule"], "reason": data["reason"]}
        if data["act"] == ModerationAct.Act.REDACT:
            return redact(
                request.user,
                organisation,
                submission=submission,
                redaction=form.redaction(),
                **values,
            )
        return moderate(
            request.user,
            organisation,
            hearing=hearing,
            submissions=[submission],
            act=data["act"],
            **values,
        )

    return form_page(
        request,
        "hearings/moderate.html",
        form,
        write,
        to=redirect("hearings:split", code=organisation.code, pk=pk, number=number),
        hearing=hearing,
        submission=submission,
        acts=acts_on(organisation, [submission.pk]),
        rules=_rules(hearing),
    )


def _rules(hearing: Hearing) -> list[tuple[str, str, str]]:
    """Return each rule's name, what it says, and the law it stands on."""
    return [
        (
            rule.name,
            text(f"participation.moderation_means.{key}"),
            cited(key, language(), hearing.opens_on),
        )
        for key, rule in moderation_rules().items()
    ]


@page("view", ModerationAct)
def moderation(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """List what has been done with a hearing's submissions, and the appeals that wait."""
    rows = Hearing.objects.select_related("process", "heard")
    hearing = get_object_or_404(rows, pk=pk, organisation=organisation)
    acts = with_numbers(acts_upon(hearing))
    may = policy_of(Appeal).may(request.user, "change", organisation)
    values = {
        "hearing": hearing,
        "title": title_of(hearing.heard),
        "acts": [
            (act, number, may and act.moderator_id != request.user.pk) for act, number in acts
        ],
    }
    return render(request, "hearings/moderation.html", values)


@page("change", Appeal)
def appeal(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Decide an appeal."""
    rows = Appeal.objects.select_related("act__process", "act__moderator")
    row = get_object_or_404(rows, pk=pk, organisation=organisation)
    submission = get_object_or_404(
        Submission.objects.select_related("hearing__process"),
        pk=row.act.subject,
        organisation=organisation,
    )
    form = DecideForm(request.POST or None, request=request)
    return form_page(
        request,
        "hearings/appeal.html",
        form,
        lambda data: decide_appeal(request.user, organisation, row, **data),
        to=redirect("hearings:moderation", code=organisation.code, pk=submission.hearing_id),
        appeal=row,
        submission=submission,
        hearing=submission.hearing,
    )


@page("original", SubmissionFile)
def original(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Return a file as it came."""
    row = get_object_or_404(SubmissionFile, pk=pk, organisation=organisation)
    return download(bytes(row.data), row.media_type, row.name)
