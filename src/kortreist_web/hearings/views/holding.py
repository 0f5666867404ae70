"""Pages of the one who holds a hearing."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kortreist_web.core.form_pages import act, form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import language, text
from kortreist_web.hearings.actions.announce import (
    add_document,
    add_recipient,
    announce,
    say_none,
    send_to,
)
from kortreist_web.hearings.actions.complete import complete_hearing, in_case_paper, unanswered
from kortreist_web.hearings.actions.hold import prepare
from kortreist_web.hearings.actions.run import close_hearing, extend, lacking, open_hearing
from kortreist_web.hearings.forms import (
    AnnounceForm,
    CompleteForm,
    DocumentForm,
    ExtendForm,
    NoneForm,
    PrepareForm,
    RecipientForm,
    announced,
)
from kortreist_web.hearings.models import Hearing, Recipient
from kortreist_web.hearings.queries import can_be_heard, title_of
from kortreist_web.hearings.rules import bounds
from kortreist_web.tenants.models import Organisation

__all__ = [
    "announcement",
    "close",
    "complete",
    "document",
    "extension",
    "hold",
    "list_",
    "new",
    "none",
    "open_",
    "recipient",
    "send",
]


def _hearing(organisation: Organisation, pk: int) -> Hearing:
    rows = Hearing.objects.select_related("process", "heard", "phase").defer("heard__content")
    return get_object_or_404(rows, pk=pk, organisation=organisation)


def _to(organisation: Organisation, pk: int) -> HttpResponse:
    return redirect("hearings:hold", code=organisation.code, pk=pk)


@page("view", Hearing)
def list_(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """List the hearings, newest first."""
    rows = Hearing.objects.filter(organisation=organisation).select_related("process")
    values = {
        "hearings": rows.annotate(received=Count("submissions")),
        "may_change": policy_of(Hearing).may(request.user, "change", organisation),
    }
    return render(request, "hearings/list.html", values)


@page("change", Hearing)
def new(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Prepare a hearing: one form, with the days the law lets it have."""
    data = request.POST if request.method == "POST" else None
    form = PrepareForm(data, organisation=organisation, request=request, draft="hearings.new")
    return form_page(
        request,
        "hearings/new.html",
        form,
        lambda _: prepare(request.user, organisation, **form.values()),
        to=lambda hearing: _to(organisation, hearing.pk),
        message=text("hearings.prepared"),
        nothing=not can_be_heard(organisation),
    )


@page("view", Hearing)
def hold(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show a hearing to whoever holds it: what is in place, what is lacking, what came in."""
    hearing = _hearing(organisation, pk)
    recipients = list(hearing.recipients.prefetch_related("statements"))
    asked = bounds(hearing.rule, hearing.opens_on, hearing.process.decision_on)
    today = timezone.localdate()
    values = {
        "hearing": hearing,
        "title": title_of(hearing.heard),
        "because": asked.because.get(language(), ""),
        "lacks": [text(key) for key in lacking(hearing)],
        "recipients": recipients,
        "unanswered": [r for r in recipients if not r.none_because and not r.statements.all()],
        "documents": hearing.documents.defer("file"),
        "extensions": hearing.extensions.all(),
        "received": hearing.submissions.count(),
        "may_change": policy_of(Hearing).may(request.user, "change", organisation),
        "can_open": hearing.state == Hearing.State.DRAFT and hearing.opens_on == today,
        "can_close": hearing.state == Hearing.State.OPEN and hearing.last_day < today,
    }
    return render(request, "hearings/hold.html", values)


@page("change", Hearing)
def announcement(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Say where the hearing is announced."""
    hearing = _hearing(organisation, pk)
    form = AnnounceForm(
        request.POST or None,
        request=request,
        draft=f"hearings.announce.{pk}",
        version=hearing.version,
        initial=announced(hearing),
    )

    def write(data: dict[str, Any]) -> Hearing:
        version = form.cleaned_data["version"]
        return announce(request.user, organisation, hearing, **data, version=version)

    to = _to(organisation, pk)
    return form_page(request, "hearings/announce.html", form, write, to=to, hearing=hearing)


@page("change", Hearing)
def document(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Lay out a document."""
    hearing = _hearing(organisation, pk)
    form = DocumentForm(request.POST or None, request.FILES or None, request=request)

    def write(data: dict[str, Any]) -> object:
        file = data.pop("file")
        content, name = (file.read(), file.name) if file else (b"", "")
        return add_document(
            request.user, organisation, hearing, **data, file=content, file_name=name
        )

    to = _to(organisation, pk)
    return form_page(request, "hearings/document.html", form, write, to=to, hearing=hearing)


@page("change", Recipient)
def recipient(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Add a body that is asked."""
    hearing = _hearing(organisation, pk)
    form = RecipientForm(request.POST or None, request=request)
    return form_page(
        request,
        "hearings/recipient.html",
        form,
        lambda data: add_recipient(request.user, organisation, hearing=hearing, **data),
        to=_to(organisation, pk),
        hearing=hearing,
    )


@require_POST
@page("change", Recipient)
def send(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Say that the matter has been sent today to those that are ticked."""
    hearing = _hearing(organisation, pk)
    names = request.POST.getlist("names")
    return act(
        request,
        lambda: send_to(
            request.user, organisation, hearing=hearing, on=timezone.localdate(), names=names
        ),
        to=_to(organisation, pk),
        message=text("hearings.sent"),
    )


@page("change", Recipient)
def none(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Say why a body has said nothing."""
    row = get_object_or_404(
        Recipient.objects.select_related("hearing"), pk=pk, organisation=organisation
    )
    form = NoneForm(request.POST or None, request=request)
    return form_page(
        request,
        "hearings/none.html",
        form,
        lambda data: say_none(request.user, organisation, row, **data),
        to=_to(organisation, row.hearing_id),
        hearing=row.hearing,
        recipient=row,
    )


@page("change", Hearing)
def extension(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Give everybody more time."""
    hearing = _hearing(organisation, pk)
    form = ExtendForm(request.POST or None, request=request)
    return form_page(
        request,
        "hearings/extend.html",
        form,
        lambda data: extend(request.user, organisation, hearing, **data),
        to=_to(organisation, pk),
        hearing=hearing,
    )


@require_POST
@page("change", Hearing)
def open_(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Open the hearing."""
    hearing = _hearing(organisation, pk)
    return act(
        request,
        lambda: open_hearing(request.user, organisation, hearing),
        to=_to(organisation, pk),
        message=text("hearings.opened"),
    )


@page("change", Hearing)
def complete(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Say that the hearing is done with, and where its table stands."""
    rows = Hearing.objects.select_related("process", "heard", "organisation")
    hearing = get_object_or_404(rows, pk=pk, organisation=organisation)
    form = CompleteForm(request.POST if request.method == "POST" else None, request=request)
    waits = unanswered(hearing)
    return form_page(
        request,
        "hearings/complete.html",
        form,
        lambda data: complete_hearing(request.user, organisation, hearing, **data),
        to=_to(organisation, pk),
        hearing=hearing,
        waits=waits[:20],
        more=max(len(waits) - 20, 0),
        in_paper=in_case_paper(hearing),
    )


@require_POST
@page("change", Hearing)
def close(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Close the hearing."""
    hearing = _hearing(organisation, pk)
    return act(
        request,
        lambda: close_hearing(request.user, organisation, hearing),
        to=_to(organisation, pk),
        message=text("hearings.closed"),
    )
