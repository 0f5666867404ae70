"""Before which of the council's meetings something must be decided, where its calendar is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kortreist_web.decisions.meetings import Meeting
from kortreist_web.decisions.models import Body, CasePaper
from kortreist_web.tasks.annual_cycle import standing
from kortreist_web.tasks.models import Task
from kortreist_web.tenants.models import Organisation

__all__ = ["coming_meetings", "last_meeting"]

#: Kind of the calendar's days on which the council meets.
_COUNCIL = "council"


def coming_meetings(organisation: Organisation, day: date) -> list[date]:
    """Return the council's meetings from a day on: in the calendar, and of cases on their way.

    The last day the law gives the council is no meeting, until somebody has moved it to one.
    """
    rows = Task.objects.filter(organisation=organisation, kind=_COUNCIL, due__gte=day)
    found = {
        due
        for due, title in rows.values_list("due", "title")
        if due is not None and not _is_limit(organisation, due, title)
    }
    councils = Body.objects.filter(organisation=organisation, kind=Body.Kind.COUNCIL)
    names = set(councils.values_list("name", flat=True))
    for kept in CasePaper.objects.filter(organisation=organisation).values_list(
        "meetings", flat=True
    ):
        found |= {m.day for m in map(Meeting.of, kept) if m.body in names and m.day >= day}
    return sorted(found)


def _is_limit(organisation: Organisation, due: date, title: str) -> bool:
    """Tell whether a day of the calendar is one the year begins with, left where it was."""
    return any(
        one.due == due and title in one.written
        for one in standing(due.year, organisation.interim_reports)
    )


def last_meeting(signing: date | None, meetings: Sequence[date]) -> tuple[date | None, bool]:
    """Return the last meeting before something is signed, and whether the calendar knows.

    A calendar that ends in a year before knows nothing: the last meeting in it is then not the
    last one there will be.

    Parameters
    ----------
    signing : datetime.date or None
    meetings : sequence of datetime.date
        Those that come, ascending.

    Examples
    --------
    >>> days = [date(2027, 2, 11), date(2027, 6, 17)]
    >>> last_meeting(date(2027, 5, 31), days)
    (datetime.date(2027, 2, 11), True)
    >>> last_meeting(date(2029, 5, 31), days), last_meeting(date(2027, 1, 31), days)
    ((None, False), (None, True))
    """
    if signing is None or not meetings or meetings[-1].year < signing.year:
        return None, False
    return max((m for m in meetings if m <= signing), default=None), True
