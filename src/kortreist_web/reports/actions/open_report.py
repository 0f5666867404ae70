"""Open the interim report of a period."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.reports.models import InterimReport
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import check_period

__all__ = ["open_report"]


@action("change", InterimReport)
def open_report(who: Actor, organisation: Organisation, *, year: int, period: int) -> InterimReport:
    """Open the report of a period on the budget in force; opened twice, it is the same.

    Raises
    ------
    RefusedError
        No budget is adopted for the year, or the year has no such period.
    """
    from kortreist_web.budgets.frozen import current

    # A report may be made ready before its period begins; nothing can be said in it yet.
    check_period(organisation, year, period, begun=False)
    key = {"organisation": organisation, "year": year, "period": period}
    if (existing := InterimReport.objects.filter(**key).first()) is not None:
        return existing
    budget = current(organisation, year)
    if budget is None:
        raise RefusedError("reports.refused.no_budget", year=year)
    report = InterimReport(budget=budget, periods=organisation.interim_reports, **key)
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError:
        return InterimReport.objects.get(**key)
    return report
