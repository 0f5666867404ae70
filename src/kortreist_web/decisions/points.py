"""The points of a resolution: split from its text, and how each one stands today."""

from __future__ import annotations

import re
from datetime import date

from kortreist_web.decisions.models import ResolutionPoint

__all__ = ["STATES", "is_overdue", "split", "state_of"]

#: What the state of a point may be.
STATES: tuple[str, ...] = ("open", "under_way", "done", "changed", "lapsed")
#: Points of these kinds ask nobody to do anything: they are done when they are decided.
_DECIDED = frozenset({ResolutionPoint.Kind.ADOPT, ResolutionPoint.Kind.REJECT})
_NUMBERED = re.compile(r"(\d{1,2})[.)]\s+(.*)")


def state_of(point: ResolutionPoint) -> str:
    """Return how a point stands: one of :data:`STATES`, computed, never stored."""
    if point.changed_by_id:
        return "changed"
    if point.lapsed_by_id:
        return "lapsed"
    if point.done_on or point.kind in _DECIDED:
        return "done"
    return "under_way" if point.begun_on else "open"


def is_overdue(point: ResolutionPoint, today: date) -> bool:
    """Tell whether a point's last day has passed without its being done."""
    waits = state_of(point) in ("open", "under_way")
    return waits and point.due is not None and point.due < today


def split(text: str) -> list[tuple[int, str]]:
    """Return the numbered points of a resolution's text.

    A line that begins with the next number begins a point; other lines go on with it. What
    stands before the first point, or is not numbered in order, is no point.

    Examples
    --------
    >>> split("Vedtak:\\n1. Budsjettet vedtas.\\n2. Det rapporteres\\nhvert tertial.")
    [(1, 'Budsjettet vedtas.'), (2, 'Det rapporteres hvert tertial.')]
    >>> split("Saken tas til orientering.")
    []
    """
    points: list[tuple[int, str]] = []
    for line in (line.strip() for line in text.splitlines()):
        match = _NUMBERED.fullmatch(line)
        if match and int(match[1]) == len(points) + 1:
            points.append((int(match[1]), match[2]))
        elif points and line:
            number, previous = points[-1]
            points[-1] = (number, f"{previous} {line}")
    return points
