"""Who may see, set and follow up what waits."""

from __future__ import annotations

from kortreist_web.core.actors import Caller
from kortreist_web.core.policy import ALL_ROLES, EDITORS, READERS, Policy
from kortreist_web.people.models import User
from kortreist_web.tasks.models import Task

__all__ = ["TaskPolicy"]

_CHANGE = EDITORS | {"administrator"}


class TaskPolicy(Policy):
    """Members see what waits; editors set it; its owner follows it up too.

    ``oversee`` is for whoever answers for the whole: the chief executive, and the auditor.
    """

    model = Task
    roles = {
        "view": READERS,
        "change": _CHANGE,
        "follow": ALL_ROLES - {"auditor"},
        "oversee": frozenset({"approver", "auditor", "administrator"}),
    }

    def fits(self, user: Caller, permission: str, obj: Task) -> bool:
        """One who does not set tasks follows up her own: hers, her role's, her unit's."""
        if permission != "follow" or self.may(user, "change", obj.organisation):
            return True
        if not isinstance(user, User):
            return False
        if obj.person_id is not None:
            return bool(obj.person_id == user.pk)
        if obj.role:
            return obj.role in user.roles_in(obj.organisation)
        return obj.unit_id is not None and obj.unit_id in user.units_in(obj.organisation)
