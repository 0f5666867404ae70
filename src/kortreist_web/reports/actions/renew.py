"""Let a live report follow the budget in force, when it has been amended."""

from __future__ import annotations

from typing import Any

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.reports.models import InterimReport

__all__ = ["renew"]


@action("change", InterimReport)
def renew(who: Any, organisation: Any, report: InterimReport) -> InterimReport:
    """Point a live report to the newest adopted budget of its year.

    Raises
    ------
    RefusedError
        No budget is adopted for the year.
    """
    from kortreist_web.budgets.frozen import current

    budget = current(organisation, report.year)
    if budget is None:
        raise RefusedError("reports.refused.no_budget", year=report.year)
    report.budget = budget
    report.save()
    return report
