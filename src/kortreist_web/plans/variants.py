"""A plan made from another: what it is called, and what it changes from the one before it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kortreist.i18n import name_in
from kortreist_web.core.texts import language, text, web
from kortreist_web.plans.county import is_sum
from kortreist_web.plans.difference import difference
from kortreist_web.plans.models import Plan
from kortreist_web.plans.presenters import Reading

__all__ = ["changed_from_parent", "variant_name"]

_LONGEST = 120


def variant_name(plan: Plan) -> str:
    """Return a name nobody has for a plan computed anew: the first one's name and the day."""
    first = plan
    while first.parent is not None and first.name.startswith(first.parent.name):
        first = first.parent
    day = web(plan.organisation.language).date(timezone.localdate().isoformat())
    taken = set(Plan.objects.filter(organisation=plan.organisation).values_list("name", flat=True))
    tries = [f" ({day})", *(f" ({day}, {n})" for n in range(2, len(taken) + 3))]
    return next(
        name for end in tries if (name := first.name[: _LONGEST - len(end)] + end) not in taken
    )


def changed_from_parent(plan: Plan, reading: Reading) -> dict[str, Any]:
    """Return what a plan's page shows of its difference from the plan it was made from.

    Nothing where there is none, or where the two are about different years.
    """
    parent = plan.parent
    if parent is None or parent.state != Plan.State.READY or is_sum(parent.content):
        return {}
    if parent.content["plan_years"] != plan.content["plan_years"]:
        return {}
    pins = ("engine_version", "facts_version")
    return {
        "change": difference(parent.content, plan.content, reading),
        "change_renewed": any(parent.pins[k] != plan.pins[k] for k in pins),
        "answered_since": _answered(parent, plan),
    }


def _answered(parent: Plan, plan: Plan) -> list[str]:
    was, now = (p.question.get("answers", {}) for p in (parent, plan))
    said = []
    for figure, value in sorted(now.items()):
        if was.get(figure) != value:
            row = _row(plan, figure)
            unit = name_in(row["units"], language()) if row else ""
            shown = web().number(value, 0 if value == round(value) else 2)
            said.append(f"{_question(row, figure)} {shown} {unit}".rstrip())
    gone = sorted(was.keys() - now.keys())
    return said + [
        text("plans.change.taken_back", question=_question(_row(parent, f), f)) for f in gone
    ]


def _row(plan: Plan, figure: str) -> dict[str, Any] | None:
    return next((r for r in plan.content.get("answered", ()) if r["id"] == figure), None)


def _question(row: dict[str, Any] | None, figure: str) -> str:
    return (name_in(row["questions"], language()) if row else "") or figure
