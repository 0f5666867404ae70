"""Completed interim reports: versions that nobody changes."""

from __future__ import annotations

from django.db.models import QuerySet

from kortreist_web.reports.models import InterimReport
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import versions_of

__all__ = ["REPORT", "completed", "reported_budget"]

#: The kind of version a completed report is; its subject is the period.
REPORT = "report"


def completed(organisation: Organisation) -> QuerySet[Version]:
    """Return the completed reports, the newest period first."""
    return versions_of(organisation, REPORT)


def reported_budget(report: Version) -> int | None:
    """Return the key of the adopted version a completed report is about."""
    assert report.draft is not None
    rows = InterimReport.objects.filter(pk=report.draft)
    return rows.values_list("budget_id", flat=True).first()
