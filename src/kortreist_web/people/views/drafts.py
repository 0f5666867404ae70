"""Drafts: kept while a person types, and thrown away when she says so."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kortreist_web.core.page import page
from kortreist_web.people.drafts import delete_draft, save_draft
from kortreist_web.people.form_recovery import typed_fields
from kortreist_web.tenants.models import Organisation

__all__ = ["draft", "forget_draft"]


@page("view", Organisation, post="view")
@require_POST
def draft(request: HttpRequest, organisation: Organisation, form: str) -> HttpResponse:
    """Keep what is typed into a form; the answer has no content."""
    save_draft(request.user, organisation, form[:120], typed_fields(request.POST))
    return HttpResponse(status=204)


@page("view", Organisation, post="view")
@require_POST
def forget_draft(request: HttpRequest, organisation: Organisation, form: str) -> HttpResponse:
    """Forget the draft and show the page it was typed on, as it is saved."""
    delete_draft(request.user, organisation, form[:120])
    back = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        return redirect("people:me")
    return redirect(back)
