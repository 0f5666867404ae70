"""The demonstration's clock: what is told of last year is entered on the days it is told of.

A resolution that was made in December and locked in November the year after would look like
tampering. The site refuses to lock anything on another day than today; so while the invented
past is entered, today is that day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

__all__ = ["at_day"]


#: The days that were left, and when of the day it was.
_LEFT: dict[dt.date, dt.datetime] = {}


@contextmanager
def at_day(day: dt.date) -> Iterator[None]:
    """Let it be a day, from nine in the morning, for everything that is stored meanwhile.

    A day that is gone on with begins where it was left, so that the log is in order.
    """
    began = dt.datetime.now(tz=dt.UTC)
    nine = dt.datetime(day.year, day.month, day.day, 9, tzinfo=dt.UTC)
    morning = _LEFT.get(day, nine)

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return (morning + (dt.datetime.now(tz=dt.UTC) - began)).astimezone(tz)

    with patch("django.utils.timezone.datetime", Clock):
        try:
            yield
        finally:
            _LEFT[day] = Clock.now(tz=dt.UTC)
