"""What a tonne of each line costs, and its money apart as investment and running cost.

Taken from the plan when a budget is made of it, and shown only while the line is the plan's:
a line that was moved, or whose cost is the municipality's own, has no price of the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kortreist_web.budgets.money_totals import estimate
from kortreist_web.budgets.provenance import OWN_COST

__all__ = ["Priced", "line_price", "line_prices", "priced"]

_KEPT = (
    "nok_per_tonne",
    "nok_per_tonne_society",
    "nok_per_tonne_society_range",
    "nok_per_tonne_society_with_staff",
    "price_mark",
    "saves",
    "saves_year",
)


@dataclass(frozen=True, slots=True)
class Priced:
    """A line with its price and the municipality's money over the plan's years, NOK."""

    line: Mapping[str, Any]
    price: Mapping[str, Any]

    @property
    def saved(self) -> list[tuple[str, int]]:
        """Return who saves how much in its year, most first; whole thousands of kroner."""
        savings = sorted(self.price["saves"].items(), key=lambda pair: -pair[1])
        return [(who, round(nok, -3)) for who, nok in savings]


def line_prices(
    content: Mapping[str, Any], years: Sequence[int], growth: float | None, own: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """Return measure → price and money, of a plan's content; empty for a plan without prices.

    Parameters
    ----------
    content : mapping
        ``plan.json``.
    years : sequence of int
        The budget's years: what the money is summed over.
    growth : float or None
        Share by which prices rise to the budget's; of the money only, prices per tonne stay
        in the plan's price year.
    own : mapping of str to str
        The engine's id of the municipality's own measures → what the database calls them.
    """
    factor, out = 1.0 + (growth or 0.0), {}
    for m in content["measures"]:
        if "price_mark" not in m:
            continue
        price = {k: m.get(k) for k in _KEPT}
        by_year = m.get("money", {}).get("municipality", {})
        rows = [by_year[str(y)] for y in years if str(y) in by_year]
        if rows and "municipality" not in m["cost_missing"]:
            price["money"] = _rounded_sums(rows, factor)
        if apart := m.get("not_counted"):
            price["not_counted"] = {
                bearer: {str(y): estimate(saved[str(y)] * factor) for y in years if str(y) in saved}
                for bearer, saved in apart.items()
            }
        out[own.get(m["id"], m["id"])] = price
    return out


def _rounded_sums(rows: Sequence[Mapping[str, float]], factor: float) -> dict[str, int]:
    """Return the years' investment and running cost, which add up to the line's rounded cost."""
    whole = sum(estimate((row["investment"] + row["running"]) * factor) for row in rows)
    investment = sum(estimate(row["investment"] * factor) for row in rows)
    ends = {k: sum(estimate(row[k] * factor) for row in rows) for k in ("low", "high")}
    return {"investment": investment, "running": whole - investment, **ends}


def line_price(content: Mapping[str, Any], line: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the price of a budget's line; None where it has none, or another's.

    Parameters
    ----------
    content : mapping
        A budget's; one from before prices were kept has none.
    line : mapping
    """
    prices: Mapping[str, Any] = (content.get("prices") or {}).get("lines") or {}
    same = (content.get("computed_with") or {}).get(line["measure"]) == line["start_year"]
    own = str(line["origins"].get("cost", "")).startswith(OWN_COST)
    return prices.get(line["measure"]) if same and not own else None


def priced(content: Mapping[str, Any]) -> list[Priced]:
    """Return the lines that have a price, in their order."""
    pairs = ((line, line_price(content, line)) for line in content["lines"])
    return [Priced(line, price) for line, price in pairs if price is not None]
