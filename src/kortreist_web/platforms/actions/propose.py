"""Freeze a platform as it stands, to be heard and decided upon."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.core.content import content_hash
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.platforms.frozen import PLATFORM, content_of
from kortreist_web.platforms.models import Platform
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import freeze, versions_of

__all__ = ["propose_platform"]


@action("propose", Platform)
def propose_platform(
    who: Actor, organisation: Organisation, platform: Platform, *, summary: str = "", why: str = ""
) -> Version:
    """Freeze the platform as its next proposal.

    Parameters
    ----------
    summary : str
        What has changed since the version before, in words.

    Raises
    ------
    RefusedError
        It has no text, or nothing has changed since the newest version.
    """
    content = content_of(platform, summary.strip())
    if not any(s["text"]["nb"] or s["text"]["nn"] for s in content["sections"]):
        raise RefusedError("platforms.refused.empty")
    newest = versions_of(organisation, PLATFORM, platform.subject).first()
    if newest is not None and _said(newest.content) == _said(content):
        raise RefusedError("platforms.refused.unchanged", number=newest.number)
    return freeze(organisation, PLATFORM, platform.subject, Version.State.PROPOSED, content)


def _said(content: dict[str, object]) -> str:
    """Return the hash of what a platform says, whoever decided it and however it is summed up."""
    said = ("title", "term", "sections", "commitments")
    return content_hash({name: content[name] for name in said})
