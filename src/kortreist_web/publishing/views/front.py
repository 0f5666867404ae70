"""The municipality's front: how much, how it goes, what is decided, each with its source."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist_web.core.page import public_page
from kortreist_web.publishing.front import front
from kortreist_web.tenants.models import Organisation

__all__ = ["overview"]


@public_page(official=True, first=True)
def overview(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the newest account, the goal, the budget in force, progress and decisions."""
    return render(request, "publishing/overview.html", front(organisation))
