"""Who may see, watch, read and settle signs."""

from __future__ import annotations

from kortreist_web.bindings.policies import enters_for
from kortreist_web.core.actors import Caller, is_person
from kortreist_web.core.policy import EDITORS, READERS, Policy
from kortreist_web.signposts.entered import OWNERS
from kortreist_web.signposts.models import Reading, Signpost, StateChange

__all__ = ["ReadingPolicy", "SignpostPolicy", "StateChangePolicy"]


class SignpostPolicy(Policy):
    """Members see; editors watch; those who report read and settle what is theirs."""

    model = Signpost
    roles = {"view": READERS, "change": EDITORS, "read": OWNERS, "settle": OWNERS}

    def fits(self, user: Caller, permission: str, obj: Signpost) -> bool:
        """Narrow reading to the reporter's unit, and settling to what waits for her."""
        if permission not in ("read", "settle") or (is_person(user) and user.pk == obj.person_id):
            return True
        if permission == "settle" and obj.unit_id is None:
            return self.may(user, "change", obj.organisation)
        return enters_for(user, obj.organisation, obj.unit_id)


class ReadingPolicy(Policy):
    """Members see what was read; it is written with its sign."""

    model = Reading
    roles = {"view": READERS}


class StateChangePolicy(Policy):
    """Members see how a sign has stood; the program writes it."""

    model = StateChange
    roles = {"view": READERS}
