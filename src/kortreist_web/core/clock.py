"""The day of a moment, by the clock of the place.

Moments are stored in UTC. A day taken from one without the place's clock (``TIME_ZONE``) is
the day before, for an hour or two of every night.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

__all__ = ["day_of"]


def day_of(moment: dt.datetime) -> dt.date:
    """Return the day on which something happened.

    Parameters
    ----------
    moment : datetime
        With its time zone.

    Examples
    --------
    >>> day_of(dt.datetime(2026, 12, 10, 23, 30, tzinfo=dt.UTC))
    datetime.date(2026, 12, 11)
    """
    return timezone.localtime(moment).date()
