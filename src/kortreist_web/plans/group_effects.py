"""What a measure in a group gives and costs, in the words that differ from the next one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.core.texts import text, web
from kortreist_web.plans.room import room_in_millions

__all__ = ["facts", "few_tonnes", "gives", "weighs"]

#: Why a measure has no price a tonne.
_NO_PRICE = ("saves", "not_ranked", "too_small", "unknown")
#: NOK that are nothing in the unit of a sentence.
_SMALL = 5_000.0


def gives(
    content: dict[str, Any], row: dict[str, Any], price: tuple[float | None, float | None, str]
) -> str:
    """Return tonnes and kroner.

    Parameters
    ----------
    content : dict
        ``plan.json``.
    row : dict
        A measure of it.
    price : (float or None, float or None, str)
        NOK per tonne for municipality and society, and why there is none.
    """
    goal, last = content["room_for_manoeuvre"]["goal"]["year"], content["plan_years"][-1]
    parts = []
    effect = (row.get("effect") or {}).get(str(goal))
    if effect is not None:
        parts.append(text("plans.gives.cuts", n=_tonnes(effect["central"]), year=goal))
    elif row.get("would_cut") is not None:
        parts.append(text("plans.gives.would_cut", n=_tonnes(row["would_cut"]), year=last))
    municipality, society, reason = price
    if municipality is not None:
        parts.append(text("plans.gives.municipality", n=web().number(municipality)))
    if society is not None:
        parts.append(text("plans.gives.society", n=web().number(society)))
    if reason:
        parts.append(reason.rstrip(".") + ".")
    return " ".join(parts)


def facts(
    content: dict[str, Any], row: dict[str, Any], nok_per_tonne: float | None
) -> tuple[str, ...]:
    """Return tonnes, kroner and year of a row, each in few words; what is unknown is left out.

    Parameters
    ----------
    content : dict
        ``plan.json``.
    row : dict
        A measure of it.
    nok_per_tonne : float or None
        For the municipality.
    """
    goal, last = content["room_for_manoeuvre"]["goal"]["year"], content["plan_years"][-1]
    parts = []
    effect = (row.get("effect") or {}).get(str(goal))
    if effect is not None:
        parts.append(text("plans.row.cuts", n=_tonnes(effect["central"]), year=goal))
    elif row.get("would_cut") is not None:
        parts.append(text("plans.row.would_cut", n=_tonnes(row["would_cut"]), year=last))
    if nok_per_tonne is not None:
        parts.append(text("plans.row.nok", n=web().number(nok_per_tonne)))
    elif row.get("price_mark") in _NO_PRICE:
        parts.append(text(f"plans.row.{row['price_mark']}"))
    if row.get("start_year"):
        parts.append(text("plans.row.start", year=row["start_year"]))
    elif row.get("decide_by") and row.get("decide_late"):
        # A year that is past is no deadline to keep.
        parts.append(text("plans.row.soon"))
    elif row.get("decide_by"):
        parts.append(text("plans.row.deadline", year=row["decide_by"]))
    return tuple(parts)


def few_tonnes(content: Mapping[str, Any]) -> float:
    """Return t CO2e that are few in the place: a share of its newest account.

    The share is the one below which a measure is too small to plan, here without the ceiling
    that keeps a large place's small measures in the plan: they stay, but are not urgent.
    """
    from kortreist.facts import load

    store, between = load(), content.get("stair_from") or {}
    share = store.figure("planning/smallest_effect_share").value * between.get("today", 0.0)
    return max(share, store.figure("planning/smallest_effect_most").value)


def weighs(content: dict[str, Any], row: dict[str, Any]) -> str:
    """Return how often a measure is best early, what being wrong loses, and what binding costs."""
    parts = []
    if row.get("early_share") is not None:
        parts.append(text("plans.gives.early", share=web().chance(row["early_share"])))
    regret = row.get("regret") or {}
    if row.get("group") != "adopted" and regret.get("start_wrong") is not None:
        start = regret["start_wrong"] * regret["start_chance"]
        wait = regret["wait_wrong"] * regret["wait_chance"]
        parts.append(text("plans.gives.loses", start=_thousand(start), wait=_thousand(wait)))
    binding = (row.get("when_bound") or {}).get("price_of_binding")
    if binding and binding["clear"] and binding["central"] >= _SMALL:
        year = content["room_for_manoeuvre"]["learning_year"]
        nok = room_in_millions(binding["central"])
        parts.append(text("plans.gives.binding", n=nok, year=year))
    return " ".join(parts)


def _thousand(nok: float) -> str:
    return web().number(round(nok / 1000.0))


def _tonnes(value: float) -> str:
    return f"< {web().number(1)}" if 0.0 < value < 0.5 else web().number(round(value))
