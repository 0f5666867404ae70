"""Where a budget's own figures come from, beside those the plan brought with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.tenants.models import Organisation

__all__ = ["ECONOMIC", "OWN_COST", "own_origins"]

#: Origin of amounts a municipality has given itself; the measure follows.
OWN_COST = "own/cost/"
#: Origin of amounts of the municipality's action and economic plan.
ECONOMIC = "own/economic_plan"
_GROWTH = "own/price_growth"


def own_origins(
    organisation: Organisation, frame: Mapping[str, Any], lines: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return origins of what the municipality itself has given, in its own language."""
    from kortreist_web.core.texts import web

    say = web(organisation.language)
    base = {"kind": "fact", "source": organisation.name, "mark": "judgement"}
    out: list[dict[str, Any]] = []
    for line in lines:
        if line["origins"].get("cost", "").startswith(OWN_COST):
            name = line["name"].get(organisation.language) or line["measure"]
            title = say("budgets.origin.own_cost", name=name)
            out.append({"id": line["origins"]["cost"], "title": title, **base})
    if any(line["economic"] for line in lines):
        title = say("budgets.origin.economic_plan")
        out.append({"id": ECONOMIC, "title": title, **base, "mark": "verified"})
    prices = frame.get("prices") or {}
    if prices.get("growth") is not None:
        title = say(
            "budgets.origin.price_growth",
            years=", ".join(str(y) for y in prices["years"]),
            year=prices["budget_year"],
        )
        out.append({"id": _GROWTH, "title": title, **base})
    return out
