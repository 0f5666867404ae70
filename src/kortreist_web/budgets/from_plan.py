"""A draft's figures from a computed plan: frame, pathway, lines, and where they come from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from kortreist_web.budgets.factors import factors_of
from kortreist_web.budgets.identified import identified_in, set_aside_in
from kortreist_web.budgets.line_prices import line_prices
from kortreist_web.budgets.money_totals import estimate
from kortreist_web.budgets.uncounted import not_here
from kortreist_web.measures.catalogue import names_of
from kortreist_web.plans.kept_open import open_ids

__all__ = [
    "FIGURES",
    "cost_of",
    "cost_range_of",
    "frame_of",
    "kept_open_of",
    "price_years",
    "used_origins",
    "years_of",
]

#: What every figure of a budget resolves to.
FIGURES = ("frame", "baseline", "pathway", "effect", "cost", "probability", "reference", "futures")
_SPAN = 4
_PINNED = ("gwp", "engine_version", "futures", "seed", "created", "schema_version")


def years_of(content: Mapping[str, Any], year: int) -> list[int]:
    """Return the four years from ``year`` that the plan has figures for."""
    return [y for y in range(year, year + _SPAN) if str(y) in content["pathway"]]


def price_years(measures: Iterable[str]) -> list[int]:
    """Return the years whose prices the library's costs of these measures are in."""
    from kortreist.measures import library

    measure_ids = set(measures)
    return sorted({c.price_year for m in library() if m.id in measure_ids for c in m.costs})


def _price_years(content: Mapping[str, Any], measures: Iterable[str]) -> list[int]:
    """Return the years whose prices a plan's money is in: one, since plans say which."""
    if "prices" in content:
        return [int(content["prices"]["year"])]
    return price_years(measures)


def frame_of(
    plan: Any, year: int, price_growth: float | None, own: Mapping[str, str]
) -> dict[str, Any]:
    """Return ``Budget.frame``: all of a plan that a budget shows besides its lines.

    Parameters
    ----------
    plan : Plan
        Ready: ``content`` is the engine's ``plan.json``.
    year : int
        The budget's year; its plan is that year and the three after.
    price_growth : float or None
        Share by which prices rise from the plan's price year to the budget's; None: amounts
        are shown as the plan has them.
    own : mapping of str to str
        The engine's id of the municipality's own measures → what the database calls them.
    """
    content = plan.content
    measures = [m["id"] for m in content["measures"]]
    unquantified = [m["id"] for m in content["unquantified"]]
    pins = {k: content[k] for k in _PINNED if k in content}
    years = years_of(content, year)
    names = names_of(plan.organisation)
    aside = not_here(plan.organisation)
    held = kept_open_of(content, years, price_growth, own, names)
    return {
        "plan": {"id": plan.pk, "name": plan.name, "content_hash": plan.content_hash},
        "plan_years": years,
        "target": content["target"],
        "history": content["history"],
        "frame": content["frame"],
        "baseline": content["baseline"],
        "pathway": content["pathway"],
        "probability_under_frame": content["probability_under_frame"],
        "limits": content["limits"],
        **_stair(content),
        **_reaching(content),
        "vintage": content["vintage"],
        "pins": {**pins, "vintage": content["vintage"]["id"], **_pins(plan)},
        "prices": {
            "years": _price_years(content, [*measures, *unquantified]),
            "budget_year": year,
            "growth": price_growth,
            "lines": line_prices(content, years, price_growth, own),
            "judgement_share": content.get("prices", {}).get("judgement_share"),
        },
        "factors": factors_of(content, years, price_growth, own),
        "computed_with": {own.get(m["id"], m["id"]): m["start_year"] for m in content["measures"]},
        "unquantified": [own.get(m, m) for m in unquantified],
        # What is set aside since is not kept open: its pathway must be computed again.
        "kept_open": {m: v for m, v in held.items() if m not in aside},
        "identified": [
            *identified_in(content, own, names),
            *set_aside_in(content, own, names, aside),
        ],
        "provenance": used_origins(content["provenance"], content["target"], content["vintage"]),
    }


