"""What adopted plans add to the site."""

from __future__ import annotations

from kortreist_web.action_plans.api import router
from kortreist_web.action_plans.costs import said_costs
from kortreist_web.action_plans.models import ActionPlan, ActionRow
from kortreist_web.core.domain import OWN, Api, Domain, Pages, Part, WorkLink
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.tenants.models import Organisation

__all__ = ["DOMAIN"]


def _of_measure(request: SignedInRequest, organisation: Organisation, measure: str) -> Part | None:
    """Return the rows of adopted plans that a measure is."""
    rows = ActionRow.objects.filter(
        organisation=organisation,
        measure__in=(measure, f"own.{measure}"),
        plan__state=ActionPlan.State.TAKEN,
    )
    found = list(rows.select_related("plan").defer("plan__content").order_by("-plan", "row"))
    if not found:
        return None
    return Part("action_plans/of_measure.html", {"rows": [(r, said_costs(r)) for r in found]})


DOMAIN = Domain(
    work_links=(WorkLink("action_plans:list", "action_plans.nav", ActionPlan, "view", "plan", 22),),
    pages=(Pages("kortreist_web.action_plans.urls"),),
    apis=(Api("action plans", router),),
    measure_parts=(_of_measure,),
    tenant_data={"action_plans.ActionPlan": OWN, "action_plans.ActionRow": OWN},
    named_models=("action_plans.ActionPlan", "action_plans.ActionRow"),
)
