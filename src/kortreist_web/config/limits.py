"""How much one caller may ask for in a minute: a mistake or an attack must not stop others.

Signing in has limits of its own (allauth's, per address and per account). Here are those of
what is dear: uploads, searches, the API, and everything that writes.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from kortreist_web.config.callers import caller
from kortreist_web.ground.texts import text

__all__ = ["Limit", "LimitsMiddleware", "allowed", "kind_of"]

#: One statement, so that no request is lost however many come at once.
_COUNT = """
INSERT INTO people_requestcount (key, count, until) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN people_requestcount.until <= %s THEN 1 ELSE people_requestcount.count + 1 END,
  until = CASE WHEN people_requestcount.until <= %s THEN %s ELSE people_requestcount.until END
RETURNING count, until
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many requests in so many seconds."""

    most: int
    seconds: int = 60


#: Can be changed in settings (``REQUEST_LIMITS``); tests and benchmarks do.
LIMITS: dict[str, Limit] = {
    "upload": Limit(20, 600),
    "search": Limit(60),
    "api": Limit(600),
    "draft": Limit(120),
    "write": Limit(120),
    "anonymous_write": Limit(30),
}


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


def allowed(kind: str, who: str) -> int:
    """Count one request; return 0, or the seconds until the caller may come again."""
    chosen: dict[str, Any] = getattr(settings, "REQUEST_LIMITS", {})
    limit = chosen.get(kind, LIMITS[kind])
    if settings.REQUEST_LIMITS_TIMES != 1:
        limit = Limit(limit.most * settings.REQUEST_LIMITS_TIMES, limit.seconds)
    now = int(time.time())
    until = now + limit.seconds
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [f"{kind}:{who}", until, now, now, until])
        count, until = cursor.fetchone()
        if count == 1 and secrets.randbelow(100) == 0:  # housekeeping, now and then
            cursor.execute("DELETE FROM people_requestcount WHERE until < %s", [now])
    return 0 if count <= limit.most else max(1, until - now)


def _refuse(request: HttpRequest, seconds: int) -> HttpResponse:
    response: HttpResponse
    if request.path_info.startswith("/api/"):
        body = {"type": "about:blank", "title": text("api.title.429"), "status": 429,
                "detail": text("api.detail.429")}  # fmt: skip
        response = JsonResponse(body, status=429, content_type="application/problem+json")
    else:
        told = {"status": "too_many", "told": _told(request, seconds)}
        response = render(request, "ground/status.html", told, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _told(request: HttpRequest, seconds: int) -> list[str]:
    """Return how long to wait, and what became of what was sent: what is said must be so."""
    from kortreist_web.people.typed import will_be_kept

    wait = "minutes" if seconds >= 120 else "seconds"
    said = [text(f"ground.too_many.{wait}", seconds=seconds, minutes=-(-seconds // 60))]
    if request.method == "POST":
        if will_be_kept(request):
            said.append(text("ground.too_many.kept"))
        if request.FILES:
            said.append(text("ground.too_many.file"))
    return said


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
