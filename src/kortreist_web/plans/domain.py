"""What computed plans add to the site."""

from __future__ import annotations

from django.db.models import Exists

from kortreist_web.core.domain import OWN, Api, Domain, Pages, Part, WorkLink
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.year_steps import Answer, YearLook, YearStep
from kortreist_web.plans.api import router
from kortreist_web.plans.jobs import again, answer_plan, write_document
from kortreist_web.plans.latest import newest_plan, row_of
from kortreist_web.plans.measure_part import in_newest_plan
from kortreist_web.plans.models import Plan
from kortreist_web.plans.signposts import pilot_text
from kortreist_web.plans.warm_up import warm
from kortreist_web.tenants.models import Organisation

__all__ = ["DOMAIN"]


def _is_computed(look: YearLook[Organisation]) -> Answer:
    rows = Plan.objects.filter(organisation=look.organisation, state="ready", passing=False)
    return Exists(rows.filter(content__plan_years__0=look.year))


def _to_try(request: SignedInRequest, organisation: Organisation, measure: str) -> Part | None:
    """Return what the newest plan says of trying a measure small, for its page."""
    if not policy_of(Plan).may(request.user, "view", organisation):
        return None
    plan = newest_plan(organisation)
    row = None if plan is None else row_of(plan, measure)
    text = "" if row is None else pilot_text(row)
    return Part("plans/pilot_part.html", {"text": text, "plan": plan}) if text else None


DOMAIN = Domain(
    work_links=(WorkLink("plans:list", "core.nav.plan", Plan, "view", "plan", 30),),
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
            by="proposal",
        ),
    ),
    pages=(Pages("kortreist_web.plans.urls"),),
    apis=(Api("plans", router),),
    jobs={"plans.answer": answer_plan, "plans.again": again, "plans.document": write_document},
    warm_up=warm,
    measure_parts=(in_newest_plan, _to_try),
    tenant_data={
        "plans.Plan": OWN,
        "plans.LocalAnswer": OWN,
        "plans.PlanDocument": ("plan__organisation_id",),
    },
    named_models=("plans.Plan",),
)
