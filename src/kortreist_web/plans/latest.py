"""The newest answered plan, and what it says a measure costs."""

from __future__ import annotations

from typing import Any

from kortreist_web.core.clock import day_of
from kortreist_web.measures.here import PriceHere
from kortreist_web.plans.county import is_sum
from kortreist_web.plans.models import Plan
from kortreist_web.plans.money import price_of
from kortreist_web.tenants.models import Organisation

__all__ = ["newest_plan", "price_in_newest", "row_of"]


def newest_plan(organisation: Organisation) -> Plan | None:
    """Return the newest plan that has its answer; tries do not count."""
    rows = Plan.objects.filter(organisation=organisation, passing=False, state=Plan.State.READY)
    return rows.order_by("-id").first()


def row_of(plan: Plan, measure: str) -> dict[str, Any] | None:
    """Return what a plan's answer says of a measure; None where it says nothing of it."""
    content = plan.content
    if content is None or is_sum(content):
        return None
    rows = [*content["measures"], *content["not_chosen"], *content["state_must"]]
    return next((r for r in rows if r["id"] == measure), None)


def price_in_newest(organisation: Organisation, measure: str) -> PriceHere | None:
    """Return a measure's prices in the newest plan; None where it is not priced there.

    Parameters
    ----------
    measure : str
        The engine's id.
    """
    plan = newest_plan(organisation)
    row = None if plan is None else row_of(plan, measure)
    if plan is None or plan.content is None or row is None or "price_mark" not in row:
        return None
    content = plan.content
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
