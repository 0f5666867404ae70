"""The stair as plain values for ``plan.json``."""

from __future__ import annotations

from typing import Any

from kortreist.documents.plan.labels import OutcomeWords
from kortreist.plans.stair import Stair, StairRow, Step

__all__ = ["stair_fields"]


def stair_fields(stairs: tuple[Stair, ...], words: OutcomeWords) -> dict[str, Any]:
    """Return ``stair``, ``stair_from`` and ``stair_before``.

    ``stair`` holds the layers of the goal year; ``stair_from`` what they lie between;
    ``stair_before`` the same of each goal year before it.
    """
    if not stairs:
        return {"stair": [], "stair_from": None, "stair_before": []}
    *earlier, last = stairs
    return {
        "stair": _layers(last, words),
        "stair_from": _between(last),
        "stair_before": [{**_between(s), "layers": _layers(s, words)} for s in earlier],
    }


def _between(stair: Stair) -> dict[str, Any]:
    return {
        "year": stair.year,
        "today_year": stair.today_year,
        "today": stair.today,
        "target": stair.target,
        "target_upper": stair.target_upper,
    }


def _layers(stair: Stair, words: OutcomeWords) -> list[dict[str, Any]]:
    return [_layer(step, words) for step in stair.steps]


def _layer(step: Step, words: OutcomeWords) -> dict[str, Any]:
    return {
        "layer": step.layer,
        "name": words.step(step),
        "tonnes": {"low": step.low, "central": step.central, "high": step.high},
        "in_plan": step.in_plan,
        "rows": [_row(row, words) for row in step.rows],
    }


def _row(row: StairRow, words: OutcomeWords) -> dict[str, Any]:
    out: dict[str, Any] = {
        "kind": row.kind,
        "key": row.key,
        "name": words.stair_row(row.kind, row.key),
        "tonnes": row.tonnes,
    }
    if row.in_plan:
        out["in_plan"] = True
    if row.measures:
        out["measures"] = list(row.measures)
    if row.reason:
        out["reason"] = row.reason
        out["reason_text"] = words.names.reason(row.reason)
    return out
