"""Where the figures of judged bindings come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.core.texts import web
from kortreist_web.tenants.models import Organisation

__all__ = ["ENTERED", "JUDGED", "origins"]

#: What people have entered, and what is computed from it in the plan's futures.
ENTERED, JUDGED = "own/bindings", "formula/bindings"
_FROM_PLAN = ("formula/frame", "formula/baseline", "formula/futures", "formula/pathway")


def origins(organisation: Organisation, plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the origins of an answer, with those of the plan that it is computed from at once.

    Parameters
    ----------
    organisation : Organisation
        Its language is that of the titles.
    plan : mapping
        ``plan.json``.
    """
    say = web(organisation.language)
    there = {o["id"]: dict(o) for o in plan.get("provenance", ())}
    used: dict[str, dict[str, Any]] = {}
    vintage = plan.get("vintage") or {}
    waiting = [*_FROM_PLAN, f"vintage/{vintage.get('id', '')}"]
    # What the plan rests on in turn stands in the plan, which is named by its hash.
    for id in waiting:
        if id in there:
            inputs = [i for i in there[id].get("inputs", ()) if i in waiting and i in there]
            used[id] = {**there[id], "inputs": inputs}
    entered = {
        "id": ENTERED,
        "kind": "fact",
        "title": say("bindings.origin.entered"),
        "source": organisation.name,
        "mark": "judgement",
    }
    judged = {
        "id": JUDGED,
        "kind": "formula",
        "title": say("bindings.origin.judged"),
        "mark": "computed",
        "expression": say("bindings.origin.how"),
        "inputs": [ENTERED, *(id for id in _FROM_PLAN if id in used)],
    }
    return [entered, judged, *(used[id] for id in sorted(used))]
