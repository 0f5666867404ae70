"""Targets of the law as dated facts, and an adopted budget's frame year by year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import timezone

from kortreist.i18n import name_in
from kortreist_web.budgets.kept_open import lines_alone
from kortreist_web.core.texts import language, text, web

__all__ = ["goal_years", "statutory"]

_TARGETS = "target/"
#: Rules of the law that bear on a municipality's climate budget.
_RULES = ("climate_plan/revision_years", "procurement/weight", "economic_plan/years")


def _fact(row: Mapping[str, Any], today: date) -> dict[str, Any]:
    from kortreist import facts

    origin = facts.load().origin("figures", dict(row), f"figures/{row['id']}")
    t, low, high = web(), row["low"], row["high"]
    several = low is not None and high is not None and low != high
    cut = f"{t.number(low * 100)}–{t.goal(high)}" if several else t.goal(row["value"])
    until = row["valid_to"]
    return {
        "year": row["id"].removeprefix(_TARGETS),
        "said": text("publishing.goals.law_said", cut=cut, year=row["id"].removeprefix(_TARGETS)),
        "now": row["valid_from"] <= today and (until is None or today < until),
        "origin": origin,
        "from": row["valid_from"],
        "to": until,
    }


def statutory(today: date | None = None) -> dict[str, Any]:
    """Return the targets of the law: those in force, and those before them.

    Returns
    -------
    dict
        ``law``: targets in force, by year. ``law_before``: earlier ones. ``rules``: other
        rules, in the reader's language. Each with source, validity and the day it was checked.
    """
    return _statutory(today or timezone.localdate(), language())


@lru_cache(maxsize=12)
def _statutory(today: date, code: str) -> dict[str, Any]:
    """Return it once a day and language: the facts that ship do not change while we run."""
    from kortreist import facts

    store = facts.load()
    rows = [r for r in store.table("figures") if r["id"].startswith(_TARGETS)]
    targets = sorted((_fact(r, today) for r in rows), key=lambda f: (f["year"], f["from"]))
    rules = []
    for row in store.table("rules", today):
        if row["id"] not in _RULES:
            continue
        wording = name_in({**row, "text_en": row["text"]}, code, "text_") or str(row["text"])
        rules.append({"said": wording, "origin": store.origin("rules", row, f"rules/{row['id']}")})
    return {
        "law": [f for f in targets if f["now"]],
        "law_before": [f for f in targets if not f["now"]],
        "rules": rules,
    }


def goal_years(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return each year of the frame to the target's year: frame, pathway, chance, pointers."""
    content = lines_alone(content)
    target = content.get("target") or {}
    plan = {int(y) for y in content.get("plan_years") or []}
    last = int(target.get("target_year") or max(plan, default=0))
    return [
        {
            "year": int(year),
            "in_plan": int(year) in plan,
            "frame": frame,
            "pathway": content["pathway"].get(year),
            "chance": content["probability_under_frame"].get(year),
        }
        for year, frame in sorted(content["frame"].items())
        if int(year) <= last
    ]
