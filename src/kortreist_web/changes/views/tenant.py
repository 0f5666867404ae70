"""Taking all along, and erasing all."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib.auth import logout
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kortreist_web.changes.actions.erase import erase
from kortreist_web.changes.actions.export_all import export_all
from kortreist_web.changes.forms import EraseForm
from kortreist_web.changes.models import Change
from kortreist_web.core.form_pages import form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["erase_all", "take_along"]


@page("export", Organisation)
def take_along(request: SignedInRequest, organisation: Organisation) -> Any:
    """Explain the export; asked for by a form, return it."""
    if request.method != "POST":
        may_erase = policy_of(Organisation).may(request.user, "erase", organisation)
        return render(request, "changes/export.html", {"may_erase": may_erase})
    made = export_all(request.user, organisation)
    name = f"kortreist-{organisation.code}-{timezone.localdate():%Y-%m-%d}.zip"
    response = FileResponse(
        made.file, as_attachment=True, filename=name, content_type="application/zip"
    )
    response["Digest"] = f"sha-256={made.digest}"
    return response


@page("erase", Organisation)
def erase_all(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Erase the organisation, when its code was typed and the person showed who she is."""
    last = Change.objects.filter(organisation=organisation, kind="export").first()
    form = EraseForm(request.POST or None)
    name = organisation.name

    def write(data: dict[str, Any]) -> object:
        raise_if_reauthentication_required(request, app="allauth.mfa")
        return erase(request.user, organisation, **data)

    def leave(_: object) -> HttpResponse:
        if not User.objects.filter(pk=request.user.pk).exists():
            logout(request)
        return redirect("front")

    return form_page(
        request,
        "changes/erase.html",
        form,
        write,
        to=leave,
        message=lambda _: text("changes.erase.done", place=name),
        about="typed_code",
        last=last,
    )
