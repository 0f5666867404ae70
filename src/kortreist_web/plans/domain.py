"""What computed plans add to the site."""

from __future__ import annotations

from kortreist_web.core.domain import OWN, Api, Domain, Pages, WorkLink, YearStep
from kortreist_web.plans.api import router
from kortreist_web.plans.jobs import again, answer_plan, write_document
from kortreist_web.plans.models import Plan
from kortreist_web.plans.warm_up import warm
from kortreist_web.tenants.models import Organisation

__all__ = ["DOMAIN"]


def _is_computed(organisation: Organisation, year: int, reported: tuple[int, int]) -> bool:
    rows = Plan.objects.filter(organisation=organisation, state="ready", passing=False)
    return bool(rows.filter(content__plan_years__0=year).exists())


DOMAIN = Domain(
    work_links=(WorkLink("plans:list", "core.nav.plan", Plan, "view", 30),),
    steps=(
        YearStep(
            "plan",
            "tenants.step.plan",
            "budget",
            "plans:list",
            (Plan, "change"),
            (Plan, "view"),
            _is_computed,
            30,
        ),
    ),
    pages=(Pages("kortreist_web.plans.urls"),),
    apis=(Api("plans", router),),
    jobs={"plans.answer": answer_plan, "plans.again": again, "plans.document": write_document},
    warm_up=warm,
    tenant_data={
        "plans.Plan": OWN,
        "plans.LocalAnswer": OWN,
        "plans.PlanDocument": ("plan__organisation_id",),
    },
    named_models=("plans.Plan",),
)
