"""Who may report, and write and complete interim reports."""

from __future__ import annotations

from kortreist_web.core.policy import EDITORS, READERS, Policy
from kortreist_web.reports.models import InterimReport, Spending, StatusReport

__all__ = ["InterimReportPolicy", "SpendingPolicy", "StatusReportPolicy"]

_REPORTERS = EDITORS | {"reporter"}


class StatusReportPolicy(Policy):
    """Members see; reporters and editors report."""

    model = StatusReport
    roles = {"view": READERS, "report": _REPORTERS}


class SpendingPolicy(Policy):
    """Members see; reporters and editors enter."""

    model = Spending
    roles = {"view": READERS, "report": _REPORTERS}


class InterimReportPolicy(Policy):
    """Members see; editors write; approvers complete."""

    model = InterimReport
    roles = {
        "view": READERS,
        "change": EDITORS,
        "complete": frozenset({"approver"}),
    }

    def fits(self, user: object, permission: str, obj: InterimReport) -> bool:
        """Only a live report can be changed."""
        return permission == "view" or obj.state == InterimReport.State.LIVE
