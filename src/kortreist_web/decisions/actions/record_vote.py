"""Record how a body voted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.models import (
    Body,
    BodyMember,
    Disqualification,
    Resolution,
    ResolutionPoint,
    Vote,
)
from kortreist_web.decisions.voting import check_vote
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["record_vote"]


@action("record", Vote)
def record_vote(
    who: Actor,
    organisation: Organisation,
    *,
    resolution: Resolution,
    body: Body,
    votes_for: int,
    votes_against: int,
    point: ResolutionPoint | None = None,
    by_party: Mapping[str, Sequence[int]] | None = None,
    casting_vote: str = "",
    disqualified: Mapping[BodyMember, str] | None = None,
) -> Vote:
    """Record the vote over a resolution or one of its points; recorded again, it is corrected.

    Parameters
    ----------
    disqualified : mapping of BodyMember to str, optional
        Who could not take part, and the ground.

    Raises
    ------
    RefusedError
        The numbers cannot all be right: see :func:`~kortreist_web.decisions.voting.check_vote`.
    """
    out = dict(disqualified or {})
    parties = {p: [int(n) for n in v] for p, v in (by_party or {}).items()}
    if point is not None and point.resolution_id != resolution.pk:
        raise RefusedError("decisions.refused.elsewhere")
    day = resolution.decided_on
    check_vote(body, day, votes_for, votes_against, parties, casting_vote, out)
    Resolution.objects.select_for_update().get(pk=resolution.pk)
    vote = Vote.objects.filter(resolution=resolution, point=point).first() or Vote(
        organisation=organisation, resolution=resolution, point=point
    )
    vote.body, vote.votes_for, vote.votes_against = body, votes_for, votes_against
    vote.by_party, vote.casting_vote = parties, casting_vote
    vote.save()
    there = {d.member_id: d for d in vote.disqualified.all()}
    for gone in set(there) - {m.pk for m in out}:
        there[gone].delete()
    for member, ground in out.items():
        one = there.get(member.pk) or Disqualification(
            organisation=organisation, vote=vote, member=member
        )
        one.ground = ground.strip()
        one.save()
    return vote
