"""Destroy the secret of a process."""

from __future__ import annotations

from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.people.models import ProcessSecret, User
from kortreist_web.tenants.models import Organisation

__all__ = ["close_participation"]


@action("change", ProcessSecret)
def close_participation(
    who: User, organisation: Organisation, secret: ProcessSecret, *, why: str = ""
) -> ProcessSecret:
    """Destroy the secret: nobody can take part again, nor be found by name or number again.

    Keys and contributions stay. A second time changes nothing.
    """
    if secret.destroyed_on is None:
        secret.secret, secret.destroyed_on = "", timezone.localdate()
        secret.save()
    return secret
