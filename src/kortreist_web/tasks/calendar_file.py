"""The calendar as iCalendar (RFC 5545): whole-day events that any calendar program reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, timedelta

from icalendar import Calendar, Event

from kortreist_web.core.characters import without_bad
from kortreist_web.tasks.models import Task

__all__ = ["calendar_bytes"]


def calendar_bytes(tasks: Iterable[Task], *, name: str, host: str, code: str, done: str) -> bytes:
    """Return tasks that have a day as one calendar.

    Parameters
    ----------
    tasks : iterable of Task
    name : str
        What calendar programs show.
    host, code : str
        With the row's key they name an event for ever: a changed task replaces itself.
    done : str
        Written before the title of what is done.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Kortreist//Kortreist//NO")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", without_bad(name))
    for task in tasks:
        if task.due is None:
            continue
        title = without_bad(task.said)
        event = Event()
        event.add("uid", f"deadline-{task.pk}-{code.lower()}@{host}")
        event.add("dtstamp", task.updated_at.astimezone(UTC))
        event.add("sequence", task.version)
        event.add("dtstart", task.due)
        if task.due < date.max:  # without one it is the whole of its day, as RFC 5545 has it
            event.add("dtend", task.due + timedelta(days=1))
        event.add("summary", f"{done}: {title}" if task.done_on else title)
        event.add("categories", [task.kind.upper()])
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical(sorted=False))
