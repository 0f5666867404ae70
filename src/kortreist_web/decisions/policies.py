"""Who may write case papers and record resolutions."""

from __future__ import annotations

from kortreist_web.core.policy import EDITORS, READERS, Policy
from kortreist_web.decisions.models import CasePaper, Resolution

__all__ = ["CasePaperPolicy", "ResolutionPolicy"]


class CasePaperPolicy(Policy):
    """Members see; editors write, until it is decided upon."""

    model = CasePaper
    roles = {"view": READERS, "change": EDITORS}

    def fits(self, user: object, permission: str, obj: CasePaper) -> bool:
        """A paper that has been decided upon stays as the council read it."""
        return permission == "view" or not obj.resolutions.exists()


class ResolutionPolicy(Policy):
    """Members see; approvers record what the council decided."""

    model = Resolution
    roles = {"view": READERS, "record": frozenset({"approver"})}
