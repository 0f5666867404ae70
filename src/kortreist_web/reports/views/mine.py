"""A unit leader's pages: what is hers to report, and one screen for each measure."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kortreist_web.core.form_pages import form_page
from kortreist_web.core.page import page
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import named, text
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.people.models import User
from kortreist_web.reports.actions.report import report
from kortreist_web.reports.forms import report_form, seen_in
from kortreist_web.reports.mine import may_report, to_report
from kortreist_web.reports.models import InterimReport, StatusReport
from kortreist_web.reports.observed import indicators_of, targets_of
from kortreist_web.reports.statuses import up_to
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import (
    being_reported,
    check_period,
    just_ended,
    next_period,
    period_end,
    period_name,
)

__all__ = ["mine", "one", "said"]


def _periods(organisation: Organisation, chosen: tuple[int, int]) -> dict[str, Any]:
    """Return what the pages say of the period: when it ends, and the one under way."""
    n, today = organisation.interim_reports, timezone.localdate()
    ended = just_ended(today, n)
    ends = period_end(*chosen, n)
    running = next_period(*ended, n)
    other = running if chosen == ended else ended
    return {
        "year": chosen[0],
        "period": chosen[1],
        "when": period_name(*chosen, n),
        "ends": ends,
        # Its last day is not over.
        "runs": today <= ends,
        "other": other,
        "other_name": period_name(*other, n),
        "other_runs": chosen == ended,
        "locked": InterimReport.objects.filter(
            organisation=organisation,
            year=chosen[0],
            period=chosen[1],
            state=InterimReport.State.COMPLETED,
        ).exists(),
    }


def _chosen_period(
    organisation: Organisation, year: int | None, period: int | None
) -> tuple[int, int]:
    if year is None or period is None:
        return being_reported(organisation, timezone.localdate())
    try:
        check_period(organisation, year, period)
    except RefusedError:
        raise Http404("no such period") from None
    return year, period


@page("report", StatusReport)
def mine(
    request: SignedInRequest,
    organisation: Organisation,
    year: int | None = None,
    period: int | None = None,
) -> HttpResponse:
    """List the person's measures: what is reported, what is not."""
    chosen = _chosen_period(organisation, year, period)
    measures, hers = to_report(request.user, organisation, *chosen)
    values = {
        "measures": measures,
        "hers": hers,
        "left": sum(not m.done for m in measures),
        "indicators": _unit_indicators(request.user, organisation),
        **_periods(organisation, chosen),
    }
    return render(request, "reports/mine.html", values)


def _unit_indicators(user: User, organisation: Organisation) -> list[Any]:
    """Return the indicators of the person's unit that belong to no measure."""
    from kortreist_web.indicators.models import Indicator
    from kortreist_web.reports.mine import reported_units

    units = reported_units(user, organisation)
    rows = Indicator.objects.filter(organisation=organisation, choice=None, ended_on=None)
    return list(rows if units is None else rows.filter(unit__in=units))


@page("report", StatusReport)
def one(
    request: SignedInRequest, organisation: Organisation, year: int, period: int, pk: int
) -> HttpResponse:
    """Report one measure on one screen."""
    chosen = _chosen_period(organisation, year, period)
    choice = get_object_or_404(
        MeasureChoice.objects.select_related("unit"), pk=pk, organisation=organisation
    )
    if not may_report(request.user, organisation, choice):
        raise PermissionDenied("another unit's measure")
    rows = StatusReport.objects.filter(up_to(*chosen), organisation=organisation, choice=choice)
    newest = list(rows.order_by("-year", "-period")[:2])
    now = next((r for r in newest if (r.year, r.period) == chosen), None)
    before = next((r for r in newest if r is not now), None)
    indicators = indicators_of(organisation, [choice]).get(choice.pk, [])
    observed, last = _observations(indicators, chosen)
    targets = targets_of(_line(organisation, choice, year), indicators, year)
    form = report_form(indicators, last, targets)(
        request.POST or None,
        request=request,
        draft=f"reports.report.{choice.pk}.{year}.{period}",
        version=now.version if now else 0,
        initial=_initial(now or before, indicators, observed),
    )

    def write(data: dict[str, Any]) -> object:
        return report(
            request.user,
            organisation,
            choice,
            year=year,
            period=period,
            status=data["status"],
            hindrance=data["hindrance"],
            observations=seen_in(form),
            version=form.cleaned_data["version"],
        )

    return form_page(
        request,
        "reports/one.html",
        form,
        write,
        to=redirect("reports:said", organisation.code, year, period, pk),
        message="",
        choice=choice,
        now=now,
        before=before,
        now_status=text(f"reports.status.{now.status}") if now is not None else "",
        **_periods(organisation, chosen),
    )


def _line(organisation: Organisation, choice: Any, year: int) -> dict[str, Any]:
    """Return the measure's line in the budget in force, empty if it has none."""
    from kortreist_web.budgets.frozen import current

    budget = current(organisation, year)
    lines = budget.content["lines"] if budget else []
    return next((line for line in lines if line["measure"] == choice.measure), {})


def _observations(
    indicators: list[Any], chosen: tuple[int, int]
) -> tuple[dict[int, Any], dict[int, Any]]:
    """Return what was observed in the period, and the last before it."""
    from kortreist_web.indicators.models import Observation

    rows = Observation.objects.filter(up_to(*chosen), indicator__in=[i.pk for i in indicators])
    now: dict[int, Any] = {}
    last: dict[int, Any] = {}
    for row in rows.exclude(period=0).order_by("year", "period"):
        (now if (row.year, row.period) == chosen else last)[row.indicator_id] = row
    return now, last


def _initial(
    status: StatusReport | None, indicators: list[Any], observed: dict[int, Any]
) -> dict[str, Any]:
    first: dict[str, Any] = {}
    if status is not None:
        first = {"status": status.status, "hindrance": status.hindrance}
    for indicator in indicators:
        if (seen := observed.get(indicator.pk)) is not None:
            first[f"value_{indicator.pk}"] = seen.value
            first[f"missing_{indicator.pk}"] = seen.missing_reason
    return first


@page("report", StatusReport)
def said(
    request: SignedInRequest, organisation: Organisation, year: int, period: int, pk: int
) -> HttpResponse:
    """Say that it is saved, and lead to the next."""
    chosen = _chosen_period(organisation, year, period)
    row = get_object_or_404(
        StatusReport.objects.select_related("choice"),
        organisation=organisation,
        choice=pk,
        year=year,
        period=period,
    )
    measures, _ = to_report(request.user, organisation, *chosen)
    waiting = [m for m in measures if not m.done]
    after = waiting[0] if waiting else None
    values = {
        "row": row,
        "next": after,
        "next_name": (named(after.choice.name) or after.choice.measure) if after else "",
        "left": len(waiting),
        **_periods(organisation, chosen),
    }
    return render(request, "reports/said.html", values)
