"""Who may do what with hearings and what comes in."""

from __future__ import annotations

from kortreist_web.core.participation import KINDS
from kortreist_web.core.policy import EDITORS, READERS, ParticipantPolicy, Policy
from kortreist_web.hearings.models import (
    Extension,
    Hearing,
    HearingDocument,
    Objection,
    Recipient,
    SectionChange,
    Submission,
    SubmissionContact,
    SubmissionFile,
    SubmissionHandling,
    SubmissionPoint,
)

__all__ = ["HearingPolicy"]

#: Everybody who takes part, in whatever quality.
_ALL = frozenset(KINDS)


class HearingPolicy(Policy):
    """Members see hearings; editors hold them. What is open is shown to everybody."""

    model = Hearing
    roles = {"view": READERS, "change": EDITORS}


class HearingDocumentPolicy(Policy):
    """As the hearing."""

    model = HearingDocument
    roles = {"view": READERS, "change": EDITORS}


class ExtensionPolicy(Policy):
    """As the hearing."""

    model = Extension
    roles = {"view": READERS, "change": EDITORS}


class RecipientPolicy(Policy):
    """As the hearing."""

    model = Recipient
    roles = {"view": READERS, "change": EDITORS}


class SubmissionPolicy(ParticipantPolicy):
    """Participants submit; members see it as it was sent, editors enter what came another way."""

    model = Submission
    roles = {"view": READERS, "change": EDITORS}
    kinds = {"submit": _ALL}


class SubmissionHandlingPolicy(ParticipantPolicy):
    """As the submission; a participant withdraws her own."""

    model = SubmissionHandling
    roles = {"view": READERS, "change": EDITORS, "withdraw": EDITORS}
    kinds = {"withdraw": _ALL}


class SubmissionContactPolicy(ParticipantPolicy):
    """Editors alone see how a sender is reached; a participant has her own erased."""

    model = SubmissionContact
    roles = {"view": EDITORS, "change": EDITORS, "erase": EDITORS}
    kinds = {"erase": _ALL}


class SubmissionFilePolicy(Policy):
    """As the submission."""

    model = SubmissionFile
    roles = {"view": READERS, "change": EDITORS}


class SubmissionPointPolicy(Policy):
    """Members see points; editors split, join and answer them."""

    model = SubmissionPoint
    roles = {"view": READERS, "change": EDITORS}


class SectionChangePolicy(Policy):
    """As the hearing."""

    model = SectionChange
    roles = {"view": READERS, "change": EDITORS}


class ObjectionPolicy(Policy):
    """As the hearing."""

    model = Objection
    roles = {"view": READERS, "change": EDITORS}
