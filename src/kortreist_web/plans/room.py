"""The room for manoeuvre of a plan, in words and figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist_web.core.texts import engine, web

__all__ = ["is_older", "price_of_binding", "reach_t", "room_in_millions", "room_lines", "room_rows"]


def is_older(content: Mapping[str, Any]) -> bool:
    """Tell whether a plan is from before version 3.1, and has one share only."""
    return "reach_t" not in content["room_for_manoeuvre"]


def reach_t(content: Mapping[str, Any]) -> dict[str, float]:
    """Return how low the later choices come with both ends, rounded as in the sentences."""
    from kortreist.documents.plan.room import bounded

    if is_older(content):
        return {}
    part = bounded(content["room_for_manoeuvre"]["reach_t"], "t")
    return {name: value for name, (_, value) in part.items()}


def room_lines(content: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what is said of the room; nothing of plans that have the older figure."""
    # The planner is not started by the pages that have no plan.
    from kortreist.documents.plan.room import points

    if is_older(content):
        return ()
    room = content["room_for_manoeuvre"]
    return tuple(
        " ".join(
            engine()(f"documents.room.{key}", **{k: _figure(*v) for k, v in values.items()})
            for key, values in point
        )
        for point in points(room)
    )


def room_in_millions(nok: float) -> str:
    """Return NOK in millions."""
    from kortreist.documents.plan.room import millions

    return web().number(*millions(nok))


def price_of_binding(content: Mapping[str, Any]) -> str:
    """Return what being free to undo would save, in millions; empty where that is nothing."""
    from kortreist.documents.plan.room import PRICED

    if is_older(content):
        return ""
    nok = content["room_for_manoeuvre"]["price_of_binding"]["central"]
    return room_in_millions(nok) if nok >= PRICED else ""


def _figure(kind: str, value: float) -> str:
    t = web()
    if kind == "year":
        return str(int(value))
    if kind == "share":
        return t.percent(value)
    return room_in_millions(value) if kind == "nok" else t.number(value)


def room_rows(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[tuple[str, str, str], ...]:
    """Return name, before and after of each figure; nothing where one has the older figure."""
    if is_older(before) or is_older(after):
        return ()
    a, b = before["room_for_manoeuvre"], after["room_for_manoeuvre"]

    def said(name: str, room: Mapping[str, Any]) -> str:
        tonnes = name.endswith("_t")
        low, central, high = (
            _figure("t" if tonnes else "nok", room[name][end]) for end in ("low", "central", "high")
        )
        return f"{central} ({low}–{high})"

    return tuple(
        (name, said(name, a), said(name, b))
        for name in ("reach_t", "cumulative_t", "cost", "price_of_binding")
    )
