"""Remove a vote that was recorded by mistake."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.models import Vote
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["remove_vote"]


@action("record", Vote)
def remove_vote(who: Actor, organisation: Organisation, vote: Vote, *, why: str) -> None:
    """Remove it; the log keeps what it was, who was out of it, and why it went.

    Raises
    ------
    RefusedError
        No reason is given.
    """
    if not why.strip():
        raise RefusedError("decisions.refused.no_why", about="why")
    for one in vote.disqualified.all():
        one.delete()
    vote.delete()
