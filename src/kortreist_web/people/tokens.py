"""Keys for programs: shown once, kept as a digest, with scopes and an end.

A key acts for a person in one organisation and can do less than she: ``read`` reads what
members see, ``report`` also reports, ``write`` also edits drafts. None adopts, publishes or
gives access.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable

from django.utils import timezone
from ninja.errors import HttpError

from kortreist_web.core.policy import ALL_ROLES, EDITORS
from kortreist_web.people.models import ApiToken, User
from kortreist_web.people.request_count import allowed

__all__ = ["LONGEST_DAYS", "SCOPES", "digest_of", "holder_of", "idle_scopes", "new_key", "user_of"]

#: Scope → roles a key with it acts in, of those the person has or that are less than hers.
SCOPES: dict[str, frozenset[str]] = {
    "read": frozenset({"reader"}),
    "report": frozenset({"reader", "reporter"}),
    "write": frozenset(
        {"reader", "reporter", "editor", "process_lead", "case_officer", "moderator"}
    ),
}
#: Role the person must have for the key to act in one.
_NEEDED: dict[str, frozenset[str]] = {
    "reader": ALL_ROLES,
    "reporter": frozenset({"reporter", "editor", "approver"}),
    "editor": EDITORS,
    **{role: frozenset({role}) for role in ("process_lead", "case_officer", "moderator")},
}
#: Scope → the roles in :data:`_NEEDED` without which it opens no more than the one before it.
_MEANT = {
    "read": ("reader",),
    "report": ("reporter",),
    "write": ("editor", "process_lead", "case_officer", "moderator"),
}
LONGEST_DAYS = 400
_START = "kort_"


def idle_scopes(scopes: Iterable[str], has: frozenset[str]) -> list[str]:
    """Return the scopes that would open nothing for a person with these roles."""
    return [s for s in scopes if not any(has & _NEEDED[role] for role in _MEANT[s])]


def digest_of(secret: str) -> str:
    """Return what is kept of a key's secret; it is long and random, so one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_key() -> tuple[str, str, str]:
    """Return a new key, its prefix and the digest of its secret."""
    prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    return f"{_START}{prefix}_{secret}", prefix, digest_of(secret)


def user_of(header: str | None) -> tuple[User, ApiToken] | None:
    """Return whose key a request carries (``Authorization: Bearer kort_…``), and the key.

    The person that is returned has only the roles the key's scopes leave her, in the key's
    organisation only. None: no key, or one that is unknown, ended or revoked.
    """
    kind, _, key = (header or "").partition(" ")
    if kind.lower() != "bearer" or not key.startswith(_START):
        return None
    prefix, _, secret = key.removeprefix(_START).partition("_")
    today = timezone.localdate()
    token = (
        ApiToken.objects.select_related("user", "organisation")
        .filter(prefix=prefix, revoked_on=None, expires_on__gt=today)
        .first()
    )
    if token is None or not hmac.compare_digest(token.digest, digest_of(secret)):
        return None
    user = token.user
    if not user.is_active:
        return None
    has = user.roles_in(token.organisation)
    granted = frozenset(r for s in token.scopes for r in SCOPES.get(s, ()))
    left = frozenset(r for r in granted if has & _NEEDED[r])
    if not left:
        return None
    user.limit_roles({token.organisation_id: left})
    user.key_name = f"{_START}{prefix}"
    return user, token


def holder_of(header: str) -> User | None:
    """Return whom a request's key acts for, and count the request under the key.

    Raises
    ------
    HttpError
        429: the key has asked too often.
    """
    credentials = user_of(header)
    if credentials is None:
        return None
    user, key = credentials
    if allowed("api", f"key {key.pk}"):
        raise HttpError(429, "key")
    return user
