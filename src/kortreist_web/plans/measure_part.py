"""What the newest plan says a measure gives beside the others in it, for the measure's page."""

from __future__ import annotations

from kortreist_web.core.domain import Part
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text, web
from kortreist_web.plans.latest import newest_plan, row_of
from kortreist_web.plans.models import Plan
from kortreist_web.tenants.models import Organisation

__all__ = ["in_newest_plan"]


def in_newest_plan(
    request: SignedInRequest, organisation: Organisation, measure: str
) -> Part | None:
    """Return what the measure cuts in the newest plan; None where it is not in it."""
    if not policy_of(Plan).may(request.user, "view", organisation):
        return None
    plan = newest_plan(organisation)
    row = None if plan is None else row_of(plan, measure)
    if plan is None or plan.content is None or row is None or not row.get("effect"):
        return None
    year = plan.content["plan_years"][-1]
    band = row["effect"].get(str(year))
    if band is None:
        return None
    t = web()
    low, high = t.interval(band["low"], band["high"])
    said = text(
        "plans.measure_part.cuts",
        n=t.within(band["central"], band["low"], band["high"]),
        low=low,
        high=high,
        year=year,
        start=row["start_year"],
    )
    return Part("plans/measure_part.html", {"text": said, "plan": plan})
