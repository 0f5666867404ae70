"""The background job that tells senders, and the link by which one ends it.

A message is written down before it is sent: whatever stops the worker, nobody is told twice.
"""

from __future__ import annotations

import hmac
from datetime import date
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from kortreist.i18n import LANGUAGES
from kortreist_web.core.actor_context import acting
from kortreist_web.core.texts import web
from kortreist_web.hearings.models import Hearing, SubmissionContact
from kortreist_web.hearings.notices import Moved, untold
from kortreist_web.hearings.queries import title_of
from kortreist_web.jobs.kinds import Progress, Write
from kortreist_web.jobs.models import Job
from kortreist_web.jobs.queue import enqueue
from kortreist_web.participation.models import Notice
from kortreist_web.participation.trace_kinds import SUBMISSION
from kortreist_web.tenants.models import Organisation

__all__ = ["TELL", "ask_to_tell", "contact_of", "stop_token", "tell", "tell_hearing"]

#: The kind of the background job.
TELL = "hearings.tell"


def stop_token(contact: SubmissionContact) -> str:
    """Return what a link to end the messages holds: of the row's own salt, so it ends with it."""
    said = f"hearings.stop:{contact.pk}:{contact.salt}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, sha256).hexdigest()[:40]


def contact_of(
    organisation: Organisation, hearing: int, key: int, token: str
) -> SubmissionContact | None:
    """Return the contact a link is of; None: none, or it is erased."""
    rows = SubmissionContact.objects.filter(organisation=organisation, pk=key)
    row = rows.filter(submission__hearing=hearing).exclude(salt="").first()
    if row is None or not hmac.compare_digest(stop_token(row), token):
        return None
    return row


def ask_to_tell(day: date) -> None:
    """Ask for the day's messages, once for each organisation with a hearing."""
    keys = Hearing.objects.exclude(state=Hearing.State.DRAFT).values("organisation")
    for organisation in Organisation.objects.filter(pk__in=keys):
        enqueue(
            TELL,
            {"day": day.isoformat()},
            organisation=organisation,
            key=f"{TELL}:{organisation.pk}:{day.isoformat()}",
            queue="messages",
        )


def tell(job: Job, progress: Progress) -> Write:
    """Write to the senders of an organisation's hearings what has moved."""
    organisation = job.organisation
    assert organisation is not None, "messages are queued for one organisation"
    rows = Hearing.objects.filter(organisation=organisation).exclude(state=Hearing.State.DRAFT)
    sent = failed = 0
    for hearing in rows.select_related("heard", "process", "organisation"):
        one, other = tell_hearing(hearing)
        sent, failed = sent + one, failed + other
    progress(sent + failed, sent + failed, "hearings.notice.sending")

    def write() -> dict[str, Any]:
        return {"sent": sent, "failed": failed}

    return write


def tell_hearing(hearing: Hearing) -> tuple[int, int]:
    """Write to the senders of one hearing; returns how many messages went, and how many not."""
    sent = failed = 0
    for contact, moved in untold(hearing):
        notices = _write_down(hearing, contact, moved)
        problem = ""
        try:
            if not _mail(hearing, contact, moved).send():
                problem = "0"
        except OSError as error:  # a dead address does not keep the others from theirs
            problem = type(error).__name__
        sent, failed = sent + (not problem), failed + bool(problem)
        with transaction.atomic(), acting(None, "hearings.tell", name="program"):
            for notice in notices:
                notice.failure = problem
                notice.sent_at = None if problem else timezone.now()
                notice.save()
    return sent, failed


def _write_down(hearing: Hearing, contact: SubmissionContact, moved: list[Moved]) -> list[Notice]:
    made = []
    with transaction.atomic(), acting(None, "hearings.tell", name="program"):
        for one in moved:
            notice = Notice(
                organisation_id=hearing.organisation_id,
                process=hearing.process,
                contact_kind=SUBMISSION,
                contact=contact.submission_id,
                what=one.what,
                subject_kind=one.subject_kind,
                subject=one.subject,
                mark=one.mark,
            )
            notice.save()
            made.append(notice)
    return made


def _mail(hearing: Hearing, contact: SubmissionContact, moved: list[Moved]) -> EmailMessage:
    """Return the message: what has moved, where it is read, and how to get no more."""
    organisation, submission = hearing.organisation, contact.submission
    said = submission.content["language"]
    language = said if said in LANGUAGES else organisation.language
    words = web(language)
    with override(language):
        keys = {"code": organisation.code, "pk": hearing.pk}
        link = reverse("hearings:statement", kwargs={**keys, "number": submission.number})
        stop = {**keys, "contact": contact.pk, "token": stop_token(contact)}
        values = {
            "place": organisation.name,
            "title": title_of(hearing.heard),
            "number": submission.number,
            "link": settings.ORIGIN + link,
            "stop": settings.ORIGIN + reverse("hearings:stop", kwargs=stop),
        }
    lines = [
        f"- {words(f'hearings.notice.{what}')}" for what in dict.fromkeys(m.what for m in moved)
    ]
    body = (
        words("hearings.notice.body", **values),
        "\n".join(lines),
        words("hearings.notice.end", **values),
    )
    subject = " ".join(words("hearings.notice.subject", **values).split())
    return EmailMessage(subject, "\n\n".join(body), settings.DEFAULT_FROM_EMAIL, [contact.email])
