"""Whether one person both put a proposal forward and recorded what was decided about it."""

from __future__ import annotations

from kortreist_web.changes.models import Change
from kortreist_web.core.actors import Actor
from kortreist_web.core.texts import web
from kortreist_web.decisions.models import Resolution
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["alone_text", "proposed_by", "was_alone"]


def alone_text(organisation: Organisation) -> str:
    """Return what the log says of it, in the organisation's language."""
    return web(organisation.language)("decisions.record.alone")


def proposed_by(proposal: Version, who: Actor) -> bool:
    """Tell whether somebody froze a proposal, by the log."""
    rows = Change.objects.filter(
        organisation_id=proposal.organisation_id,
        what="versions.Version",
        row=proposal.pk,
        user__isnull=False,
    )
    return getattr(who, "pk", None) in set(rows.values_list("user_id", flat=True))


def was_alone(resolution: Resolution) -> bool:
    """Tell whether the log says so of a resolution."""
    said = alone_text(resolution.organisation)
    rows = Change.objects.filter(
        organisation_id=resolution.organisation_id,
        what="decisions.Resolution",
        row=resolution.pk,
        verb="decisions.record",
    )
    return rows.filter(why__endswith=said).exists()
