"""A sign as the plan says it: what the form is filled in with, and what is kept of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from kortreist.facts import load
from kortreist.measures import Measure
from kortreist.measures.activity import unit_name
from kortreist.measures.prices import annuity, unit_costs
from kortreist_web.core.texts import language, text
from kortreist_web.plans.models import Plan
from kortreist_web.plans.presenters import Reading
from kortreist_web.plans.signposts import inside
from kortreist_web.signposts.models import Signpost

__all__ = ["Prefill", "in_readers_language", "of_binding", "of_plan"]


@dataclass(frozen=True, slots=True)
class Prefill:
    """What a sign begins with.

    Parameters
    ----------
    source : str
        Where it is seen.
    initial : dict
        Of the form's fields.
    kept : dict
        Values of the sign that nobody is asked about.
    new_indicator : dict or None
        The indicator that is defined for it where none is chosen.
    about : str
        What it is a sign of, as people read it.
    """

    source: str
    initial: dict[str, Any]
    kept: dict[str, Any]
    new_indicator: dict[str, Any] | None = None
    about: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)


def of_binding(binding: Any) -> Prefill:
    """Return what a sign of a binding begins with: an offer below what it is judged at."""
    by = binding.signed_by
    then = text("signposts.then.binding", name=binding.name)
    return Prefill(
        Signpost.Source.OFFER,
        {
            "name": text("signposts.named.offer", name=binding.name)[:200],
            "direction": "down",
            "see_by": by,
            "what_then": then,
            "unit_of_measure": text("signposts.unit.nok"),
        },
        {"binding": binding},
        about=binding.name,
    )


def of_plan(plan: Plan, measure: str) -> Prefill | None:
    """Return what a sign of a plan begins with; None: the plan has none of the measure, or
    one that nobody can see, as the price of a fee.

    Parameters
    ----------
    plan : Plan
        Answered.
    measure : str
        The engine's id.
    """
    content = plan.content or {}
    rows = [r for name in ("measures", "not_chosen", "state_must") for r in content.get(name, ())]
    row = next((r for r in rows if r["id"] == measure and r.get("signpost")), None)
    if row is None:
        return None
    reading = Reading(plan.organisation, content)
    if not reading.can_watch(row):
        return None
    named = reading.named(measure)
    post = row["signpost"]
    # What should have been decided before is decided now, or never.
    due = post.get("see_by") or row.get("decide_by") or post["year"]
    see_by = max(due, timezone.localdate().year)
    then = text("signposts.then.measure", name=named.name, who=reading.deciders(row) or "–")
    initial: dict[str, Any] = {
        "direction": post["direction"] or "up",
        "see_by": see_by,
        "what_then": then,
    }
    kept: dict[str, Any] = {
        "measure": named.key,
        "plan": plan,
        "told": {**post, "decider": row.get("decider")},
    }
    made = _of_kind(post, row, content, reading, named.name)
    # What the plan's chances were computed for: another threshold has others.
    unit = made.initial.get("unit_of_measure") or (made.new_indicator or {}).get("unit_of_measure")
    # What the program wrote, so that each reads it in her language until somebody writes anew.
    initial.update(made.initial)
    kept["told"]["made"] = {
        "measure": measure,
        "language": language(),
        **{name: initial[name] for name in ("name", "what_then")},
    }
    kept["told"]["at"] = {"threshold": made.initial.get("threshold"), "unit": unit or ""}
    return Prefill(
        made.source,
        {**initial, **made.initial},
        {**kept, **made.kept},
        made.new_indicator,
        named.name,
        post,
    )


def in_readers_language(s: Signpost) -> tuple[str, str]:
    """Return a sign's name and what then; what the program wrote in the reader's language."""
    made = s.told.get("made")
    if not made or made["language"] == language() or s.plan is None:
        return s.name, s.what_then
    anew = of_plan(s.plan, made["measure"])
    if anew is None:
        return s.name, s.what_then
    name = anew.initial["name"] if s.name == made["name"] else s.name
    same = " ".join(s.what_then.split()) == " ".join(made["what_then"].split())
    return name, anew.initial["what_then"] if same else s.what_then


def _of_kind(
    post: Mapping[str, Any],
    row: Mapping[str, Any],
    content: Mapping[str, Any],
    reading: Reading,
    name: str,
) -> Prefill:
    threshold = post["threshold"]
    source = Signpost.Source
    if post["kind"] == "driver" and threshold is not None:
        what = reading.watched_name("driver", post["key"])
        base = _base_year(content)
        unit = text("signposts.unit.of_today", year=base)
        indicator = {
            "name": what[:200],
            "unit_of_measure": unit[:40],
            "start_year": base,
            "start_value": 100.0,
        }
        return Prefill(
            source.INDICATOR,
            {"name": what[:200], "threshold": round(100.0 * threshold, 1)},
            {"read_year": post["year"], "start_value": 100.0},
            indicator,
        )
    if post["kind"] == "effect":
        what = text("signposts.named.effect", name=name)[:200]
        indicator = {
            "name": what,
            "unit_of_measure": text("signposts.unit.of_plan")[:40],
            "start_year": None,
            "start_value": None,
        }
        value = None if threshold is None else round(100.0 * threshold, 1)
        return Prefill(source.INDICATOR, {"name": what, "threshold": value}, {}, indicator)
    if post["kind"] == "cost":
        measure = reading.known(row["id"])
        of_unit = _of_unit(threshold, measure, name) if threshold and measure else None
        return of_unit or _of_cost(threshold, row, content, name)
    what = text("signposts.named.resources", name=inside(name))
    if post["kind"] == "condition":
        what = reading.watched_name("condition", post["key"])
        if post["direction"] == "down":
            return Prefill(
                source.CONDITION,
                {"name": what[:200], "what_then": text("signposts.then.against", name=name)},
                {},
            )
    return Prefill(source.CONDITION, {"name": what[:200]}, {})


def _of_unit(threshold: float, measure: Measure, name: str) -> Prefill | None:
    """Return a sign of the price of one unit: what an offer is of; None without such a price.

    The threshold is of a unit's whole yearly cost. The running cost stands as the plan reckons
    it, so the investment at the threshold is the one that brings the yearly cost there.
    """
    if measure.activity is None:
        return None
    costs = unit_costs(measure).values()
    investment, running = (sum(c[i] for c in costs) for i in (0, 1))
    share = annuity(measure.activity.lifetime_years) if _yearly(measure) else 1.0
    yearly = share * investment + running
    limit = investment + (threshold - 1.0) * yearly / share
    if investment <= 0.0 or limit <= 0.0:
        return None
    unit = unit_name(load(), measure.activity.unit, language())
    step = -max(0, int(math.log10(limit)) - 2)
    return Prefill(
        Signpost.Source.OFFER,
        {
            "name": text("signposts.named.offer_unit", name=inside(name), unit=unit)[:200],
            "direction": "down",
            "threshold": float(round(limit, step)),
            "unit_of_measure": text("signposts.unit.nok_per", unit=unit)[:60],
        },
        {"start_value": float(round(investment, step))},
    )


def _yearly(measure: Measure) -> bool:
    return measure.activity is not None and measure.activity.timing == "yearly"


def _of_cost(
    threshold: float | None, row: Mapping[str, Any], content: Mapping[str, Any], name: str
) -> Prefill:
    """Return a sign of a price: kroner over the plan's years, all who pay, where it is known."""
    years = [str(y) for y in content["plan_years"]]
    paid = [by_year.get(y, 0.0) for by_year in (row.get("cost") or {}).values() for y in years]
    whole = sum(paid)
    first = {"name": text("signposts.named.offer", name=inside(name))[:200], "direction": "down"}
    if threshold is not None and whole > 0.0:
        first["name"] = text(
            "signposts.named.offer_years", name=inside(name), first=years[0], last=years[-1]
        )[:200]
        values = {"threshold": float(round(whole * threshold, -3)), "start_value": whole}
        return Prefill(
            Signpost.Source.OFFER,
            {
                **first,
                "threshold": values["threshold"],
                "unit_of_measure": text("signposts.unit.nok"),
            },
            {"start_value": whole},
        )
    if threshold is not None:
        return Prefill(
            Signpost.Source.OFFER,
            {
                **first,
                "threshold": round(100.0 * threshold, 1),
                "unit_of_measure": text("signposts.unit.of_plan"),
            },
            {"start_value": 100.0},
        )
    return Prefill(
        Signpost.Source.OFFER, {**first, "unit_of_measure": text("signposts.unit.nok")}, {}
    )


def _base_year(content: Mapping[str, Any]) -> int:
    """Return the account's year: the last before those of the pathway."""
    return min(int(y) for y in content["pathway"]) - 1
