"""Official figures the installation holds already are a municipality's from its first day.

Its account is computed in the background: asked for when it is taken into use, and each day of
those that have none, so that no page waits for work nobody has asked for.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from kortreist_web.accounts.models import AccountResult
from kortreist_web.accounts.queries import latest_account, newest_vintage
from kortreist_web.jobs.kinds import Progress, Write
from kortreist_web.jobs.models import Job
from kortreist_web.jobs.queue import SHORT, enqueue
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["COMPUTE", "ask_for_missing", "compute_first", "is_on_its_way", "use_figures"]

COMPUTE = "accounts.first"
_GOES_ON = (Job.State.WAITING, Job.State.RUNNING)


def is_on_its_way(organisation: Organisation) -> bool:
    """Tell whether an account is being computed, or waits for a worker."""
    kinds = (COMPUTE, "accounts.take_in")
    rows = Job.objects.filter(organisation=organisation, kind__in=kinds, state__in=_GOES_ON)
    return rows.exists()


def use_figures(
    organisation: Organisation, user: User | None, day: date | None = None
) -> Job | None:
    """Have the account computed where the figures are here and no account is; None: nothing to do.

    Without figures her first step is to upload them. ``day``: once more, once that day.
    """
    if latest_account(organisation) is not None or newest_vintage(organisation) is None:
        return None
    if is_on_its_way(organisation):
        return None
    params = {"organisation": organisation.pk}
    key = f"{COMPUTE}.{organisation.pk}" + (f":{day}" if day else "")
    return enqueue(COMPUTE, params, organisation=organisation, user=user, key=key, queue=SHORT)


def ask_for_missing(day: date) -> None:
    """Ask for the accounts of those in use that have none, once a day."""
    has = AccountResult.objects.filter(vintage__withdrawn_at=None).values("place")
    lasts = Q(valid_to=None) | Q(valid_to__gte=day)
    for organisation in Organisation.objects.filter(lasts).exclude(code__in=has):
        use_figures(organisation, None, day)


def compute_first(job: Job, progress: Progress) -> Write:
    """Compute the account of a municipality that has none."""
    from kortreist_web.accounts.computation import compute_account

    organisation = Organisation.objects.get(pk=job.params["organisation"])

    def write() -> dict[str, Any]:
        return {"account": compute_account(organisation).pk}

    return write
