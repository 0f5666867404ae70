"""Say what somebody works as; it changes nothing of what she may do."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.people.job_titles import check_job
from kortreist_web.people.models import Actor, Membership
from kortreist_web.tenants.models import Organisation

__all__ = ["set_job"]


@action("change", Membership)
def set_job(
    who: Actor,
    organisation: Organisation,
    membership: Membership,
    *,
    job: str = "",
    job_title: str = "",
    version: int | None = None,
    why: str = "",
) -> Membership:
    """Say the job of somebody who has a role, and what it is called here.

    Raises
    ------
    RefusedError
        There is no such job.
    ConflictError
    """
    check_job(job)
    membership.job, membership.job_title = job, job_title.strip()
    membership.save_as_read(version)
    return membership
