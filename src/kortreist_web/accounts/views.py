"""Pages of the domain."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist_web.accounts.models import Upload
from kortreist_web.ground.page import page, public_page

__all__ = ['public', 'work']


@public_page
def public(request: HttpRequest, organisation: Any) -> HttpResponse:
    return render(request, "ground/soon.html", {})


@page("view", Upload)
def work(request: HttpRequest, organisation: Any) -> HttpResponse:
    return render(request, "ground/soon.html", {})
