"""Pages of a hearing that are open to all: read, say something, see what others said."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache

from kortreist.facts import participation_rule
from kortreist_web.core.form_pages import act, form_page
from kortreist_web.core.page import public_page
from kortreist_web.core.texts import language, text
from kortreist_web.hearings.actions.appeals import appeal_moderation
from kortreist_web.hearings.actions.withdraw import erase_contact, withdraw
from kortreist_web.hearings.models import (
    Hearing,
    HearingDocument,
    SubmissionContact,
    SubmissionFile,
)
from kortreist_web.hearings.moderate_forms import AppealForm
from kortreist_web.hearings.moderation import acts_on
from kortreist_web.hearings.points import answers_shown, are_shown
from kortreist_web.hearings.queries import (
    open_hearings,
    public_submissions,
    section_names,
    sections_of,
    shown,
    title_of,
)
from kortreist_web.hearings.receipts import find_submission, receive
from kortreist_web.hearings.rules import bounds
from kortreist_web.hearings.section_changes import asked_of_new_area, changed_in
from kortreist_web.hearings.submit_forms import SubmitForm
from kortreist_web.participation.allowances import allowed
from kortreist_web.tenants.models import Organisation

__all__ = ["document", "download", "file", "hearing", "receipt", "statement", "submit"]


def _hearing(organisation: Organisation, pk: int) -> Hearing:
    return get_object_or_404(open_hearings(organisation), pk=pk)


@public_page
def hearing(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show what is heard, until when, who is asked, and what has come in."""
    row = _hearing(organisation, pk)
    asked = bounds(row.rule, row.opens_on, row.process.decision_on)
    names, withheld = section_names(row.heard), text("hearings.name_withheld")
    law = asked_of_new_area(row)
    values = {
        "changed": changed_in(row, language()) if are_shown(row) else (),
        "law": law,
        "law_text": law.text(language()) if law else "",
        "law_cited": law.cited(language()) if law else "",
        "hearing": row,
        "title": title_of(row.heard),
        "rule": participation_rule(row.rule, row.opens_on),
        "because": asked.because.get(language(), ""),
        "sections": sections_of(row.heard),
        "documents": row.documents.defer("file"),
        "extensions": row.extensions.all(),
        "recipients": row.recipients.prefetch_related("statements"),
        "submissions": [shown(one, names, withheld) for one in public_submissions(row)],
        "answers_shown": are_shown(row),
        "may_submit": "submit" in allowed(row.process, "visitor"),
        "is_late": timezone.localdate() > row.last_day,
    }
    return render(request, "hearings/hearing.html", values)


@never_cache
@public_page(reads=("del",))
def submit(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Take in what somebody says; she is shown her receipt, whose address is hers alone."""
    row = _hearing(organisation, pk)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    chosen = [key for key in request.GET.getlist("del") if key in section_names(row.heard)]
    form = SubmitForm(data, files=files, hearing=row, initial={"sections": chosen})

    def write(_: dict[str, object]) -> str:
        attachments = form.taken()
        made = receive(organisation, row, form.words(), form.contact(), attachments)
        return made[1]

    return form_page(
        request,
        "hearings/submit.html",
        form,
        write,
        to=lambda token: redirect("hearings:receipt", code=organisation.code, pk=pk, token=token),
        message=text("hearings.received"),
        hearing=row,
        title=title_of(row.heard),
        is_late=timezone.localdate() > row.last_day,
    )


@never_cache
@public_page
def receipt(request: HttpRequest, organisation: Organisation, pk: int, token: str) -> HttpResponse:
    """Show a sender what she sent and how it stands; she withdraws it or is not to be reached."""
    row = _hearing(organisation, pk)
    found = find_submission(organisation, row, token)
    if found is None:
        raise Http404("receipt")
    participant, submission = found
    if request.method == "POST":
        here = redirect("hearings:receipt", code=organisation.code, pk=pk, token=token)
        if request.POST.get("do") == "appeal":
            said = request.POST.get("text", "")[:5000]
            return act(
                request,
                lambda: appeal_moderation(
                    participant, organisation, submission=submission, text=said
                ),
                to=here,
                message=text("hearings.receipt.done.appeal"),
            )
        does = {"withdraw": withdraw, "erase": erase_contact}.get(request.POST.get("do", ""))
        if does is None:
            return here
        done = request.POST["do"]
        return act(
            request,
            lambda: does(participant, organisation, submission=submission),
            to=here,
            message=text(f"hearings.receipt.done.{done}"),
        )
    contact = SubmissionContact.objects.filter(submission=submission).exclude(salt="").first()
    acts = list(acts_on(organisation, [submission.pk]))
    can_appeal = bool(acts) and acts[-1].act != "restore" and not hasattr(acts[-1], "appeal")
    values = {
        "acts": acts,
        "appeal": AppealForm() if can_appeal else None,
        "hearing": row,
        "title": title_of(row.heard),
        "one": shown(submission, section_names(row.heard), text("hearings.name_withheld")),
        "submission": submission,
        "contact": contact,
        **answers_shown(submission, row),
    }
    response = render(request, "hearings/receipt.html", values)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@public_page
def statement(
    request: HttpRequest, organisation: Organisation, pk: int, number: int
) -> HttpResponse:
    """Show one submission as anyone may read it."""
    row = _hearing(organisation, pk)
    submission = get_object_or_404(public_submissions(row), number=number)
    one = shown(submission, section_names(row.heard), text("hearings.name_withheld"))
    values = {"hearing": row, "title": title_of(row.heard), "one": one, "submission": submission}
    values |= answers_shown(submission, row)
    return render(request, "hearings/statement.html", values)


@public_page
def document(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Return a document that is laid out, as a file."""
    rows = HearingDocument.objects.filter(organisation=organisation, file__isnull=False)
    row = get_object_or_404(rows.exclude(hearing__state=Hearing.State.DRAFT), pk=pk)
    return download(bytes(row.file or b""), "application/pdf", row.file_name)


@public_page
def file(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Return a file that came with a submission: the redacted one where there is one."""
    rows = SubmissionFile.objects.filter(organisation=organisation)
    rows = rows.exclude(submission__hearing__state=Hearing.State.DRAFT)
    row = get_object_or_404(rows.select_related("submission__handling", "copy"), pk=pk)
    handling, copy = row.submission.handling, getattr(row, "copy", None)
    if handling.public_state == handling.Public.SHOWN or (
        handling.public_state == handling.Public.REDACTED and copy is not None and copy.checked
    ):
        return download(bytes(row.data), row.media_type, row.name)
    if handling.is_stub or copy is None or copy.data is None:
        raise Http404("held back")
    return download(bytes(copy.data), copy.media_type, copy.name)


def download(data: bytes, media_type: str, name: str) -> HttpResponse:
    """Return a stranger's file: to be kept, never opened as a page of this site."""
    response = HttpResponse(data, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
