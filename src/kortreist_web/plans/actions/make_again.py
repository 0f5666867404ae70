"""Make a plan again, to show that its figures can be made again."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.jobs.models import Job
from kortreist_web.jobs.queue import enqueue
from kortreist_web.people.models import User
from kortreist_web.plans.models import Plan
from kortreist_web.tenants.models import Organisation

__all__ = ["last_made_again", "make_again"]


@action("change", Plan)
def make_again(who: User, organisation: Organisation, plan: Plan) -> Job:
    """Queue the work; its result says whether the answer is the same."""
    if plan.state != Plan.State.READY:
        raise ValueError("only an answered plan can be made again")
    return enqueue("plans.again", {"plan": plan.pk}, organisation=organisation, user=who)


def last_made_again(plan: Plan) -> Job | None:
    """Return the last time the plan was made again, or is being."""
    rows = Job.objects.filter(organisation=plan.organisation_id, kind="plans.again")
    job: Job | None = rows.filter(params__plan=plan.pk).order_by("-id").first()
    return job
