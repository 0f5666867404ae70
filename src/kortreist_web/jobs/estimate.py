"""How long work of a kind usually takes, from what was done before."""

from __future__ import annotations

import statistics

from django.db.models import QuerySet

from kortreist_web.core.texts import text, web
from kortreist_web.jobs.models import Job

__all__ = ["usual_said", "usual_seconds"]

#: The newest so many are looked at; of fewer than this nothing is said.
_NEWEST, _LEAST = 15, 2


def usual_seconds(jobs: QuerySet[Job]) -> float | None:
    """Return the median of the newest that are done; None where there are too few."""
    done = jobs.filter(state=Job.State.DONE, started_at__isnull=False, finished_at__isnull=False)
    times = done.order_by("-id").values_list("started_at", "finished_at")[:_NEWEST]
    seconds = [(b - a).total_seconds() for a, b in times if a and b]
    return statistics.median(seconds) if len(seconds) >= _LEAST else None


def usual_said(jobs: QuerySet[Job]) -> str:
    """Return how long it usually takes in words; "" where nobody knows."""
    seconds = usual_seconds(jobs)
    if seconds is None:
        return ""
    if seconds < 90.0:
        return text("jobs.usual_seconds", n=web().number(max(round(seconds), 1)))
    return text("jobs.usual_minutes", n=web().number(round(seconds / 60.0)))
