"""Say what came of a sign: decided, or not watched any more."""

from __future__ import annotations

from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.signposts.following import follow
from kortreist_web.signposts.models import Signpost
from kortreist_web.tenants.models import Organisation

__all__ = ["settle"]


@action("settle", Signpost)
def settle(
    who: Actor,
    organisation: Organisation,
    signpost: Signpost,
    *,
    how: str,
    version: int | None = None,
    why: str = "",
) -> Signpost:
    """Settle a sign; its task is done, and its history stays.

    Parameters
    ----------
    how : str
        What was decided, or why it is not watched any more: stands on it, on the task and in the
        interim report.

    Raises
    ------
    RefusedError
        Without saying how.
    ConflictError
    """
    if not how.strip():
        raise RefusedError("signposts.refused.how", about="how")
    if signpost.settled_on is None:
        signpost.settled_on, signpost.settled_how = timezone.localdate(), how.strip()[:300]
        signpost.save_as_read(version)
        follow([signpost])
    return signpost
