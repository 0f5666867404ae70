"""How a budget's cost to the municipality divides into investment and running cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kortreist_web.budgets.money_totals import estimate, kroner
from kortreist_web.budgets.provenance import OWN_COST

__all__ = ["cost_kinds", "invested_in"]


def invested_in(
    plan: Mapping[str, Any], years: Sequence[int], growth: float | None, own: Mapping[str, str]
) -> dict[str, int]:
    """Return measure → what the municipality invests in it over the years, NOK.

    Parameters
    ----------
    plan : mapping
        ``plan.json``; one made before cost was divided gives nothing.
    years : sequence of int
        The budget's.
    growth : float or None
        Share by which the plan's amounts are raised to the budget year's prices.
    own : mapping of str to str
        The engine's id of the municipality's own measures → what the database calls them.
    """
    factor = 1.0 + (growth or 0.0)
    return {
        own.get(m["id"], m["id"]): sum(
            estimate(kept[str(y)]["investment"] * factor) for y in years if str(y) in kept
        )
        for m in plan["measures"]
        if (kept := (m.get("money") or {}).get("municipality"))
    }


def cost_kinds(
    invested: Mapping[str, int], lines: Iterable[Mapping[str, Any]], years: Sequence[int]
) -> dict[str, int]:
    """Return NOK over the years: ``investment``, ``running``, and what nobody has divided.

    The municipality's own figure of a line is not divided. The three add up to what is known
    of the lines' cost. Empty where nothing is divided.

    Parameters
    ----------
    invested : mapping of str to int
        See :func:`invested_in`.
    lines : iterable of mapping
        Lines of a budget's content.
    years : sequence of int
        The budget's.

    Examples
    --------
    >>> line = {"measure": "a", "cost": {"municipality": {"2027": 100_000}}, "origins": {}}
    >>> cost_kinds({"a": 40_000}, [line], [2027])
    {'investment': 40000, 'running': 60000, 'undivided': 0}
    """
    if not invested:
        return {}
    out = {"investment": 0, "running": 0, "undivided": 0}
    for line in lines:
        known = line["cost"].get("municipality", {})
        whole = sum(kroner(known[str(y)]) for y in years if str(y) in known)
        mine = invested.get(line["measure"])
        if mine is None or str(line["origins"].get("cost", "")).startswith(OWN_COST):
            out["undivided"] += whole
        else:
            out["investment"] += mine
            out["running"] += whole - mine
    return out
