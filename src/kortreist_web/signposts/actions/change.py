"""Change what is watched, by when, by whom, and what then."""

from __future__ import annotations

from typing import Any

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.signposts.entered import checked, set_values
from kortreist_web.signposts.following import follow
from kortreist_web.signposts.models import Signpost
from kortreist_web.tenants.models import Organisation

__all__ = ["change"]


@action("change", Signpost)
def change(
    who: Actor,
    organisation: Organisation,
    signpost: Signpost,
    /,
    *,
    version: int | None = None,
    why: str = "",
    **values: Any,
) -> Signpost:
    """Change a sign; how it stands is seen anew.

    Raises
    ------
    RefusedError
        It is settled, or does not hold together.
    ConflictError
    """
    if signpost.settled_on is not None:
        raise RefusedError("signposts.refused.settled", name=signpost.name)
    set_values(signpost, values)
    checked(signpost).save_as_read(version)
    follow([signpost])
    return signpost
