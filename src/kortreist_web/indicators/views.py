"""Pages of the domain."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist_web.indicators.models import Indicator
from kortreist_web.ground.page import page

__all__ = ['list_']


@page("view", Indicator)
def list_(request: HttpRequest, organisation: Any) -> HttpResponse:
    return render(request, "ground/soon.html", {})
