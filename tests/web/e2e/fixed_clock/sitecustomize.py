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
    timezone.now = lambda: _began + dt.timedelta(seconds=time.monotonic() - _from)
