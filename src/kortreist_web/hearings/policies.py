"""Who may do what with hearings and what comes in."""

from __future__ import annotations

from kortreist_web.core.participation import KINDS
from kortreist_web.core.policy import (
    CASE_OFFICERS,
    MODERATORS,
    PROCESS_LEADS,
    READERS,
    ParticipantPolicy,
    Policy,
)
from kortreist_web.hearings.models import (
    Extension,
    FileCopy,
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
    """Members see hearings; process leads hold them. What is open is shown to everybody."""

    model = Hearing
    roles = {"view": READERS, "change": PROCESS_LEADS}


class HearingDocumentPolicy(Policy):
    """As the hearing."""

    model = HearingDocument
    roles = {"view": READERS, "change": PROCESS_LEADS}


class ExtensionPolicy(Policy):
    """As the hearing."""

    model = Extension
    roles = {"view": READERS, "change": PROCESS_LEADS}


class RecipientPolicy(Policy):
    """As the hearing."""

    model = Recipient
    roles = {"view": READERS, "change": PROCESS_LEADS}


class SubmissionPolicy(ParticipantPolicy):
    """Participants submit; members see it as sent, case officers enter what came another way."""

    model = Submission
    roles = {"view": READERS, "change": CASE_OFFICERS}
    kinds = {"submit": _ALL}


class SubmissionHandlingPolicy(ParticipantPolicy):
    """As the submission; a participant withdraws her own."""

    model = SubmissionHandling
    roles = {"view": READERS, "change": CASE_OFFICERS, "withdraw": CASE_OFFICERS}
    kinds = {"withdraw": _ALL}


class SubmissionContactPolicy(ParticipantPolicy):
    """Case officers alone see how a sender is reached; a participant has her own erased."""

    model = SubmissionContact
    roles = {"view": CASE_OFFICERS, "change": CASE_OFFICERS, "erase": CASE_OFFICERS}
    kinds = {"erase": _ALL}


class SubmissionFilePolicy(Policy):
    """As the submission; who answers, moderates or audits gets it as it came."""

    model = SubmissionFile
    roles = {
        "view": READERS,
        "change": CASE_OFFICERS,
        "original": CASE_OFFICERS | MODERATORS | {"auditor"},
    }


class FileCopyPolicy(Policy):
    """Members see what everybody gets; moderators make it."""

    model = FileCopy
    roles = {"view": READERS, "change": MODERATORS}


class SubmissionPointPolicy(Policy):
    """Members see points; case officers split, join and answer them."""

    model = SubmissionPoint
    roles = {
        "view": READERS,
        "change": CASE_OFFICERS,
        "change_any": CASE_OFFICERS | MODERATORS,
    }


class SectionChangePolicy(Policy):
    """As the hearing."""

    model = SectionChange
    roles = {"view": READERS, "change": CASE_OFFICERS}


class ObjectionPolicy(Policy):
    """As the hearing."""

    model = Objection
    roles = {"view": READERS, "change": CASE_OFFICERS}
