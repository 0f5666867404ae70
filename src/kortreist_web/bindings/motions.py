"""The motions a case about a binding chooses among, and the one its judgement leads to."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from kortreist_web.core.texts import web

__all__ = [
    "MOTIONS",
    "Motions",
    "above_limit",
    "leaving_worth",
    "motion_text",
    "motions_of",
    "offered_in",
]

MOTIONS = ("adopt", "adopt_break", "send_back", "wait", "reject")
#: What a case offered before it could say no.
_FIRST = MOTIONS[:4]
#: Reasons of what is kept open that no way out makes right.
_NO_WAY_OUT_HELPS = ("another_is_better", "late_for_duty", "no_climate", "no_difference")


@dataclass(frozen=True, slots=True)
class Motions:
    """What the motions say.

    Parameters
    ----------
    suggested : str
        One of :data:`MOTIONS`.
    offered : tuple of str
        Those that say something: no way out where it saves nothing, no delay beyond a duty.
    break_year, break_nok : int or None, float or None
        First year the way out is asked for, and the most it may cost; None: not judged.
    wait_to, watch_nok : int or None, float or None
        Year to wait to, and the carbon price (NOK per tonne, today's value) the answer turns at.
    waits : bool
        Whether that year is after the one it is signed in.
    """

    suggested: str
    offered: tuple[str, ...]
    break_year: int | None
    break_nok: float | None
    wait_to: int | None
    watch_nok: float | None
    waits: bool

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON can keep it."""
        names = ("suggested", "break_year", "break_nok", "wait_to", "watch_nok", "waits")
        return {"offered": list(self.offered), **{name: getattr(self, name) for name in names}}


def motions_of(row: Mapping[str, Any], day: date | None = None) -> Motions:
    """Return the motions of a binding.

    Parameters
    ----------
    row : mapping
        See :func:`~kortreist_web.bindings.page_content.row_of`.
    day : datetime.date, optional
        The present one.
    """
    judged, year = row["judged"] or {}, (day or timezone.localdate()).year
    ways = [e for e in row["exits"] if e["year"] > year]
    out = leaving_worth(row)
    if ways:
        out = ways[0]["year"], ways[0]["nok"]
    wait_to, waits = _waiting(row, judged, year)
    break_even = judged.get("break_even_nok_per_t")
    offered = set(MOTIONS)
    # Nothing is saved by leaving, so that no way out is worth its price.
    if judged and not ways and out[1] is None:
        offered.discard("adopt_break")
    if wait_to is None and row.get("needs_by") is not None:
        offered.discard("wait")
    suggested = _suggested(judged, out[1])
    return Motions(
        suggested=suggested if suggested in offered else "send_back",
        offered=tuple(m for m in MOTIONS if m in offered),
        break_year=out[0],
        break_nok=out[1],
        wait_to=wait_to,
        watch_nok=None if break_even is None else round(break_even, -1),
        waits=waits,
    )


def leaving_worth(row: Mapping[str, Any]) -> tuple[int | None, float | None]:
    """Return the first year it can be left in, and NOK that a way out then is worth at most.

    What is built is paid whether it is left or not: only what is left to save counts, of the
    years that are left. Rounded down to two figures. None: not judged, or nothing to save.

    Examples
    --------
    >>> judged = {"price_of_binding": 122e6, "leave_from": 2030}
    >>> row = {"judged": judged, "start": 2030, "last": 2069, "capital": 95e6}
    >>> leaving_worth(row)
    (2031, 26000000.0)
    """
    from kortreist.facts import load

    judged = row["judged"] or {}
    worth, first = judged.get("price_of_binding"), judged.get("leave_from")
    start, last = row.get("start"), row.get("last")
    if worth is None or first is None or start is None or last is None:
        return None, None
    year = max(first, start + 1)
    if year > last:
        return None, None
    share = (last + 1 - year) / (last + 1 - min(first, year))
    built = (row["capital"] or 0.0) * (last + 1 - year) / (last + 1 - start)
    left = worth * share - built
    if left < load().figure("bindings/way_out_least_nok").value:
        return year, None
    step = 10.0 ** (math.floor(math.log10(left)) - 1)
    return year, math.floor(left / step) * step


def _waiting(
    row: Mapping[str, Any], judged: Mapping[str, Any], year: int
) -> tuple[int | None, bool]:
    """Return the year to wait to, and whether it is after the one it is signed in."""
    signed, to = row["signed_by"], judged.get("wait_to") or row["signed_by"]
    if to is None:
        return None, False
    # What is signed this year, or should have been, can only be put off to another.
    if to <= year:
        to = year + 1
    later = signed is not None and to > signed
    needs, start = row.get("needs_by"), row.get("start")
    if later and needs is not None and start is not None and start + to - signed > needs:
        return None, False
    return to, later


def _suggested(judged: Mapping[str, Any], worth: float | None) -> str:
    match judged.get("verdict"):
        case "start_now" | "anchor_first" | "too_small":
            return "adopt"
        case "keep_open":
            if (judged.get("value_of_waiting") or 0.0) > 0.0:
                return "wait"
            # Where something else is nearly always better, no way out makes it right.
            seldom = judged.get("reason") in _NO_WAY_OUT_HELPS
            return "adopt_break" if worth and not seldom else "send_back"
    return "send_back"


def offered_in(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the motions of a case as it was frozen, in order."""
    return tuple(data.get("offered", _FIRST))


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
        # Not later than it is signed: then it is decided when it is signed, and not before.
        later = "wait" if data.get("waits", True) else "wait_signing"
        if data["wait_to"] is None:
            key = "wait_unknown"
        elif data["watch_nok"] is None:
            key, values["year"] = f"{later}_year", data["wait_to"]
        else:
            key = later
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
