"""Who may do what with hearings and what comes in."""

from __future__ import annotations

from kortreist_web.core.policy import EDITORS, READERS, Policy
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


class SubmissionPolicy(Policy):
    """Members see what came in as it was sent; editors enter what came another way."""

    model = Submission
    roles = {"view": READERS, "change": EDITORS}


class SubmissionHandlingPolicy(Policy):
    """As the submission."""

    model = SubmissionHandling
    roles = {"view": READERS, "change": EDITORS}


class SubmissionContactPolicy(Policy):
    """Editors alone see how a sender is reached."""

    model = SubmissionContact
    roles = {"view": EDITORS, "change": EDITORS, "erase": EDITORS}


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
