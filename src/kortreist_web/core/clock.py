"""The day of a moment, by the clock of the place; and which rows last on a day.

Moments are stored in UTC. A day taken from one without the place's clock (``TIME_ZONE``) is
the day before, for an hour or two of every night.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

__all__ = ["day_of", "lasts_on"]


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


def lasts_on(day: dt.date, of: str = "") -> Q:
    """Return the question for rows that have not ended on a day: ``valid_to`` is the first after.

    Parameters
    ----------
    day : date
    of : str
        What stands before the field in the question, with its ``__``.

    Examples
    --------
    >>> lasts_on(dt.date(2027, 1, 1)).children
    [('valid_to', None), ('valid_to__gt', datetime.date(2027, 1, 1))]
    """
    return Q(**{f"{of}valid_to": None}) | Q(**{f"{of}valid_to__gt": day})
