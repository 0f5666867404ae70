"""What a platform promises: added, changed, tied, done, taken out; and what is suggested."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kortreist_web.core.form_pages import act, form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import language, text
from kortreist_web.platforms.actions.commit import (
    COMMITMENT_FIELDS,
    change_commitment,
    commit,
    drop_commitment,
    finish_commitment,
    link_commitment,
    unlink_commitment,
)
from kortreist_web.platforms.actions.suggest import (
    accept_suggestion,
    decline_suggestion,
    suggest,
)
from kortreist_web.platforms.forms import (
    AnswerForm,
    CommitmentForm,
    DropForm,
    FinishForm,
    LinkForm,
    SuggestForm,
)
from kortreist_web.platforms.models import (
    Commitment,
    CommitmentLink,
    PlatformSection,
    Suggestion,
)
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.word_diff import words_changed

__all__ = ["add", "change", "drop", "finish", "link", "suggest_", "suggestion", "unlink"]


def _to(organisation: Organisation, platform: int) -> HttpResponse:
    return redirect("platforms:show", code=organisation.code, pk=platform)


def _commitment(organisation: Organisation, pk: int) -> Commitment:
    rows = Commitment.objects.select_related("platform", "platform__organisation", "section")
    row: Commitment = get_object_or_404(rows, pk=pk, organisation=organisation)
    return row


@page("change", Commitment)
def add(request: SignedInRequest, organisation: Organisation, section: int) -> HttpResponse:
    """Add what a section promises."""
    rows = PlatformSection.objects.select_related("platform")
    one = get_object_or_404(rows, pk=section, organisation=organisation, removed=False)
    data = request.POST if request.method == "POST" else None
    draft = f"platforms.commit.{section}"
    form = CommitmentForm(data, organisation=organisation, request=request, draft=draft)
    return form_page(
        request,
        "platforms/form.html",
        form,
        lambda values: commit(request.user, organisation, section=one, **values),
        to=_to(organisation, one.platform_id),
        heading=text("platforms.add_commitment"),
        lead=one.heading(language()),
        platform=one.platform,
    )


@page("change", Commitment)
def change(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Change a commitment."""
    row = _commitment(organisation, pk)
    data = request.POST if request.method == "POST" else None
    names = [name for name in COMMITMENT_FIELDS if name != "order"]
    form = CommitmentForm(
        data,
        organisation=organisation,
        request=request,
        draft=f"platforms.commitment.{pk}",
        version=row.version,
        initial={name: getattr(row, name) for name in names},
    )

    def write(values: dict[str, Any]) -> object:
        version = form.cleaned_data["version"]
        return change_commitment(request.user, organisation, row, version=version, **values)

    return form_page(
        request,
        "platforms/form.html",
        form,
        write,
        to=_to(organisation, row.platform_id),
        heading=text("platforms.change_commitment"),
        platform=row.platform,
    )


@page("change", Commitment)
def finish(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Say that it is done."""
    row = _commitment(organisation, pk)
    data = request.POST if request.method == "POST" else None
    form = FinishForm(data, request=request, draft=f"platforms.finish.{pk}")
    return form_page(
        request,
        "platforms/form.html",
        form,
        lambda values: finish_commitment(request.user, organisation, row, **values),
        to=_to(organisation, row.platform_id),
        heading=text("platforms.finish"),
        lead=row.text(language()),
        platform=row.platform,
    )


@page("change", Commitment)
def drop(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Take it out of the draft."""
    row = _commitment(organisation, pk)
    data = request.POST if request.method == "POST" else None
    form = DropForm(data, request=request, draft=f"platforms.drop.{pk}")
    return form_page(
        request,
        "platforms/form.html",
        form,
        lambda values: drop_commitment(request.user, organisation, row, **values),
        to=_to(organisation, row.platform_id),
        heading=text("platforms.drop"),
        lead=row.text(language()),
        platform=row.platform,
    )


@page("change", Commitment)
def link(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Tie it to something that is followed up or measured."""
    row = _commitment(organisation, pk)
    data = request.POST if request.method == "POST" else None
    form = LinkForm(data, organisation=organisation, request=request, draft=f"platforms.link.{pk}")
    return form_page(
        request,
        "platforms/form.html",
        form,
        lambda _: link_commitment(request.user, organisation, commitment=row, **form.values()),
        to=_to(organisation, row.platform_id),
        heading=text("platforms.link"),
        lead=row.text(language()),
        platform=row.platform,
    )


@page("change", CommitmentLink)
def unlink(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Untie it."""
    rows = CommitmentLink.objects.select_related("commitment")
    row = get_object_or_404(rows, pk=pk, organisation=organisation)
    to = _to(organisation, row.commitment.platform_id)
    if request.method != "POST":
        return to
    return act(request, lambda: unlink_commitment(request.user, organisation, row), to=to)


@page("suggest", Suggestion)
def suggest_(request: SignedInRequest, organisation: Organisation, section: int) -> HttpResponse:
    """Suggest other words for a section."""
    rows = PlatformSection.objects.select_related("platform", "platform__organisation")
    one = get_object_or_404(rows, pk=section, organisation=organisation, removed=False)
    data = request.POST if request.method == "POST" else None
    code = "nn" if language() == "nn" else "nb"
    form = SuggestForm(
        data,
        request=request,
        draft=f"platforms.suggest.{section}",
        initial={"language": code, "author": str(request.user)},
    )
    return form_page(
        request,
        "platforms/suggest.html",
        form,
        lambda values: suggest(request.user, organisation, section=one, **values),
        to=_to(organisation, one.platform_id),
        message=text("platforms.suggested"),
        section=one,
        heading=one.heading(code),
        platform=one.platform,
    )


@page("view", Suggestion, post="change")
def suggestion(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show a suggestion as a difference; accept it in one step, or say why not."""
    rows = Suggestion.objects.select_related("section", "section__platform", "version_about")
    row = get_object_or_404(rows, pk=pk, organisation=organisation)
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, request=request, draft=f"platforms.answer.{pk}")
    do = accept_suggestion if request.POST.get("do") == "accept" else decline_suggestion
    if request.method == "POST" or row.state == Suggestion.State.OPEN:
        return form_page(
            request,
            "platforms/suggestion.html",
            form,
            lambda values: do(request.user, organisation, row, **values),
            to=_to(organisation, row.section.platform_id),
            **_shown(request, organisation, row),
        )
    return render(request, "platforms/suggestion.html", _shown(request, organisation, row))


def _shown(request: SignedInRequest, organisation: Organisation, row: Suggestion) -> dict[str, Any]:
    return {
        "suggestion": row,
        "platform": row.section.platform,
        "heading": row.section.heading(language()),
        "parts": words_changed(row.old, row.new),
        "may_change": policy_of(Suggestion).may(request.user, "change", organisation),
    }
