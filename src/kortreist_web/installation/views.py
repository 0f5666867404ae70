"""The first page of whoever runs the installation."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from kortreist_web.core.page import operator_page
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.installation.models import InstallationChange
from kortreist_web.tenants.models import Organisation

__all__ = ["start"]

_SHOWN = 30


@operator_page
def start(request: SignedInRequest) -> HttpResponse:
    """Show what there is to do for the whole installation, and what was done."""
    real = Organisation.objects.filter(invented=False)
    values = {
        "municipalities": real.count(),
        "open": real.filter(published=True).count(),
        "official": real.filter(published=True, official_only=True).count(),
        "changes": InstallationChange.objects.select_related("user")[:_SHOWN],
    }
    return render(request, "installation/overview.html", values)
