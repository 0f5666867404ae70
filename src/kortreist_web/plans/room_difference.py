"""What binding does to the room for manoeuvre, in words: a difference, or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.core.texts import engine, web

__all__ = ["binding"]


def binding(content: Mapping[str, Any]) -> str:
    """Return what binding does to the room; empty of plans that did not compare by future."""
    d = content["room_for_manoeuvre"].get("difference")
    if d is None:
        return ""

    def points(share: float, sign: str = "") -> str:
        return (sign if share >= 0.0005 else "") + web().number(100.0 * share, 1)

    if not d["clear"]:
        low, high = points(d["low"], "+"), points(d["high"], "+")
        return engine()("documents.goal.no_difference", low=low, high=high)
    minimum, maximum = sorted((abs(d["low"]), abs(d["high"])))
    key = "more_bound" if d["value"] > 0.0 else "less_bound"
    return engine()(
        f"documents.goal.{key}",
        points=points(abs(d["value"])),
        low=points(minimum),
        high=points(maximum),
    )
