"""Export all an organisation has; that it was done stands in the log."""

from __future__ import annotations

from kortreist_web.changes.export import Export, write_export
from kortreist_web.core.action import action
from kortreist_web.core.actor_context import actor
from kortreist_web.core.history import announce
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["export_all"]


@action("export", Organisation)
def export_all(who: Actor, organisation: Organisation) -> Export:
    """Write the export, and its hash in the change log."""
    made = write_export(organisation)
    after = {"sha256": made.digest, "rows": sum(made.rows.values())}
    announce(actor(), organisation, "export", {}, after)
    return made
