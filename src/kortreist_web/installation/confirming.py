"""Showing that an address is one's own, before anything is written about whoever asks.

What was typed lies in the link itself, signed: until the person has opened it, nothing is kept
of her, and the answer is the same whoever has an account here.
"""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.core.callers import hidden
from kortreist_web.core.texts import web
from kortreist_web.people.request_count import allowed

__all__ = ["GOOD_SECONDS", "Asked", "confirm_link", "read_key", "send_confirmation", "send_mail"]

_SALT = "kortreist.take_into_use"
#: How long the link is good.
GOOD_SECONDS = 2 * 86_400
_log = logging.getLogger("kortreist.installation")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody has asked for: the municipality's number and name, and who she is."""

    code: str
    place: str
    email: str
    name: str
    language: str
    job: str = ""


def confirm_link(asked: Asked) -> str:
    """Return the address at which what was asked for is confirmed."""
    key = signing.dumps(asdict(asked), salt=_SALT, compress=True)
    with override(asked.language):
        return f"{settings.ORIGIN}{reverse('begin:confirm', kwargs={'key': key})}"


def read_key(key: str) -> Asked | None:
    """Return what a link confirms, while it is good; None: it is made up, changed or too old."""
    try:
        return Asked(**signing.loads(key, salt=_SALT, max_age=GOOD_SECONDS))
    except (signing.BadSignature, TypeError):
        return None


def send_confirmation(asked: Asked) -> bool:
    """Send the link, a few times a day to one address at most; whether there was one left."""
    if allowed("take_into_use_mail", hidden(f"mail {asked.email}")):
        return False
    values = {"place": asked.place, "link": confirm_link(asked), "site": settings.ORIGIN}
    send_mail(asked.language, [asked.email], "confirm", **values)
    return True


def send_mail(language: str, to: list[str], name: str, **values: str) -> None:
    """Send a mail about taking into use; one that cannot be sent stops nothing."""
    if not to:
        return
    words = web(language)
    body = "\n\n".join(
        (
            words(f"installation.mail.{name}", **values),
            words("people.mail.signature", site=settings.ORIGIN, place="", link="", days=0),
        )
    )
    subject = words(f"installation.mail.{name}_subject", **values)
    try:
        EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, to).send()
    except OSError as error:
        _log.warning("mail about taking into use was not sent", extra={"error": str(error)})
