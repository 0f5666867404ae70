"""The budget in force and the newest report on it, as anyone may read them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kortreist_web.budgets.chart_source import budget_source
from kortreist_web.budgets.frozen import open_current
from kortreist_web.core.charts import Chart
from kortreist_web.core.domain import PublicChart
from kortreist_web.reports.frozen import completed, period_of, reported_budget
from kortreist_web.reports.presenters import progress
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.withdrawn import withdrawals, withdrawn

__all__ = ["PROGRESS", "followed"]


def followed(organisation: Organisation) -> dict[str, Any]:
    """Return the values of the page of progress: the completed reports, and the budget's way."""
    gone = withdrawals(organisation, "report")
    reports = [r for r in completed(organisation).defer("content") if r.pk not in gone]
    budget = open_current(organisation)
    if budget is not None and withdrawn(organisation, "budget", budget):
        budget = None
    newest = next((r for r in reports if budget and reported_budget(r) == budget.pk), None)
    return {
        "reports": [{"row": r, "when": period_of(r)} for r in reports],
        "budget": budget,
        "newest": newest,
        **(progress(budget.content, newest.content if newest else None) if budget else {}),
    }


def _chart(organisation: Organisation, subject: str) -> Chart | None:
    held = followed(organisation)
    chart: Chart | None = held.get("chart")
    return chart and chart.said_by(budget_source(organisation, held["budget"]))


def _page(organisation: Organisation, subject: str) -> str:
    return reverse("reports:public", kwargs={"code": organisation.code})


PROGRESS: PublicChart[Any] = PublicChart("framdrift", _chart, _page)
