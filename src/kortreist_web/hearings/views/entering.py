"""Enter what came by e-mail, on paper, from the case system or at a meeting."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kortreist_web.core.form_pages import form_page
from kortreist_web.core.page import page
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.core.uploads import check_size
from kortreist_web.hearings.actions.submit import enter
from kortreist_web.hearings.email_text import read_eml, read_pasted
from kortreist_web.hearings.enter_forms import EnterForm, PasteForm, recognised
from kortreist_web.hearings.models import Hearing, Submission
from kortreist_web.tenants.models import Organisation

__all__ = ["entering"]


@page("change", Submission)
def entering(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Read a pasted e-mail into the form, or enter what stands in it."""
    rows = Hearing.objects.select_related("process", "heard", "organisation")
    hearing = get_object_or_404(rows, pk=pk, organisation=organisation)
    values: dict[str, Any] = {
        "hearing": hearing,
        "paste": PasteForm(auto_id="paste_%s"),
        "files": (),
    }
    if request.method == "POST" and request.POST.get("do") == "read":
        paste = PasteForm(request.POST, request.FILES, auto_id="paste_%s")
        initial = {}
        if paste.is_valid():
            file, pasted = paste.cleaned_data["eml"], paste.cleaned_data["pasted"]
            if file is not None:
                content = file.read()
                check_size(file.name or "", content)
                mail = read_eml(content)
            else:
                mail = read_pasted(pasted)
            initial = recognised(mail)
            values["files"] = [name for name, _ in mail.files]
        form = EnterForm(hearing=hearing, initial=initial)
        return render(request, "hearings/enter.html", {"form": form, **values, "read": True})
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = EnterForm(data, files=files, hearing=hearing)

    def write(_: dict[str, Any]) -> Submission:
        cleaned = form.cleaned_data
        return enter(
            request.user,
            organisation,
            hearing=hearing,
            words=form.words(),
            received_on=cleaned["received_on"],
            received_by=cleaned["received_by"],
            contact=form.contact(),
            files=form.taken(),
            recipient=cleaned["recipient"],
            archive_reference=cleaned["archive_reference"],
        )

    return form_page(
        request,
        "hearings/enter.html",
        form,
        write,
        to=lambda made: redirect(
            "hearings:split", code=organisation.code, pk=pk, number=made.number
        ),
        message=lambda made: text("hearings.enter.saved", number=made.number),
        **values,
    )
