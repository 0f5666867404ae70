"""Have a plan's documents written in another language."""

from __future__ import annotations

from kortreist.i18n import LANGUAGES
from kortreist_web.core.action import action
from kortreist_web.jobs.models import Job
from kortreist_web.jobs.queue import enqueue
from kortreist_web.people.models import User
from kortreist_web.plans.models import Plan
from kortreist_web.tenants.models import Organisation

__all__ = ["being_written", "write_document"]


@action("change", Plan)
def write_document(who: User, organisation: Organisation, plan: Plan, *, language: str) -> Job:
    """Queue the work."""
    if language not in LANGUAGES or plan.state != Plan.State.READY:
        raise ValueError(language)
    params = {"plan": plan.pk, "language": language}
    return enqueue("plans.document", params, organisation=organisation, user=who)


def being_written(plan: Plan) -> dict[str, Job]:
    """Return language → the last job that writes or wrote it."""
    rows = Job.objects.filter(organisation=plan.organisation_id, kind="plans.document")
    return {j.params["language"]: j for j in rows.filter(params__plan=plan.pk).order_by("id")}
