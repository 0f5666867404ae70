"""Whether the pathway a budget shows is the pathway of the lines it has now.

The pathway was computed with certain measures from certain years. Lines that were moved or
removed since make it another plan's pathway, which is then not shown; lines that were added
are said not to be counted in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Moved", "Staleness", "staleness"]


@dataclass(frozen=True, slots=True)
class Moved:
    """A line whose start year is another than the pathway was computed with."""

    measure: str
    computed: int
    now: int


@dataclass(frozen=True, slots=True)
class Staleness:
    """What differs between the lines and what the pathway was computed with.

    ``bool()`` tells whether the pathway is no longer that of the lines.
    """

    moved: tuple[Moved, ...] = ()
    removed: tuple[str, ...] = ()
    uncounted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.moved or self.removed)

    def touches(self, measure: str) -> bool:
        """Tell whether the line's own computed figures are for another start year."""
        return any(m.measure == measure for m in self.moved)


def staleness(frame: Mapping[str, Any], lines: Iterable[tuple[str, int]]) -> Staleness:
    """Compare lines (measure, start year) with what the pathway was computed with.

    Parameters
    ----------
    frame : mapping
        ``computed_with``: measure → start year; ``unquantified``: measures whose effect is
        unknown, which move no pathway; ``kept_open``: those the pathway counts and no budget
        need hold, and ``done``: those it counts that are done. Both are told apart where the
        pathway is shown.

    Examples
    --------
    >>> s = staleness({"computed_with": {"a": 2027, "b": 2028}}, [("a", 2029), ("c", 2027)])
    >>> bool(s), s.moved[0].now, s.removed, s.uncounted
    (True, 2029, ('b',), ('c',))
    """
    computed: Mapping[str, int] = frame.get("computed_with") or {}
    unquantified = set(frame.get("unquantified") or ())
    now = dict(lines)
    moved = tuple(
        Moved(m, int(year), now[m])
        for m, year in computed.items()
        if m in now and now[m] != int(year)
    )
    apart = {*(frame.get("kept_open") or {}), *(frame.get("done") or {})}
    removed = tuple(m for m in computed if m not in now and m not in apart)
    uncounted = tuple(m for m in now if m not in computed and m not in unquantified)
    return Staleness(moved, removed, uncounted)
