"""Pages of the domain."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist_web.organisations.models import Organisation
from kortreist_web.ground.page import page

__all__ = ['home', 'calendar', 'units']


@page("view", Organisation)
def home(request: HttpRequest, organisation: Any) -> HttpResponse:
    return render(request, "ground/soon.html", {})


@page("view", Organisation)
def calendar(request: HttpRequest, organisation: Any) -> HttpResponse:
    return render(request, "ground/soon.html", {})


@page("view", Organisation)
def units(request: HttpRequest, organisation: Any) -> HttpResponse:
    return render(request, "ground/soon.html", {})
