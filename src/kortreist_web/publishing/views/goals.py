"""Goals: what the municipality has adopted, and what the law says, kept apart."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist_web.core.page import public_page
from kortreist_web.goals.stated import goals_before, standing
from kortreist_web.publishing.front import budget_summary
from kortreist_web.publishing.goals import goal_years, statutory
from kortreist_web.publishing.published import public_budget
from kortreist_web.tenants.models import Organisation

__all__ = ["goals"]


@public_page(official=True)
def goals(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the adopted target with its frame year by year, and the statutory targets."""
    summary = budget_summary(public_budget(organisation))
    values = {
        # The municipality has not opened its pages: only what the law says is shown.
        "goals": () if organisation.official_only else standing(organisation),
        "goals_before": () if organisation.official_only else goals_before(organisation),
        "budget": summary,
        "years": goal_years(summary["content"]) if summary else [],
        **statutory(),
    }
    return render(request, "publishing/goals.html", values)
