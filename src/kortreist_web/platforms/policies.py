"""Who may write the platform, suggest changes to it, and take what the council has adopted."""

from __future__ import annotations

from kortreist_web.core.policy import EDITORS, READERS, Policy
from kortreist_web.platforms.models import (
    Commitment,
    CommitmentLink,
    FindingSetAside,
    Handover,
    HandoverAnswer,
    NumberFact,
    Platform,
    PlatformSection,
    PrincipleReview,
    Suggestion,
)

__all__ = [
    "CommitmentLinkPolicy",
    "CommitmentPolicy",
    "FindingSetAsidePolicy",
    "HandoverAnswerPolicy",
    "HandoverPolicy",
    "NumberFactPolicy",
    "PlatformPolicy",
    "PlatformSectionPolicy",
    "PrincipleReviewPolicy",
    "SuggestionPolicy",
]

_APPROVERS = frozenset({"approver"})


class PlatformPolicy(Policy):
    """Members see it and editors write it; approvers put it to the council."""

    model = Platform
    roles = {"view": READERS, "change": EDITORS, "propose": EDITORS, "adopt": _APPROVERS}


class PlatformSectionPolicy(Policy):
    """As the platform."""

    model = PlatformSection
    roles = {"view": READERS, "change": EDITORS}


class CommitmentPolicy(Policy):
    """As the platform."""

    model = Commitment
    roles = {"view": READERS, "change": EDITORS}


class CommitmentLinkPolicy(Policy):
    """As the platform."""

    model = CommitmentLink
    roles = {"view": READERS, "change": EDITORS}


class SuggestionPolicy(Policy):
    """Every member may suggest, a councillor too; editors answer."""

    model = Suggestion
    roles = {"view": READERS, "suggest": READERS, "change": EDITORS}


class NumberFactPolicy(Policy):
    """As the platform."""

    model = NumberFact
    roles = {"view": READERS, "change": EDITORS}


class FindingSetAsidePolicy(Policy):
    """As the platform."""

    model = FindingSetAside
    roles = {"view": READERS, "change": EDITORS}


class PrincipleReviewPolicy(Policy):
    """Members see them; editors and those who report for a unit judge."""

    model = PrincipleReview
    roles = {"view": READERS, "change": EDITORS | {"reporter"}}


class HandoverPolicy(Policy):
    """As the platform."""

    model = Handover
    roles = {"view": READERS, "change": EDITORS}


class HandoverAnswerPolicy(Policy):
    """Members see them; who records resolutions enters what the new council resolved."""

    model = HandoverAnswer
    roles = {"view": READERS, "change": _APPROVERS}
