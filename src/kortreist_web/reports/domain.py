"""What reporting and interim reports add to the site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists
from django.urls import reverse

from kortreist_web.budgets.frozen import ADOPTED, versions
from kortreist_web.core.clock import day_of
from kortreist_web.core.domain import (
    OWN,
    Api,
    Domain,
    Evidence,
    Pages,
    PublicLink,
    WorkLink,
)
from kortreist_web.core.texts import text
from kortreist_web.core.year_steps import Answer, YearLook, YearStep
from kortreist_web.reports.api import router
from kortreist_web.reports.followed import PROGRESS
from kortreist_web.reports.frozen import completed, period_of
from kortreist_web.reports.home_part import mine
from kortreist_web.reports.job_cards import unit_leader
from kortreist_web.reports.kind import REPORTS
from kortreist_web.reports.measure_part import how_it_went
from kortreist_web.reports.mine import due_now
from kortreist_web.reports.models import InterimReport, StatusReport
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import reports_name

__all__ = ["DOMAIN"]


def _all_reported(look: YearLook[Organisation]) -> bool:
    """Tell whether every measure that should have begun is reported."""
    due = look.once(due_now)
    return bool(due) and all(measure.done for measure in due)


def _is_completed(look: YearLook[Organisation]) -> Answer:
    year, period = look.reported
    rows = InterimReport.objects.filter(organisation=look.organisation, state="completed")
    return Exists(rows.filter(year=year, period=period))


def _has_adopted(look: YearLook[Organisation]) -> Answer:
    """Tell whether there is a budget to follow up."""
    return Exists(versions(look.organisation).filter(state=ADOPTED))


def _shown_by(organisation: Organisation, day: date) -> Iterator[Evidence]:
    """Return what shows that local processes go on: the newest completed report."""
    newest = completed(organisation).defer("content").first()
    if newest is not None:
        url = reverse("reports:public_one", args=[organisation.code, newest.year, newest.part])
        said = text("publishing.title.report", when=period_of(newest))
        yield Evidence("local", said, url, day_of(newest.created_at))


DOMAIN = Domain(
    evidence=_shown_by,
    public_links=(PublicLink("reports:public", "core.nav.progress", "status", 40),),
    work_links=(
        WorkLink(
            "reports:mine",
            "core.nav.report",
            StatusReport,
            "report",
            "following",
            70,
            reporters=True,
        ),
        WorkLink(
            "reports:list",
            "tenants.reports.of_3",
            InterimReport,
            "view",
            "following",
            80,
            name=reports_name,
        ),
    ),
    steps=(
        YearStep(
            "report",
            "tenants.step.report",
            "follow",
            "reports:mine",
            (StatusReport, "report"),
            (StatusReport, "report"),
            _all_reported,
            110,
            applies=_has_adopted,
            by="units_report",
        ),
        YearStep(
            "interim",
            "tenants.step.interim",
            "follow",
            "reports:list",
            (InterimReport, "change"),
            (InterimReport, "view"),
            _is_completed,
            120,
            applies=_has_adopted,
            by="interim_report",
        ),
    ),
    kinds=(REPORTS,),
    public_charts=(PROGRESS,),
    public_measure_parts=(how_it_went,),
    pages=(Pages("kortreist_web.reports.urls"),),
    apis=(Api("reports", router),),
    events=("report.completed",),
    home_parts=(mine,),
    job_cards={"unit_leader": unit_leader},
    tenant_data={
        "reports.StatusReport": OWN,
        "reports.Spending": OWN,
        "reports.InterimReport": OWN,
    },
)
