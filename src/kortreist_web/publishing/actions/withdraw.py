"""Withdraw something that is public; its address stays and gives the reason."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.publishing.labels import row_title
from kortreist_web.publishing.models import Publication
from kortreist_web.publishing.published import state_of
from kortreist_web.publishing.things import content_of, hash_of, owned
from kortreist_web.tenants.models import Organisation

__all__ = ["withdraw"]

_LONGEST = 300


@action("publish", Publication)
def withdraw(
    who: Actor, organisation: Organisation, *, kind: str, row: Any, reason: str, why: str = ""
) -> Publication:
    """Withdraw an account, a budget, a report or a decision from the public.

    Parameters
    ----------
    reason : str
        Shown to everybody at the address.

    Raises
    ------
    RefusedError
        It is not public, or no reason is given.
    """
    owned(organisation, kind, row)
    reason = " ".join(reason.split())
    if not reason:
        raise RefusedError("publishing.refused.no_reason")
    state = state_of(organisation, kind, row)
    if not state.open:
        raise RefusedError("publishing.refused.not_public")
    publication = state.publication or Publication(
        organisation=organisation,
        kind=kind,
        title=row_title(kind, row, organisation.language)[:200],
        content=content_of(kind, row),
        content_hash=hash_of(kind, row),
        source_row=row.pk,
    )
    publication.withdrawn_at = timezone.now()
    publication.withdrawn_why = reason[:_LONGEST]
    publication.save()
    return publication
