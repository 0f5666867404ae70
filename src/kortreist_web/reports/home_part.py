"""What the work's first page shows of reporting: the measures that are the person's own."""

from __future__ import annotations

from dataclasses import replace

from kortreist_web.core.domain import Part
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.year_steps import YearLook
from kortreist_web.people.job_titles import first_job
from kortreist_web.reports.mine import to_report_now
from kortreist_web.reports.models import StatusReport
from kortreist_web.reports.one_line import in_one_line
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import period_name

__all__ = ["mine"]


def mine(request: SignedInRequest, look: YearLook[Organisation]) -> Part | None:
    """Return the person's measures for the period to report, if she has any."""
    organisation = look.organisation
    if not policy_of(StatusReport).may(request.user, "report", organisation):
        return None
    asked = to_report_now(request, organisation, look)
    year, period, measures = asked.year, asked.period, asked.measures
    if not (asked.hers and measures):
        return None
    left = sum(not m.done for m in measures)
    job = first_job(
        [job for job, _ in request.user.jobs_in(organisation)], request.user.roles_in(organisation)
    )
    lines = {}
    if job == "unit_leader":
        choices = [m.choice for m in measures]
        lines = in_one_line(organisation, choices, year, period)
    measures = [replace(m, line=lines.get(m.choice.pk, "")) for m in measures]
    values = {"measures": measures, "left": left, "year": year, "period": period}
    values["when"] = period_name(year, period, organisation.interim_reports)
    return Part("reports/home_part.html", values, settled=() if left else ("report",))
