"""Pages of indicators: the list, one with its observations, and the forms about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kortreist_web.core.form_pages import form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.indicators.actions.change import change as change_action
from kortreist_web.indicators.actions.define import define
from kortreist_web.indicators.actions.end import end as end_action
from kortreist_web.indicators.actions.observe import observe as observe_action
from kortreist_web.indicators.forms import IndicatorForm, ObserveForm
from kortreist_web.indicators.models import Indicator, Observation
from kortreist_web.indicators.policies import reports_for
from kortreist_web.indicators.presenters import chart, status
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import period_name

__all__ = ["change", "end", "list_", "new", "observe", "show"]


def _indicator(organisation: Organisation, pk: int) -> Indicator:
    rows = Indicator.objects.select_related("choice", "unit", "organisation")
    return get_object_or_404(rows, pk=pk, organisation=organisation)


def _may(request: HttpRequest, organisation: Organisation, indicator: Indicator) -> dict[str, bool]:
    who = request.user
    report = policy_of(Observation).may(who, "report", organisation)
    return {
        "may_change": policy_of(Indicator).may(who, "change", organisation),
        "may_report": report and reports_for(who, indicator),
    }


@page("view", Indicator)
def list_(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the indicators with where they stand; ended ones last."""
    rows = Indicator.objects.filter(organisation=organisation)
    rows = rows.select_related("choice", "unit").prefetch_related("observations")
    lasting_first = sorted(rows, key=lambda i: i.ended_on is not None)
    entries = [{"indicator": i, "status": status(i, i.observations.all())} for i in lasting_first]
    may_change = policy_of(Indicator).may(request.user, "change", organisation)
    return render(request, "indicators/list.html", {"rows": entries, "may_change": may_change})


@page("view", Indicator)
def show(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show an indicator: observations against targets."""
    indicator = _indicator(organisation, pk)
    observations = list(indicator.observations.select_related("observed_by"))
    values = {
        "indicator": indicator,
        "observations": [(o, period_name(None, o.period, o.periods)) for o in observations],
        "status": status(indicator, observations),
        "chart": chart(indicator, observations),
        "targets": sorted(indicator.targets.items()),
        **_may(request, organisation, indicator),
    }
    return render(request, "indicators/show.html", values)


@page("change", Indicator)
def new(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Define an indicator."""
    data = request.POST if request.method == "POST" else None
    form = IndicatorForm(
        data,
        organisation=organisation,
        request=request,
        draft="indicators.new",
        initial={"choice": request.GET.get("choice"), "direction": 1},
    )
    return form_page(
        request,
        "indicators/form.html",
        form,
        lambda _: define(request.user, organisation, **form.values()),
        to=lambda made: redirect("indicators:show", code=organisation.code, pk=made.pk),
        indicator=None,
    )


@page("change", Indicator)
def change(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Change an indicator's definition."""
    indicator = _indicator(organisation, pk)
    data = request.POST if request.method == "POST" else None
    form = IndicatorForm(
        data,
        organisation=organisation,
        indicator=indicator,
        request=request,
        draft=f"indicators.change.{pk}",
        version=indicator.version,
    )

    def write(_: dict[str, Any]) -> object:
        version = form.cleaned_data["version"]
        return change_action(
            request.user, organisation, indicator, version=version, **form.values()
        )

    to = redirect("indicators:show", code=organisation.code, pk=pk)
    return form_page(request, "indicators/form.html", form, write, to=to, indicator=indicator)


@page("report", Observation)
def observe(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Report an observation; one that is there is opened with its year and period."""
    indicator = _indicator(organisation, pk)
    if not reports_for(request.user, indicator):
        raise PermissionDenied("another unit's indicator")
    if indicator.ended_on is not None:
        messages.error(request, text("indicators.error.ended"))
        return redirect("indicators:show", code=organisation.code, pk=pk)
    opened = _opened_observation(request, indicator)
    data = request.POST if request.method == "POST" else None
    initial: dict[str, Any] = {"year": timezone.localdate().year, "period": 0}
    if opened is not None:
        names = ("year", "period", "value", "missing_reason", "note")
        initial = {n: getattr(opened, n) for n in names}
    form = ObserveForm(
        data,
        organisation=organisation,
        request=request,
        draft=f"indicators.observe.{pk}",
        initial=initial,
        version=opened.version if opened else None,
    )

    def write(data: dict[str, Any]) -> Observation:
        version = form.cleaned_data["version"]
        there = indicator.observations.filter(year=data["year"], period=data["period"]).exists()
        # What is there is never replaced without having been seen.
        if there and version is None:
            raise RefusedError("indicators.error.there")
        version = version if there else None
        return observe_action(request.user, organisation, indicator, **data, version=version)

    return form_page(
        request,
        "indicators/observe.html",
        form,
        write,
        to=redirect("indicators:show", code=organisation.code, pk=pk),
        about=lambda refused: "period" if isinstance(refused, RefusedError) else "value",
        indicator=indicator,
    )


def _opened_observation(request: HttpRequest, indicator: Indicator) -> Observation | None:
    year, period = request.GET.get("year", ""), request.GET.get("period", "")
    if not (year.isdecimal() and period.isdecimal() and len(year) == 4 and len(period) < 3):
        return None
    return indicator.observations.filter(year=int(year), period=int(period)).first()


@page("change", Indicator)
@require_POST
def end(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """End an indicator."""
    end_action(request.user, organisation, _indicator(organisation, pk))
    messages.success(request, text("indicators.ended_now"))
    return redirect("indicators:show", code=organisation.code, pk=pk)
