"""Who may write case papers, record resolutions and votes, and follow points up."""

from __future__ import annotations

from kortreist_web.core.policy import EDITORS, READERS, Policy
from kortreist_web.decisions.models import (
    Body,
    BodyMember,
    CasePaper,
    Disqualification,
    Resolution,
    ResolutionPoint,
    Vote,
)

__all__ = [
    "BodyMemberPolicy",
    "BodyPolicy",
    "CasePaperPolicy",
    "DisqualificationPolicy",
    "ResolutionPointPolicy",
    "ResolutionPolicy",
    "VotePolicy",
]

_APPROVERS = frozenset({"approver"})


class CasePaperPolicy(Policy):
    """Members see; editors write, until it is decided upon."""

    model = CasePaper
    roles = {"view": READERS, "change": EDITORS}

    def fits(self, user: object, permission: str, obj: CasePaper) -> bool:
        """A paper that has been decided upon stays as the council read it."""
        return permission == "view" or not obj.resolutions.exists()


class ResolutionPolicy(Policy):
    """Members see; approvers record what the council decided."""

    model = Resolution
    roles = {"view": READERS, "record": _APPROVERS}


class BodyPolicy(Policy):
    """Members see; editors keep the bodies as they are."""

    model = Body
    roles = {"view": READERS, "change": EDITORS}


class BodyMemberPolicy(Policy):
    """Follows the body."""

    model = BodyMember
    roles = {"view": READERS, "change": EDITORS}


class ResolutionPointPolicy(Policy):
    """Members see; editors say how what was decided is followed up.

    Approvers change what a point that asks for something is taken to say.
    """

    model = ResolutionPoint
    roles = {"view": READERS, "change": EDITORS, "reword": _APPROVERS}


class VotePolicy(Policy):
    """Members see; approvers record how the council voted, as they record the resolution."""

    model = Vote
    roles = {"view": READERS, "record": _APPROVERS}


class DisqualificationPolicy(Policy):
    """Follows the vote."""

    model = Disqualification
    roles = {"view": READERS, "record": _APPROVERS}
