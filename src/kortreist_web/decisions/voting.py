"""What a vote came to: whether the body could decide, and what it decided.

Computed from the members of the day, never typed: at least half of the members must have
voted (Local Government Act § 11-9), most votes decide, and the chair where they are equal.
A council of which fewer members are entered than it must have is taken to have so many.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kortreist import facts
from kortreist.errors import FactsError
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.council_size import council_size
from kortreist_web.decisions.models import Body, BodyMember, Resolution, ResolutionPoint, Vote

__all__ = ["Tally", "carries", "check_vote", "contradicts", "quorum_share", "tally"]

#: The dated fact that says how large a share of the members must have voted.
_RULE = "quorum/share"


@dataclass(frozen=True, slots=True)
class Tally:
    """A vote counted.

    Parameters
    ----------
    cast : int
        Votes for and against.
    members : int or None
        Members of the body that day; None: none are entered, so quorum is not known.
    needed : int or None
        The fewest votes with which the body could decide.
    has_quorum : bool or None
        None: not known, also where a council's entered members are fewer than it must have.
    carried : bool or None
        None: as many for as against, and how the chair voted is not entered.
    disqualified : int
        Members who could not take part.
    members_met : int or None
        Those who voted that were no deputies; None: how many were is not entered.
    least : int or None
        The fewest members the council may have, where fewer are entered.
    """

    cast: int
    members: int | None
    needed: int | None
    has_quorum: bool | None
    carried: bool | None
    disqualified: int
    members_met: int | None = None
    least: int | None = None


def quorum_share(day: date) -> float | None:
    """Return the share of the members who must have voted; None: no rule of that day is known."""
    try:
        return facts.load().figure(_RULE, day).value
    except FactsError:
        return None


def tally(vote: Vote) -> Tally:
    """Count a vote, with the members the body had when it was taken."""
    day = vote.resolution.decided_on
    cast = vote.votes_for + vote.votes_against
    members = vote.body.members_on(day).count() or None
    share = quorum_share(day)
    size = council_size(vote.body, day)
    least = size.least if size is not None and size.few else None
    needed = None if members is None or share is None else math.ceil((least or members) * share)
    carried = carries(vote.votes_for, vote.votes_against, vote.casting_vote)
    return Tally(
        cast,
        members,
        needed,
        None if needed is None or (least and cast < needed) else cast >= needed,
        carried,
        vote.disqualified.count(),
        None if vote.deputies_met is None else cast - vote.deputies_met,
        least,
    )


def carries(votes_for: int, votes_against: int, casting_vote: str) -> bool | None:
    """Return whether most were for; None: as many against, and the chair's is not entered."""
    if votes_for == votes_against:
        return {"for": True, "against": False}.get(casting_vote)
    return votes_for > votes_against


def contradicts(
    resolution: Resolution, point: ResolutionPoint | None, carried: bool | None
) -> bool:
    """Tell whether a vote is another than what is recorded that the body decided.

    A case that was returned says nothing of which votes it got.
    """
    expected = {Resolution.Outcome.ADOPTED: True, Resolution.Outcome.REJECTED: False}
    wanted = expected.get(Resolution.Outcome(resolution.outcome))
    if point is not None and point.kind == ResolutionPoint.Kind.REJECT:
        wanted = False
    return wanted is not None and carried is not wanted


def check_vote(
    body: Body,
    day: date,
    votes_for: int,
    votes_against: int,
    by_party: Mapping[str, Sequence[int]],
    casting_vote: str,
    disqualified: Iterable[BodyMember],
    deputies_met: int | None = None,
) -> None:
    """Refuse numbers that cannot all be right.

    Raises
    ------
    RefusedError
        Nobody voted; more votes than members who could vote; the parties' votes do not add up;
        a casting vote though the numbers differ; more deputies than there were; one who was
        neither member nor deputy cannot be disqualified.
    """
    cast = votes_for + votes_against
    if cast == 0:
        raise RefusedError("decisions.refused.nobody_voted")
    members = {m.pk for m in body.members_on(day)}
    deputies = {m.pk for m in body.deputies_on(day)}
    out = {m.pk for m in disqualified}
    for member in disqualified:
        if member.pk not in members | deputies:
            raise RefusedError(
                "decisions.refused.not_member", about="disqualified", name=member.name
            )
    seats = len(members) - max(0, len(out & members) - len(deputies - out))
    if members and cast > seats:
        raise RefusedError("decisions.refused.more_votes", cast=cast, members=seats)
    available = len(deputies - out) if members else cast
    if deputies_met is not None and deputies_met > min(cast, available):
        limit = min(cast, available)
        raise RefusedError("decisions.refused.more_deputies", about="deputies_met", n=limit)
    if by_party:
        sums = tuple(sum(int(v[n]) for v in by_party.values()) for n in (0, 1))
        if sums != (votes_for, votes_against):
            raise RefusedError(
                "decisions.refused.parties", votes_for=sums[0], votes_against=sums[1]
            )
    if casting_vote and votes_for != votes_against:
        raise RefusedError("decisions.refused.casting")
