"""The newest answered plan, and what it says a measure costs."""

from __future__ import annotations

from kortreist_web.core.clock import day_of
from kortreist_web.measures.here import PriceHere
from kortreist_web.plans.county import is_sum
from kortreist_web.plans.models import Plan
from kortreist_web.plans.money import price_of
from kortreist_web.tenants.models import Organisation

__all__ = ["newest_plan", "price_in_newest"]


def newest_plan(organisation: Organisation) -> Plan | None:
    """Return the newest plan that has its answer; tries do not count."""
    rows = Plan.objects.filter(organisation=organisation, passing=False, state=Plan.State.READY)
    return rows.order_by("-id").first()


def price_in_newest(organisation: Organisation, measure: str) -> PriceHere | None:
    """Return a measure's prices in the newest plan; None where it is not priced there.

    Parameters
    ----------
    measure : str
        The engine's id.
    """
    plan = newest_plan(organisation)
    if plan is None or plan.content is None or is_sum(plan.content):
        return None
    content = plan.content
    rows = [*content["measures"], *content["not_chosen"], *content["state_must"]]
    row = next((r for r in rows if r["id"] == measure and "price_mark" in r), None)
    if row is None:
        return None
    price, ends = price_of(content, row), row["nok_per_tonne_society_range"]
    return PriceHere(
        plan=plan.pk,
        name=plan.name,
        made_on=day_of(plan.created_at),
        year=(content.get("prices") or {}).get("year"),
        municipality=price.municipality,
        society=price.society,
        society_range=tuple(ends) if ends else None,
        reason=price.reason,
        start_year=row.get("start_year"),
        decider=row.get("decider") or "",
    )
