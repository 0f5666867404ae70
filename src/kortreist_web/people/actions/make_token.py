"""Make a key for a program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import Text
from kortreist_web.people.models import ApiToken, User
from kortreist_web.people.tokens import LONGEST_DAYS, SCOPES, idle_scopes, new_key
from kortreist_web.tenants.models import Organisation

__all__ = ["make_token"]


@action("change", ApiToken)
def make_token(
    who: User,
    organisation: Organisation,
    *,
    name: str,
    scopes: Sequence[str],
    days: int,
    why: str = "",
) -> tuple[ApiToken, str]:
    """Make a key that acts for the person who makes it; returns it, once, as text too.

    Raises
    ------
    RefusedError
        She has no role that could do what the key is to do.
    """
    if not scopes or not set(scopes) <= set(SCOPES) or not 1 <= days <= LONGEST_DAYS:
        raise ValueError("scopes or days")
    if idle := idle_scopes(sorted(scopes), frozenset(who.roles_in(organisation))):
        raise RefusedError(
            "people.tokens.refused_scope", scope=Text(f"people.tokens.scope_{idle[0]}")
        )
    key, prefix, digest = new_key()
    token = ApiToken(
        organisation=organisation,
        user=who,
        name=name,
        prefix=prefix,
        digest=digest,
        scopes=sorted(scopes),
        expires_on=timezone.localdate() + timedelta(days=days),
    )
    token.save()
    return token, key
