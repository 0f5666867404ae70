"""What the work's first page shows of reporting: the measures that are the person's own."""

from __future__ import annotations

from django.utils import timezone

from kortreist_web.core.domain import Part
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.reports.mine import to_report
from kortreist_web.reports.models import StatusReport
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import being_reported, period_name

__all__ = ["mine"]


def mine(request: SignedInRequest, organisation: Organisation) -> Part | None:
    """Return the person's measures for the period to report, if she has any."""
    if not policy_of(StatusReport).may(request.user, "report", organisation):
        return None
    year, period = being_reported(organisation, timezone.localdate())
    measures, hers = to_report(request.user, organisation, year, period)
    if not (hers and measures):
        return None
    left = sum(not m.done for m in measures)
    values = {"measures": measures, "left": left, "year": year, "period": period}
    values["when"] = period_name(year, period, organisation.interim_reports)
    return Part("reports/home_part.html", values, settled=() if left else ("report",))
