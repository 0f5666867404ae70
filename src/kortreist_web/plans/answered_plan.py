"""What the page of an answered plan shows."""

from __future__ import annotations

from typing import Any

from kortreist.accounts import Naming
from kortreist.documents.format.digits import significant
from kortreist.i18n import LANGUAGES
from kortreist_web.accounts.pins import engine_version, facts_version
from kortreist_web.core.texts import language, web
from kortreist_web.plans.actions.make_again import last_made_again
from kortreist_web.plans.actions.write_document import being_written
from kortreist_web.plans.background import background
from kortreist_web.plans.branch_map import branch_map
from kortreist_web.plans.charts import pathway_chart
from kortreist_web.plans.documents import FORMATS
from kortreist_web.plans.judged_questions import answer_rows, asked_rows
from kortreist_web.plans.kept_open import open_part
from kortreist_web.plans.models import Plan
from kortreist_web.plans.money import cost_unknown, costs_by_bearer, over_limit, paid
from kortreist_web.plans.presenters import Reading
from kortreist_web.plans.room import is_older, price_of_binding, reach_t, room_lines
from kortreist_web.plans.stair import stair_view
from kortreist_web.plans.targets import law_goals, registered, target_cut, target_stated
from kortreist_web.plans.variants import changed_from_parent
from kortreist_web.plans.watched import watched_signs
from kortreist_web.tenants.models import Organisation

__all__ = ["answered", "as_now", "kept_of"]


def answered(organisation: Organisation, plan: Plan) -> dict[str, Any]:
    """Return the values of the page of a plan that has its answer."""
    content, t = plan.content, web()
    reading = Reading(organisation, content)
    room, limits = content["room_for_manoeuvre"], content["limits"]
    goal, last = room["goal"], reading.years[-1]
    signs = watched_signs()(organisation)
    millions = limits["money_nok_per_year"] / 1e6
    return {
        "c": content,
        "first": reading.years[0],
        "last": last,
        "chance_last": content["probability_under_frame"][last],
        "groups": reading.groups(),
        "notes": reading.notes(),
        "asked": asked_rows(content),
        "answers": answer_rows(organisation, plan),
        "left_out": Naming(language()).without(content["target"].get("boundary_without", ())),
        **stair_view(organisation, plan, reading),
        "chart": pathway_chart(content),
        "frame_rows": reading.frame_rows(),
        "rows": reading.rows(),
        "others": reading.others(),
        "paid": costs_by_bearer(content),
        "paid_range": paid(content),
        "cost_unknown": cost_unknown(content),
        "effect_total": reading.effect_total(),
        "open": open_part(content),
        "without": _without_open(content, last),
        "to_decide": _to_decide(content, last),
        "watched": {key: one for (kind, key), one in signs.items() if kind == "measure"},
        **branch_map(content, reading.watched_name, reading.deciders_of, signs),
        **background(reading),
        "waiting": reading.waiting(),
        "unquantified": reading.unquantified(),
        "not_chosen": reading.not_chosen(),
        "reach": reading.reach(),
        "room_older": is_older(content),
        "room_lines": room_lines(content),
        "room_goal": t.number(significant(content["frame"][str(goal["year"])], 4)),
        "room_leaves": t.number(significant(content["pathway"][str(goal["year"])]["central"], 4)),
        "room_price": price_of_binding(content),
        "to_target": t.chance(room["to_target"]),
        "reach_t": reach_t(content),
        "goal_cut": t.goal(round(goal["reduction"], 3)),
        "goal_wanted": t.percent(goal["wanted"]),
        "target_cut": target_cut(content),
        "target_stated": target_stated(content),
        "registered": registered(content),
        "law_goals": law_goals(content),
        "gap": t.percent(content["solver"]["gap"], 1),
        "money": t.number(millions, 1 if abs(millions) >= 1 else 2),
        "over_limit": over_limit(content),
        "staff": t.number(limits["staff_fte"], 1),
        "assumed": {
            k for k in ("money", "staff") if limits.get(f"{k}_origin") != "formula/own_limit"
        },
        "fitted": _fitted_notes(plan, reading),
        "start": content.get("frame_start"),
        **changed_from_parent(plan, reading),
        **kept_of(plan),
    }


def as_now(plan: Plan) -> bool:
    """Tell whether the engine and the facts a plan was made with are those of today."""
    pins = plan.pins
    return pins["engine_version"] == engine_version() and pins["facts_version"] == facts_version()


def kept_of(plan: Plan) -> dict[str, Any]:
    """Return a plan's documents, and whether it can be made again the same."""
    return {
        "documents": _documents(plan),
        "again": last_made_again(plan),
        "as_now": as_now(plan),
    }


def _fitted_notes(plan: Plan, reading: Reading) -> dict[str, Any]:
    fitted = plan.pins.get("fitted", {})
    return {
        "not_here": reading.names(fitted.get("not_here", [])),
        "in_figures": reading.names(fitted.get("in_figures", [])),
        "moved": [(reading.named(k), y) for k, y in fitted.get("moved", {}).items()],
    }


def _documents(plan: Plan) -> list[dict[str, Any]]:
    """Return, a language: the formats there are, or the job that writes them."""
    made: dict[str, list[str]] = {}
    for code, kind in plan.documents.values_list("language", "format"):
        made.setdefault(code, []).append(kind)
    jobs = being_written(plan)
    return [
        {
            "language": code,
            "formats": [f for f in FORMATS if f in made.get(code, ())],
            "job": jobs.get(code),
        }
        for code in LANGUAGES
    ]


def _to_decide(content: dict[str, Any], last: str) -> dict[str, float]:
    """Return t CO2e and NOK of what cannot wait; empty where nothing is, or for an older plan."""
    found = content.get("decide_now") or {}
    if not found.get("measures"):
        return {}
    nok = sum(found["nok"][str(y)] for y in content["plan_years"])
    return {"tonnes": found["tonnes"][last], "nok": nok}


def _without_open(content: dict[str, Any], last: str) -> dict[str, Any]:
    """Return cut, chance and cost without what is kept open; empty of an older plan."""
    without = (content.get("kept_open") or {}).get("without")
    if not without:
        return {}
    paid = without["paid"]
    return {
        "cut": content["baseline"][last]["central"] - without["pathway"][last]["central"],
        "chance": without["probability_under_frame"][last],
        "nok": paid["investment"] + paid["running"],
    }
