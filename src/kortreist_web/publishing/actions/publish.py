"""Make something public, or public again."""

from __future__ import annotations

from typing import Any

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.publishing.labels import row_title
from kortreist_web.publishing.models import Publication
from kortreist_web.publishing.published import state_of
from kortreist_web.publishing.things import content_of, hash_of, may_be_public, owned
from kortreist_web.tenants.models import Organisation

__all__ = ["publish"]


@action("publish", Publication)
def publish(who: Actor, organisation: Organisation, *, kind: str, row: Any) -> Publication:
    """Publish an account, a budget, a report or a decision, as it is now.

    Parameters
    ----------
    kind : str
        ``account``, ``budget``, ``report`` or ``decision``.
    row : AccountResult, Version or Resolution

    Returns
    -------
    Publication
        With a copy of the content and its hash; the one that is there, if it is public.

    Raises
    ------
    RefusedError
        A proposal nobody has decided upon.
    """
    owned(organisation, kind, row)
    state = state_of(organisation, kind, row)
    if state.name == "published" and state.publication is not None:
        return state.publication
    if not may_be_public(kind, row):
        raise RefusedError("publishing.refused.not_decided")
    # One that was withdrawn stays as it is: when, and why, is part of the history.
    publication = Publication(
        organisation=organisation,
        kind=kind,
        title=row_title(kind, row, organisation.language)[:200],
        content=content_of(kind, row),
        content_hash=hash_of(kind, row),
        source_row=row.pk,
    )
    publication.save()
    return publication
