"""Completed interim reports: versions that nobody changes."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery

from kortreist_web.reports.models import InterimReport
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import period_name
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import versions_of

__all__ = ["PERIODS_THEN", "REPORT", "completed", "period_of", "reported_budget"]

#: The kind of version a completed report is; its subject is the period.
REPORT = "report"
#: How many periods the year had when a report was opened, of each version.
PERIODS_THEN = Subquery(InterimReport.objects.filter(pk=OuterRef("draft")).values("periods")[:1])


def completed(organisation: Organisation) -> QuerySet[Version]:
    """Return the completed reports, the newest period first."""
    return versions_of(organisation, REPORT).annotate(periods=PERIODS_THEN)


def reported_budget(report: Version) -> int | None:
    """Return the key of the adopted version a completed report is about."""
    assert report.draft is not None
    rows = InterimReport.objects.filter(pk=report.draft)
    return rows.values_list("budget_id", flat=True).first()


def period_of(report: Version, language: str = "") -> str:
    """Return what the period of a completed report is called, by the year's periods then."""
    periods = getattr(report, "periods", None) or report.content["periods"]
    return period_name(report.year, report.part, periods, language)
