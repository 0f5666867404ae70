"""Write a line in the change log for every change that is announced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from kortreist_web.changes.models import Change
from kortreist_web.core.actor_context import ActorContext

if TYPE_CHECKING:
    from kortreist_web.people.models import User

__all__ = ["record"]


def record(
    sender: Any,
    who: ActorContext,
    row: Any,
    kind: str,
    before: dict[str, Any],
    after: dict[str, Any],
    **_: Any,
) -> Change:
    """Add a line: ``kind`` is ``add``, ``change``, ``remove`` or ``export``."""
    return Change.objects.create(
        organisation_id=row.organisation_id,
        user=cast("User | None", who.user),
        participant=getattr(who.participant, "pk", None),
        program=who.name,
        verb=who.verb,
        what=row._meta.label,
        row=row.pk,
        kind=kind,
        before=before,
        after=after,
        why=who.why,
        public=getattr(row, "is_on_public_pages", True),
    )
