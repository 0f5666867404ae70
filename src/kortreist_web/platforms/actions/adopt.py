"""Let a resolution take effect on a platform: adopted, or taken back where it was a mistake."""

from __future__ import annotations

from typing import Any

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.platforms.frozen import PLATFORM, require_waiting
from kortreist_web.platforms.models import Platform
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import current, freeze, versions_of

__all__ = ["adopt_platform", "reconsider_platform"]


@action("adopt", Platform)
def adopt_platform(
    who: Actor, organisation: Organisation, *, version: Version, resolution: dict[str, Any]
) -> Version:
    """Freeze a proposal as adopted.

    Raises
    ------
    RefusedError
        The proposal does not wait.
    """
    require_waiting(version)
    more = {"resolution": resolution, "proposal": {"number": version.number}}
    content = {**version.content, **more}
    return freeze(organisation, PLATFORM, version.subject, Version.State.ADOPTED, content)


@action("adopt", Platform)
def reconsider_platform(who: Actor, organisation: Organisation, *, version: Version) -> Version:
    """Return the proposal, which the council has before it again: it was recorded wrongly.

    What was adopted is not undone: a version says that it is withdrawn.

    Raises
    ------
    RefusedError
        A newer version rests on it.
    """
    rows = versions_of(organisation, PLATFORM, version.subject)
    if version.state != Version.State.ADOPTED:
        if rows.first() != version:
            raise RefusedError("platforms.refused.newer_version")
        return version
    if rows.first() != version or current(organisation, PLATFORM, version.subject) != version:
        raise RefusedError("platforms.refused.newer_version")
    proposal = rows.get(number=version.content["proposal"]["number"])
    content = {**version.content, "withdraws": version.number}
    freeze(organisation, PLATFORM, version.subject, Version.State.WITHDRAWN, content)
    return proposal
