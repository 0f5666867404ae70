"""Write a line in the change log for every change that is announced."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from kortreist_web.changes.chain import digest_of, lock_head
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
    """Add a line to the chain: ``kind`` is ``add``, ``change``, ``remove`` or ``export``."""
    head = lock_head(row.organisation_id)
    line = Change(
        organisation_id=row.organisation_id,
        number=head.number + 1,
        previous=head.digest,
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
    # As it will be read back: what is hashed is what is kept.
    line.before, line.after = (json.loads(json.dumps(v)) for v in (line.before, line.after))
    line.digest = digest_of(line)
    line.save(force_insert=True)
    head.number, head.digest = line.number, line.digest
    head.save(update_fields=["number", "digest"])
    return line
