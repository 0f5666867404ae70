"""How much one caller may ask for in a minute: a mistake or an attack must not stop others.

Signing in has limits of its own (allauth's, per address and per account). Here are those of
what is dear: uploads, searches, the API, and everything that writes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist_web.core.callers import caller
from kortreist_web.core.texts import text
from kortreist_web.people.request_count import allowed

__all__ = ["LimitsMiddleware", "kind_of"]


def kind_of(request: HttpRequest) -> str:
    """Return which limit a request is counted under; empty: none."""
    path = request.path_info
    if path.startswith("/api/"):
        return "api"
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return "search" if request.GET.get("q", "").strip() else ""
    if not request.user.is_authenticated:
        return "anonymous_write"
    if "/arbeid/kladd/" in path:
        return "draft"
    if request.content_type == "multipart/form-data" and request.FILES:
        return "upload"
    return "write"


def _refuse(request: HttpRequest, seconds: int) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        from kortreist_web.config.api import problem

        response = problem(429)
    else:
        told = {"status": "too_many", "told": _wait_sentences(request, seconds)}
        response = render(request, "core/status.html", told, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _wait_sentences(request: HttpRequest, seconds: int) -> list[str]:
    """Return how long to wait, and what became of what was sent: what is said must be so."""
    from kortreist_web.people.form_recovery import will_be_kept

    wait = "minutes" if seconds >= 120 else "seconds"
    sentences = [text(f"core.too_many.{wait}", n=seconds, minutes=-(-seconds // 60))]
    if request.method == "POST":
        if will_be_kept(request):
            sentences.append(text("core.too_many.kept"))
        if request.FILES:
            sentences.append(text("core.too_many.file"))
    return sentences


class LimitsMiddleware:
    """Count what is dear, and refuse what is too much."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, values: Any
    ) -> HttpResponse | None:
        """Refuse before the view has done anything; after the form's secret was checked."""
        kind = kind_of(request)
        if not kind:
            return None
        seconds = allowed(kind, caller(request))
        return _refuse(request, seconds) if seconds else None
