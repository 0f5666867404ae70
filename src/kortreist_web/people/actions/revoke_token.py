"""Revoke a key: it works no longer."""

from __future__ import annotations

from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.people.models import Actor, ApiToken
from kortreist_web.tenants.models import Organisation

__all__ = ["revoke_token"]


@action("change", ApiToken)
def revoke_token(who: Actor, organisation: Organisation, token: ApiToken) -> ApiToken:
    """Revoke a key from now; revoking it again changes nothing."""
    if token.revoked_on is None:
        token.revoked_on = timezone.localdate()
        token.save()
    return token
