"""Who may read the change log."""

from __future__ import annotations

from kortreist_web.changes.models import Change
from kortreist_web.core.policy import Policy

__all__ = ["ChangePolicy"]


class ChangePolicy(Policy):
    """Auditors, approvers and administrators read it; nobody writes it by hand."""

    model = Change
    roles = {"view": frozenset({"auditor", "approver", "administrator"})}
