"""Withdraw what was read of a sign: it stays in its history, and does not count."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor, User
from kortreist_web.signposts.following import follow
from kortreist_web.signposts.models import Reading, Signpost
from kortreist_web.signposts.standing import Rules, is_beyond, read_of
from kortreist_web.tenants.models import Organisation

__all__ = ["take_back", "withdraw_reading"]


@action("read", Signpost)
def withdraw_reading(
    who: Actor, organisation: Organisation, signpost: Signpost, reading: Reading, *, why: str
) -> Reading:
    """Take back a reading that was wrong, or an offer that holds no more.

    Parameters
    ----------
    why : str
        Stands in the history.

    Raises
    ------
    RefusedError
        The sign is settled, the reading is withdrawn already, or nobody says why.
    """
    take_back(who, signpost, reading, why)
    return reading


def take_back(
    who: Actor, signpost: Signpost, reading: Reading, why: str, instead: Reading | None = None
) -> None:
    """Mark a reading as withdrawn, keep what stands instead, and see how the sign stands."""
    if not isinstance(who, User) or reading.signpost_id != signpost.pk:
        raise PermissionDenied("a person, and a reading of this sign")
    if signpost.settled_on is not None:
        raise RefusedError("signposts.refused.settled", name=signpost.name)
    if reading.withdrawn_on is not None:
        raise RefusedError("signposts.refused.withdrawn")
    if not why.strip():
        raise RefusedError("signposts.refused.why", about="why")
    today = timezone.localdate()
    reading.withdrawn_on, reading.withdrawn_by = today, who
    reading.withdrawn_why = why.strip()[:300]
    reading.save()
    if instead is not None:
        instead.save()
    rules = Rules.at(today)
    if not any(is_beyond(signpost, seen, rules) for seen in read_of(signpost)):
        signpost.reached_on = None  # it never came: what said so was wrong
    follow([signpost], today)
