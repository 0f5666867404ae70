"""Before which of the council's meetings something must be decided, where its calendar is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kortreist_web.tasks.models import Task
from kortreist_web.tenants.models import Organisation

__all__ = ["coming_meetings", "last_meeting"]

#: Kind of the calendar's days on which the council meets.
_COUNCIL = "council"


def coming_meetings(organisation: Organisation, day: date) -> list[date]:
    """Return the council's meetings from a day on, as the calendar has them."""
    rows = Task.objects.filter(organisation=organisation, kind=_COUNCIL, due__gte=day)
    return sorted({d for d in rows.values_list("due", flat=True) if d})


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
