"""Let a live report follow the budget in force, when it has been amended."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.reports.models import InterimReport
from kortreist_web.tenants.models import Organisation

__all__ = ["renew"]


@action("change", InterimReport)
def renew(who: Actor, organisation: Organisation, report: InterimReport) -> InterimReport:
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
