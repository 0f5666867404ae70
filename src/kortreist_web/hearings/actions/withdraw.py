"""A sender withdraws what she said, or has the way to reach her erased; the words stay."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.events import emit
from kortreist_web.core.participation import is_participant
from kortreist_web.core.refusals import RefusedError
from kortreist_web.hearings.models import Submission, SubmissionContact, SubmissionHandling
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["erase_contact", "withdraw"]


@action("withdraw", SubmissionHandling)
def withdraw(
    who: Actor, organisation: Organisation, *, submission: Submission, why: str = ""
) -> SubmissionHandling:
    """Mark a submission as withdrawn: it stays in the archive and on the list, marked.

    Raises
    ------
    PermissionDenied
        It is somebody else's.
    RefusedError
        It is withdrawn already; an officer gives no reason.
    """
    _own(who, submission)
    handling = submission.handling
    if handling.withdrawn_on is not None:
        raise RefusedError("hearings.refused.withdrawn")
    if not is_participant(who) and not why.strip():
        raise RefusedError("hearings.refused.because", about="why")
    handling.withdrawn_on = timezone.localdate()
    handling.save()
    emit("submission.withdrawn", submission)
    return handling


@action("erase", SubmissionContact)
def erase_contact(
    who: Actor, organisation: Organisation, *, submission: Submission, why: str = ""
) -> SubmissionContact:
    """Erase how a sender is reached; nothing can be sent to her afterwards.

    Raises
    ------
    PermissionDenied
        It is somebody else's.
    RefusedError
        There is nothing to erase.
    """
    _own(who, submission)
    contact = SubmissionContact.objects.filter(submission=submission).exclude(salt="").first()
    if contact is None:
        raise RefusedError("hearings.refused.no_contact")
    contact.erase()
    return contact


def _own(who: Actor, submission: Submission) -> None:
    if is_participant(who) and submission.participant_id != who.pk:
        raise PermissionDenied("somebody else's submission")
