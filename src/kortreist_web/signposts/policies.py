"""Who may see, watch, read and settle signs."""

from __future__ import annotations

from kortreist_web.bindings.policies import enters_for
from kortreist_web.core.actors import Caller
from kortreist_web.core.policy import EDITORS, READERS, Policy
from kortreist_web.signposts.models import Reading, Signpost, StateChange

__all__ = ["ReadingPolicy", "SignpostPolicy", "StateChangePolicy"]


class SignpostPolicy(Policy):
    """Members see; editors watch and settle; those who report for a unit read its signs."""

    model = Signpost
    roles = {"view": READERS, "change": EDITORS, "read": EDITORS | {"reporter"}}

    def fits(self, user: Caller, permission: str, obj: Signpost) -> bool:
        """Narrow reading to the signs of the reporter's own unit."""
        return permission != "read" or enters_for(user, obj.organisation, obj.unit_id)


class ReadingPolicy(Policy):
    """Members see what was read; it is written with its sign."""

    model = Reading
    roles = {"view": READERS}


class StateChangePolicy(Policy):
    """Members see how a sign has stood; the program writes it."""

    model = StateChange
    roles = {"view": READERS}
