"""Take in what somebody says in a hearing: on the web without an account, or by an officer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.events import emit
from kortreist_web.core.identity import refuse_identity_number
from kortreist_web.core.refusals import RefusedError
from kortreist_web.hearings.attachments import Attachment
from kortreist_web.hearings.models import (
    Hearing,
    Recipient,
    Submission,
    SubmissionContact,
    SubmissionFile,
    SubmissionHandling,
)
from kortreist_web.participation.allowances import require_allowed
from kortreist_web.people.models import Actor, Participant, User
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import kind_of

__all__ = ["Contact", "Words", "enter", "submit"]

#: So many characters a text may have: a long letter is some 20,000.
_LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Words:
    """What is said, and by whom: what is frozen.

    Parameters
    ----------
    sender : str
        The name it is shown by.
    sender_kind : str
        One of ``Submission.SenderKind``.
    text : str
    sections : sequence of str
        Keys of the sections it is about; none: all of it.
    language : str
        ``"nb"``, ``"nn"``, ``"en"``, or another the sender wrote in.
    """

    sender: str
    sender_kind: str
    text: str
    sections: Sequence[str] = ()
    language: str = "nb"


@dataclass(frozen=True, slots=True)
class Contact:
    """How a sender is reached; kept apart, and erasable."""

    email: str = ""
    phone: str = ""
    address: str = ""


@action("submit", Submission)
def submit(
    who: Participant,
    organisation: Organisation,
    *,
    hearing: Hearing,
    words: Words,
    contact: Contact | None = None,
    files: Sequence[Attachment] = (),
) -> Submission:
    """Take in a submission from somebody without an account; what comes late is kept and marked.

    Raises
    ------
    RefusedError
        The hearing is not open, or what is said cannot be taken in as it is.
    """
    if hearing.state not in (Hearing.State.OPEN, Hearing.State.CLOSED):
        raise RefusedError("hearings.refused.not_open")
    require_allowed(who, hearing.process, "submit")
    now = timezone.now()
    received = (timezone.localdate(now), now, str(Submission.ReceivedBy.WEB))
    return _take_in(who, organisation, hearing, words, contact, files, received, None)


@action("change", Submission)
def enter(
    who: User,
    organisation: Organisation,
    *,
    hearing: Hearing,
    words: Words,
    received_on: date,
    received_by: str,
    contact: Contact | None = None,
    files: Sequence[Attachment] = (),
    recipient: Recipient | None = None,
    archive_reference: str = "",
) -> Submission:
    """Enter a submission that came by e-mail, on paper, from the case system or at a meeting.

    Raises
    ------
    RefusedError
        The hearing has not opened or is done with, the day is before it opened or has not come,
        or what is said cannot be taken in as it is; it has been taken in already: the same
        reference in the archive, or the same words of the same sender.
    """
    if hearing.state not in (Hearing.State.OPEN, Hearing.State.CLOSED):
        raise RefusedError("hearings.refused.not_open")
    require_allowed(who, hearing.process, "enter")
    _refuse_second(hearing, words, archive_reference.strip())
    if received_by not in Submission.ReceivedBy.values or received_by == "web":
        raise RefusedError("hearings.refused.received_by", about="received_by")
    if not hearing.opens_on <= received_on <= timezone.localdate():
        raise RefusedError("hearings.refused.received_on", about="received_on")
    if recipient is not None and recipient.hearing_id != hearing.pk:
        raise RefusedError("hearings.refused.recipient", about="recipient")
    received = (received_on, timezone.now(), received_by)
    made = _take_in(who, organisation, hearing, words, contact, files, received, recipient)
    if archive_reference.strip():
        made.handling.archive_reference = archive_reference.strip()
        made.handling.save()
    return made


def _refuse_second(hearing: Hearing, words: Words, reference: str) -> None:
    own = Submission.objects.filter(hearing=hearing)
    same = own.filter(handling__archive_reference=reference) if reference else own.none()
    text = words.text.strip()
    if not same.exists() and text:
        same = own.filter(content__sender=words.sender.strip(), content__text=text)
    number = same.values_list("number", flat=True).first()
    if number is not None:
        raise RefusedError("hearings.refused.taken_in_already", number=number)


def _take_in(
    who: Actor,
    organisation: Organisation,
    hearing: Hearing,
    words: Words,
    contact: Contact | None,
    files: Sequence[Attachment],
    received: tuple[date, datetime, str],
    recipient: Recipient | None,
) -> Submission:
    _check(hearing, words, bool(files))
    for text in (words.sender, words.text, *(vars_of(contact))):
        refuse_identity_number(text)
    for one in files:
        refuse_identity_number(one.name, "attachments")
    # The hearing's row is held: numbers follow each other, also when two come at once.
    Hearing.objects.select_for_update().get(pk=hearing.pk)
    last = Submission.objects.filter(hearing=hearing).aggregate(Max("number"))["number__max"]
    on, at, by = received
    participant = who if isinstance(who, Participant) else None
    submission = Submission(
        organisation=organisation,
        hearing=hearing,
        number=(last or 0) + 1,
        received_on=on,
        received_at=at,
        received_by=by,
        recipient=recipient,
        participant=participant,
        content={
            "sender": words.sender.strip(),
            "sender_kind": words.sender_kind,
            "text": words.text.strip(),
            "sections": list(dict.fromkeys(words.sections)),
            "language": words.language,
            "files": [one.said() for one in files],
        },
    )
    submission.save()
    for one in files:
        SubmissionFile(
            organisation=organisation,
            submission=submission,
            name=one.name,
            media_type=one.media_type,
            size=len(one.data),
            sha256=one.sha256,
            data=one.data,
        ).save()
    SubmissionHandling(organisation=organisation, submission=submission).save()
    if contact is not None and any(vars_of(contact)):
        SubmissionContact(
            organisation=organisation,
            submission=submission,
            participant=participant,
            email=contact.email.strip(),
            phone=contact.phone.strip(),
            address=contact.address.strip(),
        ).save()
    emit("submission.received", submission)
    return submission


def vars_of(contact: Contact | None) -> tuple[str, ...]:
    """Return what a contact says, or nothing."""
    return () if contact is None else (contact.email, contact.phone, contact.address)


def _check(hearing: Hearing, words: Words, has_files: bool) -> None:
    if not words.sender.strip():
        raise RefusedError("hearings.refused.sender", about="sender")
    if words.sender_kind not in Submission.SenderKind.values:
        raise RefusedError("hearings.refused.sender_kind", about="sender_kind")
    if not words.text.strip() and not has_files:
        raise RefusedError("hearings.refused.text", about="text")
    if len(words.text) > _LONGEST:
        raise RefusedError("hearings.refused.long", about="text", most=_LONGEST)
    sections = kind_of(hearing.heard.kind).sections
    known = {one.key for one in sections(hearing.heard, "nb")} if sections else set()
    if not known.issuperset(words.sections):
        raise RefusedError("hearings.refused.section", about="sections")
