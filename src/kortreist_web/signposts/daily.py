"""What is asked for once a day: a look at the signs of those who watch any."""

from __future__ import annotations

from datetime import date

from kortreist_web.jobs.queue import enqueue
from kortreist_web.signposts.models import Signpost
from kortreist_web.signposts.work import FOLLOW
from kortreist_web.tenants.models import Organisation

__all__ = ["ask_to_follow"]


def ask_to_follow(day: date) -> None:
    """Ask for the day's look, once for each organisation that watches something."""
    watching = Signpost.objects.filter(settled_on=None).values("organisation")
    for organisation in Organisation.objects.filter(pk__in=watching):
        key = f"{FOLLOW}:{organisation.pk}:{day.isoformat()}"
        enqueue(FOLLOW, {}, organisation=organisation, key=key)
