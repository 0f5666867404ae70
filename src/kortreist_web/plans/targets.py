"""What the plan's target asks for, and what else the law and those elected have set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.core.stair_chart import not_adopted
from kortreist_web.core.texts import text, web

__all__ = ["law_goals", "registered", "target_cut", "target_stated"]


def target_stated(content: Mapping[str, Any]) -> str:
    """Return the target's cut, as a span where the law has one."""
    target = content["target"]
    return web().goal(target["reduction"], target.get("reduction_high"))


def target_cut(content: Mapping[str, Any]) -> str:
    """Return the cut the target asks for in the year the room is counted in."""
    year = content["room_for_manoeuvre"]["goal"]["year"]
    target = content["target"]
    for goal in target.get("goals", ()):
        if goal["year"] == year:
            return web().goal(goal["reduction"], goal["reduction_high"])
    reference = content["history"].get(str(target["reference_year"]))
    if year == target["target_year"] or str(year) not in content["frame"] or not reference:
        return target_stated(content)
    return web().goal(round(1 - content["frame"][str(year)] / reference, 3))


def registered(content: Mapping[str, Any]) -> list[str]:
    """Return what the municipality and its county have adopted and that still stands."""
    return [
        _adopted(r["adopted"])
        if "adopted" in r
        else text(
            f"plans.registered.{'county' if len(r['code']) == 2 else 'municipality'}",
            cut=web().goal(r["reduction"]),
            reference=r["reference_year"],
            year=r["target_year"],
        )
        for r in content["target"].get("registered", ())
        if not r["historical"]
    ]


def _adopted(adopted: Mapping[str, Any]) -> str:
    """Return a goal the municipality registered, with its resolution, and why it has no path."""
    said = text(
        "plans.registered.adopted",
        words=adopted["words"],
        body=adopted["body"],
        case=adopted["case_number"],
    )
    if not adopted["reason"]:
        return said
    return f"{said} {text('goals.no_path.lead')} {adopted['reason']}"


def law_goals(content: Mapping[str, Any]) -> list[str]:
    """Return the goals the frame runs through that the law has set and nobody here adopted."""
    target = content["target"]
    return [
        text(
            "plans.key.law_goal",
            year=goal["year"],
            cut=web().goal(goal["reduction"], goal["reduction_high"]),
        )
        for goal in target.get("goals", ())
        if not_adopted(target, goal)
    ]
