"""Hearings close by themselves when their last day has ended in Norway."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from kortreist_web.core.actor_context import acting
from kortreist_web.core.events import emit
from kortreist_web.hearings.models import Hearing

__all__ = ["close_ended", "has_ended", "set_closed"]


def has_ended(last_day: date, at: datetime) -> bool:
    """Tell whether a last day has ended at a moment: whole days, in Norwegian time.

    Examples
    --------
    >>> from datetime import UTC
    >>> has_ended(date(2027, 3, 28), datetime(2027, 3, 28, 21, 59, tzinfo=UTC))
    False
    >>> has_ended(date(2027, 3, 28), datetime(2027, 3, 28, 22, 0, tzinfo=UTC))
    True
    """
    return timezone.localdate(at) > last_day


def set_closed(hearing: Hearing) -> None:
    """Close a hearing; whoever calls has seen that its last day has ended."""
    hearing.state = Hearing.State.CLOSED
    hearing.save()
    emit("hearing.closed", hearing)


def close_ended(day: date) -> None:
    """Close the open hearings whose last day is before a day; the same asked twice."""
    for key in Hearing.objects.filter(state=Hearing.State.OPEN).values_list("pk", flat=True):
        with transaction.atomic(), acting(None, "hearings.close_hearing", name="program"):
            hearing = Hearing.objects.select_for_update().get(pk=key)
            if hearing.state == Hearing.State.OPEN and hearing.last_day < day:
                set_closed(hearing)
