"""The four motions a case about a binding chooses among, and the one its judgement leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kortreist_web.core.texts import web

__all__ = ["MOTIONS", "Motions", "above_limit", "motion_text", "motions_of"]

MOTIONS = ("adopt", "adopt_break", "send_back", "wait")


@dataclass(frozen=True, slots=True)
class Motions:
    """What the motions say.

    Parameters
    ----------
    suggested : str
        One of :data:`MOTIONS`.
    break_year, break_nok : int or None, float or None
        First year the way out is asked for, and the most it may cost; None: not judged.
    wait_to, watch_nok : int or None, float or None
        Year to wait to, and the carbon price (NOK per tonne, today's value) the answer turns at.
    """

    suggested: str
    break_year: int | None
    break_nok: float | None
    wait_to: int | None
    watch_nok: float | None

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON can keep it."""
        names = ("suggested", "break_year", "break_nok", "wait_to", "watch_nok")
        return {name: getattr(self, name) for name in names}


def motions_of(row: Mapping[str, Any]) -> Motions:
    """Return the motions of a binding.

    Parameters
    ----------
    row : mapping
        See :func:`~kortreist_web.bindings.page_content.row_of`.
    """
    judged = row["judged"] or {}
    ways = row["exits"]
    year = ways[0]["year"] if ways else judged.get("leave_from")
    worth = judged.get("price_of_binding")
    most = ways[0]["nok"] if ways else worth
    break_even = judged.get("break_even_nok_per_t")
    return Motions(
        suggested=_suggested(judged, worth),
        break_year=year,
        break_nok=None if most is None else round(most, -4),
        wait_to=judged.get("wait_to") or row["signed_by"],
        watch_nok=None if break_even is None else round(break_even, -1),
    )


def _suggested(judged: Mapping[str, Any], worth: float | None) -> str:
    match judged.get("verdict"):
        case "start_now" | "anchor_first" | "too_small":
            return "adopt"
        case "keep_open":
            if (judged.get("value_of_waiting") or 0.0) > 0.0:
                return "wait"
            # Where something else is nearly always better, no way out makes it right.
            seldom = judged.get("reason") == "another_is_better"
            return "adopt_break" if worth and not seldom else "send_back"
    return "send_back"


def motion_text(motion: str, data: Mapping[str, Any], name: str, language: str) -> str:
    """Return a motion in words; what is not known of it is left for the council to fill in."""
    t = web(language)
    key = motion
    values: dict[str, Any] = {"name": name}
    if motion == "adopt_break":
        if data["break_year"] is None or data["break_nok"] is None:
            key = "adopt_break_unknown"
        else:
            values |= {"year": data["break_year"], "nok": t.number(data["break_nok"])}
    if motion == "wait":
        if data["wait_to"] is None:
            key = "wait_unknown"
        elif data["watch_nok"] is None:
            key, values["year"] = "wait_year", data["wait_to"]
        else:
            values |= {"year": data["wait_to"], "nok": t.number(data["watch_nok"])}
    return t(f"bindings.motion.{key}", **values)


def above_limit(row: Mapping[str, Any], day: date) -> bool:
    """Tell whether a case about it must say what it binds: by investment or by years."""
    from kortreist.facts import load

    store = load()
    capital, years = row["capital"], row["lifetime"]
    return (
        # What is not known may be above.
        capital is None
        or years is None
        or capital >= store.figure("bindings/case_nok", day).value
        or years > store.figure("bindings/case_years", day).value
    )
