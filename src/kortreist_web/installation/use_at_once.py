"""Official figures the installation holds already are a municipality's from its first day."""

from __future__ import annotations

from typing import Any

from kortreist_web.accounts.queries import latest_account, newest_vintage
from kortreist_web.jobs.kinds import Progress, Write
from kortreist_web.jobs.models import Job
from kortreist_web.jobs.queue import SHORT, enqueue
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["COMPUTE", "compute_first", "use_figures"]

COMPUTE = "installation.first_account"


def use_figures(organisation: Organisation, user: User) -> Job | None:
    """Have the account computed where the figures are here and no account is; None: nothing to do.

    Without figures her first step is to upload them.
    """
    if latest_account(organisation) is not None or newest_vintage(organisation) is None:
        return None
    params = {"organisation": organisation.pk}
    key = f"{COMPUTE}.{organisation.pk}"
    return enqueue(COMPUTE, params, organisation=organisation, user=user, key=key, queue=SHORT)


def compute_first(job: Job, progress: Progress) -> Write:
    """Compute the account of a municipality that was just taken into use."""
    from kortreist_web.accounts.computation import compute_account

    organisation = Organisation.objects.get(pk=job.params["organisation"])

    def write() -> dict[str, Any]:
        return {"account": compute_account(organisation).pk}

    return write