def kept_open_of(
    content: Mapping[str, Any],
    years: Sequence[int],
    growth: float | None,
    own: Mapping[str, str],
    names: Mapping[str, Mapping[str, str]],
    measures: Collection[str] | None = None,
) -> dict[str, dict[str, Any]]:
    """Return the measures the plan counts and keeps open: what they are in its figures.

    The plan's pathway has them at full strength, but they are not for deciding now, so a draft
    does not propose them. They may be taken in by hand, with these figures.

    Parameters
    ----------
    content : mapping
        ``plan.json``; one made before groups has none.
    years : sequence of int
        The budget's.
    growth : float or None
    own : mapping of str to str
        As for :func:`frame_of`.
    names : mapping of str to (mapping of str to str)
        The engine's id → name in three languages.
    measures : collection of str, optional
        These instead, as the database names them: those that are done, for instance.

    Returns
    -------
    dict
        Measure → start year, effect, cost, whose cost is unknown, and when to decide.
    """
    held = open_ids(content)
    asked = {own.get(id, id) for id in held} if measures is None else set(measures)
    return {
        own.get(m["id"], m["id"]): {
            "name": dict(names.get(m["id"]) or {content["language"]: m["name"]}),
            "start_year": m["start_year"],
            "effect": m["effect"],
            "cost": cost_of(m, years, growth),
            "cost_missing": list(m["cost_missing"]),
            "decide_by": m.get("decide_by"),
        }
        for m in content["measures"]
        if own.get(m["id"], m["id"]) in asked
    }


def _stair(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the stair's layers; empty for a plan made before there was a stair."""
    if not content.get("stair"):
        return {}
    layers = [
        {k: step[k] for k in ("layer", "tonnes", "in_plan") if k in step}
        for step in content["stair"]
    ]
    return {"stair": layers, "stair_from": content["stair_from"]}


def _reaching(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return which limits hold the plan back, and its chance without what it keeps open."""
    out: dict[str, Any] = {}
    if content.get("limit_gains"):
        kept = ("limit", "tonnes", "binds")
        out["limit_gains"] = [{k: gain[k] for k in kept} for gain in content["limit_gains"]]
    without = (content.get("kept_open") or {}).get("without")
    if without:
        out["without_open"] = dict(without["probability_under_frame"])
    return out


def _pins(plan: Any) -> dict[str, Any]:
    """Return what decided the answer; not how it was asked for."""
    kept = ("engine_version", "facts_version", "vintage", "seed", "futures", "today")
    return {k: plan.pins[k] for k in kept if plan.pins.get(k)}


def used_origins(
    provenance: Sequence[Mapping[str, Any]], target: Mapping[str, Any], vintage: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return the origins a budget's figures resolve to, with all they are computed from."""
    by_id = {o["id"]: dict(o) for o in provenance}
    waiting = [f"formula/{name}" for name in FIGURES]
    waiting += [target["origin"], f"vintage/{vintage['id']}"]
    used: dict[str, dict[str, Any]] = {}
    while waiting:
        id = waiting.pop()
        if id in by_id and id not in used:
            used[id] = by_id[id]
            waiting += by_id[id].get("inputs", ())
    return [used[id] for id in sorted(used)]


def cost_of(
    measure: Mapping[str, Any], years: Sequence[int], growth: float | None
) -> dict[str, dict[str, int]]:
    """Return what a plan's measure costs: bearer → year → NOK.

    Rounded here, once, to the digits an estimate bears, so that the kroner shown are the kroner
    added.
    """
    factor = 1.0 + (growth or 0.0)
    return {
        bearer: {str(y): estimate(amounts[str(y)] * factor) for y in years if str(y) in amounts}
        for bearer, amounts in measure["cost"].items()
    }


def cost_range_of(
    measure: Mapping[str, Any], years: Sequence[int], growth: float | None
) -> dict[str, dict[str, dict[str, int]]]:
    """Return what a plan's measure costs at least and at most: bearer → year → low and high.

    Rounded and raised like :func:`cost_of`; empty for a plan made before costs had a range.
    """
    factor = 1.0 + (growth or 0.0)
    return {
        bearer: {
            str(y): {k: estimate(kept[str(y)][k] * factor) for k in ("low", "high")}
            for y in years
            if str(y) in kept
        }
        for bearer, kept in (measure.get("money") or {}).items()
        if bearer in measure["cost"]
    }
