"""Errors people meet: the engine's, a conflict, a lost session; said in their language."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from kortreist.errors import KortreistError
from kortreist_web.core.characters import first_bad
from kortreist_web.core.database_errors import explained
from kortreist_web.core.models import ConflictError
from kortreist_web.core.texts import language

__all__ = [
    "ErrorsMiddleware",
    "bad_request",
    "csrf_failure",
    "denied",
    "failed",
    "not_found",
    "too_many",
]

_log = logging.getLogger("kortreist.errors")


class ErrorsMiddleware:
    """Turn the engine's errors and conflicts that a view let through into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; an address with a character no text may hold is no address."""
        asked = [request.path_info, *request.GET.keys(), *request.GET.values()]
        if first_bad(asked) is not None:
            return bad_request(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for the errors we raise on purpose; others go on to the 500 page."""
        if isinstance(error, KortreistError):
            message = error.message(language())
            return render(request, "core/error.html", {"message": message}, status=422)
        if isinstance(error, ValidationError):  # an action's, of a page that has no form for it
            said = {"message": " ".join(error.messages)}
            return render(request, "core/error.html", said, status=422)
        if isinstance(error, ConflictError):
            values = {"conflict": error.current}
            return render(request, "core/conflict.html", values, status=409)
        if isinstance(error, OperationalError) and explained(error) is not None:
            # A full disk, a database that is away: nothing was written, and who runs the site
            # sees in the log what it is.
            _log.error("database", exc_info=error)
            return _without_database(request, "unavailable", 503)
        return None


def _page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    return render(request, "core/status.html", {"status": name}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404; a program is answered as one."""
    if _is_program(request):
        from kortreist_web.config.api import problem

        return problem(404)
    return _page(request, "not_found", 404)


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return _page(request, "denied", 403)


def _is_program(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400; a program is answered as one."""
    if _is_program(request):
        from kortreist_web.config.api import problem

        return problem(400)
    return _page(request, "bad_request", 400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose page was too old; what was typed is kept as a draft."""
    from kortreist_web.people.form_recovery import keep_from_old_page

    keep_from_old_page(request)
    return _page(request, "form_expired", 403)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 429."""
    return _page(request, "too_many", 429)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching the database, which may be what failed."""
    return _without_database(request, "failed", 500)


def _without_database(request: HttpRequest, name: str, status: int) -> HttpResponse:
    if _is_program(request):
        from kortreist_web.config.api import problem

        return problem(status)
    values = {"language": language(), "status": name}
    return HttpResponse(render_to_string("core/failed.html", values), status=status)
