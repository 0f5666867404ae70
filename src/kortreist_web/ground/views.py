"""Pages without an organisation: the front page and what every site must say of itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist_web.ground.page import anyone
from kortreist_web.organisations.models import Organisation

__all__ = ["about", "accessibility", "front", "privacy"]


@anyone
def front(request: HttpRequest) -> HttpResponse:
    """Choose a municipality."""
    published = Organisation.objects.filter(published=True)
    return render(request, "ground/front.html", {"published": published})


@anyone
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible the site is, what is known not to be, and whom to tell."""
    return render(request, "ground/accessibility.html")


@anyone
def privacy(request: HttpRequest) -> HttpResponse:
    """Say which personal data is kept, why, and for how long."""
    return render(request, "ground/privacy.html")


@anyone
def about(request: HttpRequest) -> HttpResponse:
    """Say what the service is, its version and the facts it uses."""
    return render(request, "ground/about.html")
