"""Pages on which a workbook is sent in, looked at, and taken in or dropped."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kortreist.errors import InputError
from kortreist_web.accounts.actions.accept import accept, drop
from kortreist_web.accounts.actions.send_in import read_again, send_in
from kortreist_web.accounts.models import Upload
from kortreist_web.accounts.queries import latest_account, vintages_with
from kortreist_web.core.forms import Form
from kortreist_web.core.page import page
from kortreist_web.core.policy import EDITORS, policy_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import language, text
from kortreist_web.people.alone import names_with
from kortreist_web.people.models import Membership
from kortreist_web.tenants.models import Organisation

__all__ = ["UploadForm", "decide", "upload", "work"]


class UploadForm(Form):
    """The file."""

    texts = "accounts.upload"
    file = forms.FileField(widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}))


@page("view", Upload, post="change")
def work(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """List what came in, and take a new file."""
    may = policy_of(Upload).may(request.user, "change", organisation)
    form = UploadForm()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                upload = send_in(
                    request.user, organisation, filename=file.name, content=file.read()
                )
            except (InputError, RefusedError) as error:
                form.add_error("file", error.message(language()))
            else:
                return redirect("accounts:upload", code=organisation.code, pk=upload.pk)
    values: dict[str, Any] = {
        "form": form if may else None,
        "uploads": Upload.objects.filter(organisation=organisation)
        .select_related("job")
        .defer("content"),
        "vintages": vintages_with(organisation),
        "latest": latest_account(organisation),
    }
    if not may:
        names = names_with(organisation, EDITORS)
        values["uploaders"] = None if names is None else ", ".join(names)
        values["may_give"] = policy_of(Membership).may(request.user, "change", organisation)
    return render(request, "accounts/work.html", values, status=422 if form.errors else 200)


@page("view", Upload)
def upload(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show what was found in a file."""
    upload = get_object_or_404(
        Upload.objects.select_related("job").defer("content"), pk=pk, organisation=organisation
    )
    job = upload.job
    values = {"upload": upload, "job": job, "waits": job is not None and not job.ended}
    return render(request, "accounts/upload.html", values)


@page("change", Upload)
@require_POST
def decide(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Take the file in, have it read again, or drop it."""
    upload = get_object_or_404(Upload, pk=pk, organisation=organisation)
    if request.POST.get("what") == "drop":
        drop(request.user, organisation, upload)
        messages.success(request, text("accounts.upload.dropped"))
        return redirect("accounts:work", code=organisation.code)
    if request.POST.get("what") == "again":
        read_again(request.user, organisation, upload)
        return redirect("accounts:upload", code=organisation.code, pk=pk)
    accept(
        request.user,
        organisation,
        upload,
        everybody="everybody" in request.POST,
        looked_at="looked_at" in request.POST,
    )
    return redirect("accounts:upload", code=organisation.code, pk=pk)
