"""Try again where the work was cancelled or failed."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.people.models import User
from kortreist_web.plans.actions.ask import queue_answer
from kortreist_web.plans.models import Plan
from kortreist_web.tenants.models import Organisation

__all__ = ["retry"]


@action("change", Plan)
def retry(who: User, organisation: Organisation, plan: Plan) -> Plan:
    """Queue a plan's question again, unless it is answered or being worked on."""
    if plan.state != Plan.State.COMPUTING or (plan.job is not None and not plan.job.ended):
        return plan
    return queue_answer(who, plan)
