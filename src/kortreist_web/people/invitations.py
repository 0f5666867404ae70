"""Invitations: a link to the address, with which somebody chooses how to sign in.

The link is good for ``PASSWORD_RESET_TIMEOUT`` and once: it ends when a password is chosen
or a provider's account is connected.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import url_str_to_user_pk, user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.core.texts import web
from kortreist_web.people.models import Membership, User
from kortreist_web.tenants.models import Organisation

__all__ = ["accept", "invited_by", "invited_here", "invited_link", "send_invitation"]

_SESSION = "kortreist_invitation"
_MINUTES = 30


def invited_link(user: User, language: str) -> str:
    """Return the address of an invitation."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    with override(language):
        return f"{settings.ORIGIN}{reverse('people:invitation', kwargs={'key': key})}"


def invited_by(key: str) -> User | None:
    """Return whose invitation a link is, while it is good."""
    uid, _, token = key.partition("-")
    try:
        user = User.objects.filter(pk=url_str_to_user_pk(uid), is_active=True).first()
    except ValueError:
        return None
    if user is None or not default_token_generator.check_token(user, token):
        return None
    return user


def accept(request: HttpRequest, user: User) -> None:
    """Remember for a while that this browser came with the person's invitation."""
    request.session[_SESSION] = {"user": user.pk, "until": time.time() + 60 * _MINUTES}


def invited_here(request: HttpRequest) -> User | None:
    """Return who came with an invitation a short while ago; it is used up by asking."""
    kept: dict[str, Any] = request.session.pop(_SESSION, None) or {}
    if float(kept.get("until", 0)) < time.time():
        return None
    user: User | None = User.objects.filter(pk=kept["user"], is_active=True).first()
    return user


def send_invitation(
    user: User, organisation: Organisation, membership: Membership | None = None
) -> None:
    """Send the link, when what was written is in the database; invented people get none.

    Parameters
    ----------
    membership : Membership, optional
        The role it is about: what she is called there stands in the mail.
    """
    if user.invented:
        return
    language = user.language or organisation.language
    words = web(language)
    values = {
        "place": organisation.name,
        "link": invited_link(user, language),
        "site": settings.ORIGIN,
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }
    # One who signs in already only needs to know where to go.
    name = "access" if user.has_usable_password() else "invitation"
    with override(language):
        called = membership.title if membership is not None else ""
    lines = [words(f"people.mail.{name}", **values)]
    if called:
        lines.append(words("people.mail.as_job", title=called))
    body = "\n\n".join((*lines, words("people.mail.signature", **values)))
    mail = EmailMessage(
        words(f"people.mail.{name}_subject", **values),
        body,
        settings.DEFAULT_FROM_EMAIL,
        [user.email],
    )
    transaction.on_commit(mail.send, robust=True)  # the role stands, mail or not
