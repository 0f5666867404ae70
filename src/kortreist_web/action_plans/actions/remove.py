"""Throw a plan away that is not taken in."""

from __future__ import annotations

from kortreist_web.action_plans.models import ActionPlan
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["remove_plan"]


@action("change", ActionPlan)
def remove_plan(who: Actor, organisation: Organisation, plan: ActionPlan) -> None:
    """Remove a file that is not taken in, with its rows.

    Raises
    ------
    RefusedError
        It is taken in: then it is where choices come from; or a later version stands on it.
    """
    plan = ActionPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.state == ActionPlan.State.TAKEN or ActionPlan.objects.filter(replaces=plan).exists():
        raise RefusedError("action_plans.refused.taken")
    for row in plan.rows.all():
        row.delete()
    plan.delete()
