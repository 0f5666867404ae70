"""Pages of the domain."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist_web.changes.models import Change
from kortreist_web.ground.page import page

__all__ = ['list_']


@page("view", Change)
def list_(request: HttpRequest, organisation: Any) -> HttpResponse:
    return render(request, "ground/soon.html", {})
