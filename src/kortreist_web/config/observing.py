"""What operations see: structured log lines without personal data, and metrics."""

from __future__ import annotations

import json
import logging
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

__all__ = ["JsonLines", "ObservingMiddleware"]

_log = logging.getLogger("kortreist.request")
REQUESTS = Counter("kortreist_requests_total", "Requests", ["view", "method", "status"])
SECONDS = Histogram(
    "kortreist_request_seconds", "Seconds a request took", ["view"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10),
)  # fmt: skip
#: Fields of a log line; nothing that names a person, an address or what was typed.
FIELDS = ("request", "method", "view", "status", "ms", "job", "kind")


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; an exception keeps its kind and place, never its values."""
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **{f: getattr(record, f) for f in FIELDS if hasattr(record, f)},
        }
        if record.exc_info and record.exc_info[0]:
            trace = record.exc_info[2]
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            where = "" if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
            line["error"], line["where"] = record.exc_info[0].__name__, where
        return json.dumps(line, ensure_ascii=False)


class ObservingMiddleware:
    """Give each request a number, count it and time it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began, number = time.perf_counter(), uuid.uuid4().hex[:16]
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        match = request.resolver_match
        view = match.view_name if match else "none"
        REQUESTS.labels(view, request.method or "", str(response.status_code)).inc()
        SECONDS.labels(view).observe(seconds)
        response.headers["X-Request-Id"] = number
        _log.info(
            "request",
            extra={
                "request": number, "method": request.method, "view": view,
                "status": response.status_code, "ms": round(seconds * 1000, 1),
            },
        )  # fmt: skip
        return response
