"""The calendar as iCalendar (RFC 5545): whole-day events that any calendar program reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from kortreist_web.tenants.models import Deadline

__all__ = ["calendar_text", "fold"]

_OCTETS = 75


def fold(line: str) -> str:
    """Return a content line folded so that no part is longer than 75 octets.

    A line is never broken inside a character: a part starts with a space that is not part of
    the text (RFC 5545, section 3.1).
    """
    parts: list[str] = []
    part, room = "", _OCTETS
    for character in line:
        size = len(character.encode())
        if size > room:
            parts.append(part)
            part, room = "", _OCTETS - 1
        part += character
        room -= size
    return "\r\n ".join([*parts, part])


def _escaped(text: str) -> str:
    # A lone control character is not allowed in a text; a line break is written as \n.
    text = "".join(c for c in text.replace("\r\n", "\n") if c == "\n" or ord(c) >= 32)
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return text


def calendar_text(
    deadlines: Iterable[Deadline], *, name: str, host: str, code: str, done: str
) -> str:
    """Return the deadlines as one calendar.

    Parameters
    ----------
    deadlines : iterable of Deadline
    name : str
        What calendar programs show.
    host, code : str
        With the row's key they name an event for ever: a changed deadline replaces itself.
    done : str
        Written before the title of what is done.
    """
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kortreist//Kortreist//NO",
        "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{_escaped(name)}",
    ]  # fmt: skip
    for deadline in deadlines:
        title = f"{done}: {deadline.said}" if deadline.done_on else deadline.said
        lines += [
            "BEGIN:VEVENT",
            f"UID:deadline-{deadline.pk}-{code.lower()}@{host}",
            f"DTSTAMP:{_moment(deadline.updated_at)}",
            f"SEQUENCE:{deadline.version}",
            f"DTSTART;VALUE=DATE:{deadline.due:%Y%m%d}",
            f"DTEND;VALUE=DATE:{deadline.due + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(title)}",
            f"CATEGORIES:{_escaped(deadline.kind.upper())}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(fold(line) + "\r\n" for line in lines)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
