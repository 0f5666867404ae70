"""The meetings a case goes through: as a person types them, and as they are kept."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kortreist_web.core.days import check_day
from kortreist_web.core.refusals import RefusedError

__all__ = ["Meeting", "MeetingError", "next_meeting", "read_meetings", "written"]

_LINE = re.compile(
    r"(?P<body>.*?\S)[\s,;]+(?P<day>\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}-\d{2}-\d{2})"
    r"(?:[\s,;]+(?P<case>\S.{0,39}))?"
)
_LONGEST = 120


class MeetingError(ValueError):
    """A line is no meeting: ``line`` is what was typed."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True)
class Meeting:
    """A body that treats the case, on which day, and the case's number there."""

    body: str
    day: dt.date
    case_number: str = ""

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Meeting:
        """Return a meeting as it is kept in a row."""
        return cls(kept["body"], dt.date.fromisoformat(kept["date"]), kept.get("case_number", ""))

    def kept(self) -> dict[str, str]:
        """Return the meeting as JSON can hold it."""
        return {
            "body": self.body,
            "date": self.day.isoformat(),
            "case_number": self.case_number,
        }


def read_meetings(text: str) -> list[Meeting]:
    """Return the meetings of a text, one a line: body, date and, where it has one, case number.

    Raises
    ------
    MeetingError
        A line without a body, or a date that exists and that somebody can mean.

    Examples
    --------
    >>> read_meetings("Formannskapet 12.11.2026, 45/26")
    [Meeting(body='Formannskapet', day=datetime.date(2026, 11, 12), case_number='45/26')]
    """
    out = []
    for line in (part.strip() for part in text.splitlines()):
        if not line:
            continue
        match = _LINE.fullmatch(line)
        if match is None or len(match["body"].rstrip(",;")) > _LONGEST:
            raise MeetingError(line)
        try:
            day = _day(match["day"])
            check_day(day, "meetings")
        except (RefusedError, ValueError) as error:
            raise MeetingError(line) from error
        out.append(Meeting(match["body"].rstrip(",; "), day, (match["case"] or "").strip()))
    return out


def _day(text: str) -> dt.date:
    if "-" in text:
        return dt.date.fromisoformat(text)
    day, month, year = (int(part) for part in text.split("."))
    return dt.date(year, month, day)


def next_meeting(kept: Iterable[Mapping[str, Any]], today: dt.date) -> Meeting | None:
    """Return the first of kept meetings that is not over; None: there is none."""
    coming = [m for m in map(Meeting.of, kept) if m.day >= today]
    return min(coming, key=lambda m: m.day, default=None)


def written(kept: Iterable[Mapping[str, Any]]) -> str:
    """Return kept meetings as a person types them."""
    lines = []
    for meeting in map(Meeting.of, kept):
        day = f"{meeting.day.day:02}.{meeting.day.month:02}.{meeting.day.year}"
        lines.append(", ".join(x for x in (meeting.body, day, meeting.case_number) if x))
    return "\n".join(lines)
