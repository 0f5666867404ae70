"""What a case paper lacks before it can be sent, and which bodies treat the case in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from kortreist_web.decisions.meetings import Meeting
from kortreist_web.decisions.models import Body, CasePaper

__all__ = ["Lacking", "lacking", "order_of"]

#: What a paper says, in the order of its form; a title and a recommendation are demanded there.
_SAID = (
    "summary",
    "background",
    "assessment",
    "economic_consequences",
    "case_number",
    "case_officer",
    "dated_on",
)
#: Bodies a case goes through: the law's three councils are heard, the council decides.
_HEARD = (Body.Kind.YOUTH_COUNCIL, Body.Kind.ELDERLY_COUNCIL, Body.Kind.DISABILITY_COUNCIL)


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a paper lacks.

    Parameters
    ----------
    fields : tuple of str
        Its fields that are empty.
    meetings : bool
        Whether no meeting is set.
    bodies : tuple of str
        Bodies of the municipality that hear or decide such a case, and have no meeting.
    """

    fields: tuple[str, ...]
    meetings: bool
    bodies: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.fields or self.meetings or self.bodies)


def lacking(paper: CasePaper, bodies: Iterable[Body]) -> Lacking:
    """Return what a paper lacks, measured by its own fields and the municipality's bodies.

    A body is found in the order of treatment by its name. A municipality that has entered no
    bodies is told of none.
    """
    order = order_of(paper)
    named = {meeting.body.casefold() for meeting in order}
    wanted = (*_HEARD, Body.Kind.COUNCIL)
    without = [b for b in bodies if b.kind in wanted and b.name.casefold() not in named]
    return Lacking(
        tuple(f for f in _SAID if not getattr(paper, f)),
        not order,
        tuple(b.name for b in sorted(without, key=lambda b: (wanted.index(b.kind), b.name)))
        if order
        else (),
    )


def order_of(paper: CasePaper) -> list[Meeting]:
    """Return the meetings a case goes through, by day."""
    return sorted(map(Meeting.of, paper.meetings), key=_day)


def _day(meeting: Meeting) -> dt.date:
    return meeting.day
