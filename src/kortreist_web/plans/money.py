"""What a plan costs, and a measure of it a tonne: read from the answer for the plan's pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kortreist.documents.format.digits import rounded_price
from kortreist_web.core.texts import engine, text, web

if TYPE_CHECKING:
    from kortreist.plans.limits import OverLimit

__all__ = [
    "BEARERS",
    "Price",
    "cost_unknown",
    "costs_by_bearer",
    "over_limit",
    "paid",
    "price_of",
]

BEARERS = ("municipality", "company", "residents", "business", "county", "state")


@dataclass(frozen=True, slots=True)
class Price:
    """NOK per tonne for municipality and society, or the reason there is none.

    ``with_staff`` is society's with the municipality's own staff: what the limit is held to.
    """

    municipality: float | None
    society: float | None
    reason: str
    with_staff: float | None = None


def price_of(content: Mapping[str, Any], row: Mapping[str, Any]) -> Price:
    """Return a measure's two prices, or the reason there is none.

    Parameters
    ----------
    content : mapping
        ``plan.json``.
    row : mapping
        A measure of it.
    """
    if "price_mark" not in row:  # made before measures were priced by unit
        return Price(None, None, text("plans.price.older"))
    mark = row["price_mark"]
    # Plans made before a saving said its year have it in the plan's last.
    year = row.get("saves_year") or content["plan_years"][-1]
    if mark == "saves":
        who = _savers(row["saves"])
        reason = text("plans.price.saves", who=who, year=year) if who else ""
    elif mark != "ranked":
        reason = text(f"plans.price.{mark}")
    else:
        saves = row["nok_per_tonne_society"] is None
        reason = text("plans.price.society_saves") if saves else ""
    if row.get("saves_apart"):
        who = _savers(row["saves_apart"])
        apart = engine()("documents.price.saves_apart", year=year, who=who)
        # Two sentences: the first must end before the second begins.
        reason = f"{reason.rstrip('.')}. {apart}" if reason else apart
    society = row["nok_per_tonne_society"]
    # In older plans society's price has own staff in it.
    with_staff = row.get("nok_per_tonne_society_with_staff", society)
    return Price(_rounded(row["nok_per_tonne"]), _rounded(society), reason, _rounded(with_staff))


def _savers(saved: Mapping[str, float]) -> str:
    return ", ".join(
        text(
            "plans.price.saver",
            bearer=engine()(f"documents.bearer.{bearer}"),
            nok=web().number(round(nok, -3)),
        )
        for bearer, nok in sorted(saved.items(), key=lambda pair: -pair[1])
    )


def _rounded(nok: float | None) -> float | None:

    return None if nok is None else rounded_price(nok)


def paid(content: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return bearer → net, low and high in million NOK; empty of older plans."""
    return {
        bearer: {
            "net": web().number((nok["investment"] + nok["running"]) / 1e6, 1),
            "low": web().number(nok["low"] / 1e6, 1),
            "high": web().number(nok["high"] / 1e6, 1),
        }
        for bearer, nok in content.get("paid", {}).items()
    }


def over_limit(content: Mapping[str, Any]) -> tuple[OverLimit, ...]:
    """Return the plan years that cost the municipality more than one year's limit of money."""
    spent = {
        int(year): sum(
            row["cost"].get("municipality", {}).get(str(year), 0.0) for row in content["measures"]
        )
        for year in content["plan_years"]
    }
    # The site starts without the engine.
    from kortreist.plans.limits import years_over

    return years_over(spent, float(content["limits"]["money_nok_per_year"]))


def cost_unknown(content: Mapping[str, Any]) -> int:
    """Return how many of the plan's measures cost the municipality nobody knows what.

    Of those whose cost is added up, as in the plan's own document: what is offered without a
    known effect is in no sum, and its cost is not the plan's.
    """
    return sum("municipality" in r["cost_missing"] for r in content["measures"])


def costs_by_bearer(content: Mapping[str, Any]) -> tuple[dict[str, float], set[str]]:
    """Return NOK by bearer over the plan's years, and the bearers with an unknown cost."""
    years = [str(y) for y in content["plan_years"]]
    costs: dict[str, float] = {}
    missing: set[str] = set()
    for row in content["measures"]:
        for bearer, amounts in row["cost"].items():
            costs[bearer] = costs.get(bearer, 0.0) + sum(amounts.get(y, 0.0) for y in years)
        missing.update(row["cost_missing"])
    return costs, missing
