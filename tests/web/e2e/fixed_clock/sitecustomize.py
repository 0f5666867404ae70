"""A clock that stands where ``KORTREIST_TEST_CLOCK`` says when the program begins, and then goes.

Python reads this by itself where the folder is on its path: the program knows nothing of it.
"""

import datetime as dt
import os
import time

_START = os.environ.get("KORTREIST_TEST_CLOCK")
if _START:
    from django.utils import timezone

    _began, _from = dt.datetime.fromisoformat(_START), time.monotonic()

    class _Clock(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return (_began + dt.timedelta(seconds=time.monotonic() - _from)).astimezone(tz)

    # Where Django reads the time; the demonstration stands at other days while it is made.
    timezone.datetime = _Clock
