"""What a measure costs the municipality this year against what the economic plan has set aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.tenants.models import Organisation

__all__ = ["money_of", "now_set_aside"]


def now_set_aside(organisation: Organisation, plan_year: int, year: int) -> dict[str, float]:
    """Return measure → NOK set aside in a year by the economic plan's lines as they are now."""
    from kortreist_web.budgets.models import EconomicPlanLine

    rows = EconomicPlanLine.objects.filter(
        organisation=organisation, year=plan_year, line__isnull=False
    ).values_list("line__measure", "amounts")
    by_measure: dict[str, float] = {}
    for measure, amounts in rows:
        if (amount := (amounts or {}).get(str(year))) is not None:
            by_measure[measure] = by_measure.get(measure, 0.0) + float(amount)
    return by_measure


def money_of(
    line: Mapping[str, Any], year: int, now: Mapping[str, float]
) -> dict[str, float | None] | None:
    """Return the money of a line, NOK; None when the economic plan says nothing of it.

    ``planned``: the municipality's cost in the climate budget; null where it is unknown.
    ``planned_low``, ``planned_high``: the lowest and highest it was estimated to; null where
    the figure is the municipality's own, or the budget is from before costs had a range.
    ``set_aside``: the economic plan's lines when the budget was adopted. ``now``: the same
    lines today. ``difference``: what is set aside now less what was planned.
    """
    economic = line.get("economic") or []
    amounts = [x["amounts"].get(str(year)) for x in economic if x.get("amounts")]
    kroner = [float(a) for a in amounts if a is not None]
    set_aside = sum(kroner) if kroner else None
    today = now.get(line["measure"], set_aside)
    if set_aside is None and today is None:
        return None
    costs = (line.get("cost") or {}).get("municipality") or {}
    planned = costs.get(str(year))
    if "municipality" in (line.get("cost_missing") or ()):
        planned = None
    kept = ((line.get("cost_range") or {}).get("municipality") or {}).get(str(year)) or {}
    ends = {} if planned is None else kept
    return {
        "planned": None if planned is None else float(planned),
        "planned_low": ends.get("low"),
        "planned_high": ends.get("high"),
        "set_aside": set_aside,
        "now": today,
        "difference": None if planned is None or today is None else today - float(planned),
    }
