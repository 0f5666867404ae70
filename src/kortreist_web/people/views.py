"""Pages of the domain."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist_web.people.models import Membership
from kortreist_web.ground.page import page, signed_in

__all__ = ['list_', 'me']


@page("view", Membership)
def list_(request: HttpRequest, organisation: Any) -> HttpResponse:
    return render(request, "ground/soon.html", {})


@signed_in
def me(request: HttpRequest) -> HttpResponse:
    return render(request, "ground/soon.html", {})
