"""What an organisation's administrator decides."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from kortreist_web.core.form_pages import form_page
from kortreist_web.core.page import page
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.tenants.actions.change_settings import change_settings
from kortreist_web.tenants.actions.open_site import open_site
from kortreist_web.tenants.forms import SettingsForm
from kortreist_web.tenants.models import Organisation

__all__ = ["open_or_close", "settings"]

CONTACT = ("contact_email", "contact_page", "contact_address")


@page("change", Organisation)
def settings(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Show and change the settings."""
    names = ("name", "language", "interim_reports", "unit_word", *CONTACT)
    form = SettingsForm(
        request.POST or None,
        request=request,
        draft="tenants.settings",
        initial={n: getattr(organisation, n) for n in names},
        organisation=organisation,
    )
    return form_page(
        request,
        "tenants/settings.html",
        form,
        lambda data: change_settings(request.user, organisation, **{n: data[n] for n in names}),
        to=redirect("tenants:settings", code=organisation.code),
    )


@page("change", Organisation)
def open_or_close(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Open the public site, or close it."""
    if request.method == "POST":
        published = request.POST.get("published") == "1"
        why = request.POST.get("why", "")[:300]
        open_site(request.user, organisation, published=published, why=why)
        key = "tenants.settings.opened" if published else "tenants.settings.closed"
        messages.success(request, text(key))
    return redirect("tenants:settings", code=organisation.code)
