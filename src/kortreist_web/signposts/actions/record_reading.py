"""Record what was read of a sign: whether it has come, or an offer, with the source."""

from __future__ import annotations

import math
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor, User
from kortreist_web.signposts.entered import LARGEST
from kortreist_web.signposts.following import follow
from kortreist_web.signposts.models import Reading, Signpost
from kortreist_web.tenants.models import Organisation

__all__ = ["read", "record_reading"]


@action("read", Signpost)
def record_reading(
    who: Actor,
    organisation: Organisation,
    signpost: Signpost,
    *,
    day: date,
    source: str,
    value: float | None = None,
    word: str = "",
    note: str = "",
) -> Reading:
    """Keep a reading; how the sign stands is seen at once.

    Parameters
    ----------
    day : datetime.date
        When it was so.
    source : str
        Where it is read: a law, a letter, an address.
    value : float, optional
        Of an offer.
    word : str
        Of a condition: one of ``Reading.Word``.

    Raises
    ------
    RefusedError
        It is settled or seen elsewhere, the day has not come, or a value or the source is missing.
    """
    reading = read(who, signpost, day=day, source=source, value=value, word=word, note=note)
    reading.save()
    follow([signpost])
    return reading


def read(
    who: Actor,
    signpost: Signpost,
    *,
    day: date,
    source: str,
    value: float | None,
    word: str,
    note: str,
) -> Reading:
    """Return a reading that holds together, not saved yet.

    Raises
    ------
    RefusedError
    """
    if not isinstance(who, User):
        raise PermissionDenied("only people read signs")
    if signpost.settled_on is not None:
        raise RefusedError("signposts.refused.settled", name=signpost.name)
    if signpost.source in (Signpost.Source.INDICATOR, Signpost.Source.ACCOUNT):
        raise RefusedError("signposts.refused.read_elsewhere", name=signpost.name)
    if day > timezone.localdate():
        raise RefusedError("signposts.refused.day", about="day")
    if not source.strip():
        raise RefusedError("signposts.refused.source", about="source")
    if signpost.is_word:
        value = None
        if word not in Reading.Word.values:
            raise RefusedError("signposts.refused.word", about="word")
    else:
        word = ""
        if value is None or not math.isfinite(value) or value < 0:
            raise RefusedError("signposts.refused.value", about="value")
        if value > LARGEST:
            unit = signpost.unit_of_measure
            raise RefusedError("signposts.refused.value_size", about="value", unit=unit)
    return Reading(
        organisation=signpost.organisation,
        signpost=signpost,
        day=day,
        value=value,
        word=word,
        source=source.strip(),
        note=note.strip(),
        read_by=who,
    )
