"""What operations see: structured log lines without personal data, and metrics."""

from __future__ import annotations

import json
import logging
import re
import time
import uuid
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

__all__ = ["JsonLines", "ObservingMiddleware", "scrub"]

_log = logging.getLogger("kortreist.request")
REQUESTS = Counter("kortreist_requests_total", "Requests", ["view", "method", "status"])
SECONDS = Histogram(
    "kortreist_request_seconds",
    "Seconds a request took",
    ["view"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10),
)
#: Fields of a log line; nothing that names a person, an address or what was typed.
FIELDS = ("request", "method", "view", "status", "ms", "job", "kind")
#: Loggers whose values a program has chosen.
_CHOSEN = ("kortreist", "django_tasks", "gunicorn")
#: The request that is being answered: every line written meanwhile carries its number.
_request: ContextVar[Mapping[str, str]] = ContextVar("request", default=MappingProxyType({}))
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
#: What a message of a library may hold by mistake, and what stands in its place.
_PERSONAL = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "<mail>"),
    (re.compile(r"\b\d{6} ?\d{5}\b"), "<number>"),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"), "<address>"),
    (re.compile(r"\b(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F]{1,4}\b"), "<address>"),
    (re.compile(r"\?\S+"), "?…"),
    (re.compile(r"kort_[0-9a-f]{12}_\S+"), "<key>"),
    (re.compile(r"://[^/\s:@]+:[^/\s@]+@"), "://<secret>@"),
)


def scrub(message: str) -> str:
    """Return a message without addresses of mail and machines, numbers of people, and queries.

    Examples
    --------
    >>> scrub("Not Found: /nb/4005/?q=kari from kari@notodden.example at 10.1.2.3")
    'Not Found: /nb/4005/?… from <mail> at <address>'
    """
    for pattern, instead in _PERSONAL:
        message = pattern.sub(instead, message)
    return message


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; an exception keeps its kind and place, never its values."""
        # Values filled into a library's message are whatever somebody sent; those of ours, and
        # of the machinery that runs us, are chosen by a program.
        own = record.name.startswith(_CHOSEN) or not record.args
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": scrub(record.getMessage() if own else _without_values(str(record.msg))),
            **_request.get(),
            **{
                f: v for f in FIELDS if isinstance(v := getattr(record, f, None), str | int | float)
            },
        }
        if record.exc_info and record.exc_info[0]:
            line |= _cause(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def _without_values(message: str) -> str:
    """Return a message's own words; where a value would stand there is an ellipsis."""
    return re.sub(r"%(?:\(\w+\))?[-#0 +]*[\d.*]*[a-zA-Z]", "…", message)


def _cause(failure: Any) -> dict[str, str]:
    """Return what failed and where: the kind, the place, our own last line, the driver's code."""
    kind, error, trace = failure
    where = own = ""
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
        where = place
        if "/kortreist" in place.rpartition("/site-packages/")[2]:
            own = place
        trace = trace.tb_next
    details = {"error": kind.__name__, "where": where}
    if own and own != where:
        details["ours"] = own
    # What the driver calls it says which row of the manual to read, and holds no value.
    for one in (error, getattr(error, "__cause__", None)):
        code = getattr(one, "sqlite_errorname", None) or getattr(one, "sqlstate", None)
        if code:
            details["code"] = str(code)
    return details


class ObservingMiddleware:
    """Give each request a number, count it and time it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say in the log how it went."""
        began, number = time.perf_counter(), uuid.uuid4().hex[:16]
        token = _request.set({"request": number})
        try:
            response = self.get_response(request)
        finally:
            _request.reset(token)
        seconds = time.perf_counter() - began
        match = request.resolver_match
        view = match.view_name if match else "none"
        # A method that is made up must not become a new series for each caller's fancy.
        method = request.method if request.method in _METHODS else "other"
        REQUESTS.labels(view, method, str(response.status_code)).inc()
        SECONDS.labels(view).observe(seconds)
        response.headers["X-Request-Id"] = number
        _log.info(
            "request",
            extra={
                "request": number,
                "method": method,
                "view": view,
                "status": response.status_code,
                "ms": round(seconds * 1000, 1),
            },
        )
        return response
