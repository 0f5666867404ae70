"""Pages of the domain."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist_web.publishing.models import Publication
from kortreist_web.ground.page import page, public_page

__all__ = ['overview', 'goals', 'data', 'manage']


@public_page
def overview(request: HttpRequest, organisation: Any) -> HttpResponse:
    return render(request, "ground/soon.html", {})


@public_page
def goals(request: HttpRequest, organisation: Any) -> HttpResponse:
    return render(request, "ground/soon.html", {})


@public_page
def data(request: HttpRequest, organisation: Any) -> HttpResponse:
    return render(request, "ground/soon.html", {})


@page("view", Publication)
def manage(request: HttpRequest, organisation: Any) -> HttpResponse:
    return render(request, "ground/soon.html", {})
