"""The meetings a case goes through, and what each body said: as typed, and as they are kept."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kortreist_web.core.days import check_day
from kortreist_web.core.refusals import RefusedError

__all__ = ["Meeting", "MeetingError", "next_meeting", "read_meetings", "written"]

_LINE = re.compile(
    r"(?P<body>.*?\S)[\s,;]+(?P<day>\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}-\d{2}-\d{2})"
    r"(?:[\s,;]+(?P<case>[^\s(].{0,39}?))?"
    r"(?:[\s,;]*\((?P<for>\d{1,3})\s?[-–]\s?(?P<against>\d{1,3})\))?"
)
#: Begins each line of what the body above said.
_SAID = ">"
_LONGEST = 120


class MeetingError(ValueError):
    """A line is no meeting: ``line`` is what was typed."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True)
class Meeting:
    """A body that treats the case, on which day, the case's number there, and what it said.

    Parameters
    ----------
    said : str
        Its statement or recommendation, as its minutes have it; empty: it has said nothing yet.
    votes : tuple of (int, int) or None
        For and against; None: not entered, or nobody voted.
    """

    body: str
    day: dt.date
    case_number: str = ""
    said: str = ""
    votes: tuple[int, int] | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Meeting:
        """Return a meeting as it is kept in a row."""
        votes = kept.get("votes")
        return cls(
            kept["body"],
            dt.date.fromisoformat(kept["date"]),
            kept.get("case_number", ""),
            kept.get("said", ""),
            (votes[0], votes[1]) if votes else None,
        )

    def kept(self) -> dict[str, Any]:
        """Return the meeting as JSON can hold it."""
        more: dict[str, Any] = {"said": self.said} if self.said else {}
        if self.votes:
            more["votes"] = list(self.votes)
        return {
            "body": self.body,
            "date": self.day.isoformat(),
            "case_number": self.case_number,
            **more,
        }


def read_meetings(text: str) -> list[Meeting]:
    """Return the meetings of a text, one a line: body, date and, where it has them, more.

    That is the case's number, votes for and against in brackets, and on lines of their own
    below, each beginning with ``>``, what the body said.

    Raises
    ------
    MeetingError
        A line without a body, or a date that exists and that somebody can mean; votes of
        nobody; something said before the first meeting.

    Examples
    --------
    >>> (one,) = read_meetings("Formannskapet 12.11.2026, 45/26 (7-2)\\n> Vedtas.")
    >>> one.body, one.case_number, one.votes, one.said
    ('Formannskapet', '45/26', (7, 2), 'Vedtas.')
    """
    out: list[Meeting] = []
    for line in (part.strip() for part in text.splitlines()):
        if not line:
            continue
        if line.startswith(_SAID):
            if not out:
                raise MeetingError(line)
            said = f"{out[-1].said}\n{line[len(_SAID) :].strip()}".strip()
            out[-1] = replace(out[-1], said=said)
            continue
        match = _LINE.fullmatch(line)
        if match is None or len(match["body"].rstrip(",;")) > _LONGEST:
            raise MeetingError(line)
        try:
            day = _day(match["day"])
            check_day(day, "meetings")
        except (RefusedError, ValueError) as error:
            raise MeetingError(line) from error
        votes = (int(match["for"]), int(match["against"])) if match["for"] else None
        if votes == (0, 0):
            raise MeetingError(line)
        case = (match["case"] or "").strip(" ,;")
        out.append(Meeting(match["body"].rstrip(",; "), day, case, votes=votes))
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
        line = ", ".join(x for x in (meeting.body, day, meeting.case_number) if x)
        lines.append(line if meeting.votes is None else "{} ({}-{})".format(line, *meeting.votes))
        lines += [f"{_SAID} {said}" for said in meeting.said.splitlines() if said.strip()]
    return "\n".join(lines)
