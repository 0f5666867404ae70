"""What hearings show on other domains' pages."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from kortreist_web.core.domain import Part
from kortreist_web.hearings.models import Hearing
from kortreist_web.hearings.queries import title_of
from kortreist_web.participation.models import Process
from kortreist_web.tenants.models import Organisation

__all__ = ["hearings_of"]


def hearings_of(
    request: HttpRequest, organisation: Organisation, process: Process, member: bool
) -> Part | None:
    """Return the hearings of a process; those that have not opened to members alone."""
    rows = Hearing.objects.filter(process=process).select_related("heard", "process")
    rows = rows.defer("heard__content").annotate(received=Count("submissions"))
    if not member:
        rows = rows.exclude(state=Hearing.State.DRAFT)
    made = [_shown(organisation, row, member) for row in rows]
    return Part("hearings/part.html", {"hearings": made}) if made else None


def _shown(organisation: Organisation, row: Any, member: bool) -> dict[str, Any]:
    keys = {"code": organisation.code, "pk": row.pk}
    is_open = row.state == Hearing.State.OPEN and timezone.localdate() <= row.last_day
    return {
        "title": title_of(row.heard),
        "url": reverse("hearings:hold" if member else "hearings:hearing", kwargs=keys),
        "submit_url": reverse("hearings:submit", kwargs=keys),
        "open": is_open and not member,
        "state": row.state,
        "opens_on": row.opens_on,
        "last_day": row.last_day,
        "received": row.received,
    }
