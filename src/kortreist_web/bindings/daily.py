"""What is asked for once a day: the deadlines of those who have bindings."""

from __future__ import annotations

from datetime import date

from kortreist_web.bindings.models import Binding
from kortreist_web.bindings.work import DEADLINES
from kortreist_web.jobs.queue import enqueue
from kortreist_web.tenants.models import Organisation

__all__ = ["ask_for_deadlines"]


def ask_for_deadlines(day: date) -> None:
    """Ask for the day's look at deadlines, once for each organisation that has bindings."""
    rows = Organisation.objects.filter(
        pk__in=Binding.objects.filter(withdrawn_on=None).values("organisation")
    )
    for organisation in rows:
        key = f"{DEADLINES}:{organisation.pk}:{day.isoformat()}"
        enqueue(DEADLINES, {}, organisation=organisation, key=key)
