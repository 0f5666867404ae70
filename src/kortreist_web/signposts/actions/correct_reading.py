"""Correct what was read of a sign: the wrong one stays in its history, and does not count."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.action import action
from kortreist_web.people.models import Actor
from kortreist_web.signposts.actions.record_reading import read
from kortreist_web.signposts.actions.withdraw_reading import take_back
from kortreist_web.signposts.models import Reading, Signpost
from kortreist_web.tenants.models import Organisation

__all__ = ["correct_reading"]


@action("read", Signpost)
def correct_reading(
    who: Actor,
    organisation: Organisation,
    signpost: Signpost,
    reading: Reading,
    *,
    why: str,
    day: date,
    source: str,
    value: float | None = None,
    word: str = "",
    note: str = "",
) -> Reading:
    """Put another reading in the place of one that was wrong; how the sign stands is seen anew.

    Parameters
    ----------
    why : str
        What was wrong: stands in the history.

    Raises
    ------
    RefusedError
        As :func:`~kortreist_web.signposts.actions.record_reading.record_reading`; without saying
        why; it is withdrawn already.
    """
    right = read(who, signpost, day=day, source=source, value=value, word=word, note=note)
    right.corrects = reading
    take_back(who, signpost, reading, why, right)
    return right
