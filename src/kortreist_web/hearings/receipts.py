"""The receipt of a submission: a secret link by which its sender comes back to it.

The link's secret is what the participant's key of the process is made of (issuer ``receipt``),
so that nothing of it is stored; when the process ends and its secret is destroyed, no link leads
to anybody any more.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.db import transaction

from kortreist_web.hearings.actions.submit import Contact, Words, submit
from kortreist_web.hearings.attachments import Attachment
from kortreist_web.hearings.models import Hearing, Submission
from kortreist_web.participation.models import PROCESS
from kortreist_web.people.models import Participant, ProcessSecret
from kortreist_web.people.participants import join, key_of
from kortreist_web.tenants.models import Organisation

__all__ = ["find_submission", "receive", "sender_of"]

_ISSUER = "receipt"
#: Sender's kind → in what quality she takes part.
_QUALITY = {
    "person": "resident",
    "unit": "unit",
    "council": "elected_representative",
}


def receive(
    organisation: Organisation,
    hearing: Hearing,
    words: Words,
    contact: Contact | None,
    files: Sequence[Attachment],
) -> tuple[Submission, str]:
    """Take in a submission from somebody nobody knows; return it and the secret of its receipt.

    Everything is written in one transaction: what has been confirmed is kept.

    Raises
    ------
    RefusedError
    """
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        participant = join(
            organisation,
            PROCESS,
            hearing.process_id,
            issuer=_ISSUER,
            subject=token,
            channel="open",
            kind=_QUALITY.get(words.sender_kind, "organisation"),
        )
        submission = submit(
            participant, organisation, hearing=hearing, words=words, contact=contact, files=files
        )
    return submission, token


def sender_of(organisation: Organisation, hearing: Hearing, token: str) -> Participant | None:
    """Return the participant a receipt is of; None: nobody, or the process is over."""
    secret = ProcessSecret.objects.filter(
        organisation=organisation, process_kind=PROCESS, process=hearing.process_id
    ).first()
    if secret is None or not secret.secret:
        return None
    key = key_of(secret.secret, _ISSUER, token)
    return Participant.objects.filter(
        organisation=organisation,
        process_kind=PROCESS,
        process=hearing.process_id,
        key=key,
    ).first()


def find_submission(
    organisation: Organisation, hearing: Hearing, token: str
) -> tuple[Participant, Submission] | None:
    """Return who sent what a receipt is of, and it."""
    participant = sender_of(organisation, hearing, token)
    if participant is None:
        return None
    rows = Submission.objects.filter(
        organisation=organisation, hearing=hearing, participant=participant
    )
    submission = rows.select_related("handling", "hearing").first()
    return None if submission is None else (participant, submission)
