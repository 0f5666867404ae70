"""Record how a body voted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import web
from kortreist_web.decisions.models import (
    Body,
    BodyMember,
    Disqualification,
    Resolution,
    ResolutionPoint,
    Vote,
)
from kortreist_web.decisions.voting import carries, check_vote, contradicts
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
    deputies_met: int | None = None,
    confirmed: bool = False,
    why: str = "",
) -> Vote:
    """Record the vote over a resolution or one of its points; recorded again, it is corrected.

    Parameters
    ----------
    deputies_met : int, optional
        How many of those who voted were deputies.
    confirmed : bool
        That it is meant, where it replaces a vote or is another than the outcome.
    why : str
        Why it replaces the one that was recorded.
    disqualified : mapping of BodyMember to str, optional
        Who could not take part, and the ground.

    Raises
    ------
    RefusedError
        The numbers cannot all be right: see :func:`~kortreist_web.decisions.voting.check_vote`;
        the vote is another than the outcome, or replaces one, and that is not confirmed.
    """
    out = dict(disqualified or {})
    parties = {p: [int(n) for n in v] for p, v in (by_party or {}).items()}
    if point is not None and point.resolution_id != resolution.pk:
        raise RefusedError("decisions.refused.elsewhere")
    day = resolution.decided_on
    check_vote(body, day, votes_for, votes_against, parties, casting_vote, out, deputies_met)
    Resolution.objects.select_for_update().get(pk=resolution.pk)
    there = Vote.objects.filter(resolution=resolution, point=point).first()
    _ask(resolution, point, there, (votes_for, votes_against, casting_vote), confirmed, why)
    vote = there or Vote(organisation=organisation, resolution=resolution, point=point)
    vote.body, vote.votes_for, vote.votes_against = body, votes_for, votes_against
    vote.by_party, vote.casting_vote = parties, casting_vote
    vote.deputies_met = deputies_met
    vote.save()
    stood_back = {d.member_id: d for d in vote.disqualified.all()}
    for gone in set(stood_back) - {m.pk for m in out}:
        stood_back[gone].delete()
    for member, ground in out.items():
        one = stood_back.get(member.pk) or Disqualification(
            organisation=organisation, vote=vote, member=member
        )
        one.ground = ground.strip()
        one.save()
    return vote


def _ask(
    resolution: Resolution,
    point: ResolutionPoint | None,
    there: Vote | None,
    votes: tuple[int, int, str],
    confirmed: bool,
    why: str,
) -> None:
    """Refuse what must be confirmed first, and a correction without a reason."""
    if there is not None:
        if not confirmed:
            kept = {"votes_for": there.votes_for, "votes_against": there.votes_against}
            raise RefusedError("decisions.refused.vote_there", about="confirmed", **kept)
        if not why.strip():
            raise RefusedError("decisions.refused.no_why", about="why")
    if contradicts(resolution, point, carries(*votes)) and not confirmed:
        outcome = web()(f"decisions.outcome.{resolution.outcome}")
        said = {"votes_for": votes[0], "votes_against": votes[1], "outcome": outcome}
        raise RefusedError("decisions.refused.contradicts", about="confirmed", **said)
