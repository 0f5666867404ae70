"""Counting requests, across all processes, and how many are allowed."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

__all__ = ["LIMITS", "Limit", "allowed"]

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

    maximum: int
    seconds: int = 60


#: Can be changed in settings (``REQUEST_LIMITS``); tests and benchmarks do.
LIMITS: dict[str, Limit] = {
    "upload": Limit(20, 600),
    "search": Limit(60),
    "api": Limit(600),
    "draft": Limit(120),
    "write": Limit(120),
    "anonymous_write": Limit(30),
    # Taking a municipality into use sends mail: by caller, and to one address.
    "take_into_use": Limit(6, 3600),
    "take_into_use_mail": Limit(3, 86_400),
    # Throw-away workspaces made from one address.
    "workspace": Limit(5, 86_400),
    "take_into_use_told": Limit(1, 86_400),
}


def allowed(kind: str, who: str) -> int:
    """Count one request; return 0, or the seconds until the caller may come again."""
    chosen: dict[str, Any] = getattr(settings, "REQUEST_LIMITS", {})
    limit = chosen.get(kind, LIMITS[kind])
    if settings.REQUEST_LIMITS_TIMES != 1:
        limit = Limit(limit.maximum * settings.REQUEST_LIMITS_TIMES, limit.seconds)
    now = int(time.time())
    until = now + limit.seconds
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [f"{kind}:{who}", until, now, now, until])
        count, until = cursor.fetchone()
        if count == 1 and secrets.randbelow(100) == 0:  # housekeeping, now and then
            cursor.execute("DELETE FROM people_requestcount WHERE until < %s", [now])
    return 0 if count <= limit.maximum else max(1, until - now)
