"""Which of a municipality's accounts and editions somebody may see.

What comes from everybody's official figures alone is open. What comes from a file of the
municipality's own is open when the municipality has published it; its people see it before
that. Publishing is a domain to the right of this one: it tells which account is open.
"""

from __future__ import annotations

from collections.abc import Callable

from kortreist_web.accounts.models import AccountResult, Vintage
from kortreist_web.accounts.queries import latest_account, vintages_with
from kortreist_web.core.actors import Visitor, is_person
from kortreist_web.tenants.models import Organisation

__all__ = ["decide_by", "hidden_vintages", "seen_account", "seen_vintages"]

Find = Callable[[Organisation], "AccountResult | None"]
_finds: list[Find] = []


def decide_by(find: Find) -> None:
    """Let ``find(organisation)`` say which account anyone may read."""
    _finds[:] = [find]


def _member(user: Visitor | None, organisation: Organisation) -> bool:
    return is_person(user) and bool(user.roles_in(organisation))


def seen_account(
    user: Visitor | None, organisation: Organisation
) -> tuple[AccountResult | None, bool]:
    """Return the account a person sees, and whether everybody sees it.

    The municipality's people see the newest; others the newest that is open.
    """
    newest = latest_account(organisation)
    if newest is not None and newest.organisation_id is None:
        return newest, True
    (find,) = _finds
    opened = find(organisation)
    if newest is not None and opened is not None and newest.pk == opened.pk:
        return newest, True
    return (newest, False) if _member(user, organisation) else (opened, True)


def hidden_vintages(user: Visitor | None, organisation: Organisation) -> list[int]:
    """Return the keys of the municipality's own editions a person may not see."""
    if _member(user, organisation):
        return []
    own = list(Vintage.objects.filter(organisation=organisation).values_list("pk", flat=True))
    if not own:
        return []
    (find,) = _finds
    opened = find(organisation)
    return [pk for pk in own if opened is None or pk != opened.vintage_id]


def seen_vintages(user: Visitor | None, organisation: Organisation) -> list[Vintage]:
    """Return the editions with the municipality's figures a person may see, newest first."""
    hidden = hidden_vintages(user, organisation)
    return [v for v in vintages_with(organisation) if v.pk not in hidden]
