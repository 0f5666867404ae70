"""Pages of indicators: the list, one with its observations, and the forms about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.indicators.actions.change import change as change_action
from kortreist_web.indicators.actions.define import define
from kortreist_web.indicators.actions.end import end as end_action
from kortreist_web.indicators.actions.observe import observe as observe_action
from kortreist_web.indicators.forms import IndicatorForm, ObserveForm, period_name
from kortreist_web.indicators.models import Indicator, Observation
from kortreist_web.indicators.policies import reports_for
from kortreist_web.indicators.presenters import chart, status
from kortreist_web.tenants.models import Organisation

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
        "observations": [
            (o, period_name(o.period, organisation.interim_reports)) for o in observations
        ],
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
    if data is not None and form.is_valid():
        try:
            indicator = define(request.user, organisation, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            form.done()
            messages.success(request, text("core.saved"))
            return redirect("indicators:show", code=organisation.code, pk=indicator.pk)
    values = {"form": form, "indicator": None}
    return render(request, "indicators/form.html", values, status=422 if form.errors else 200)


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
    if data is not None and form.is_valid():
        try:
            change_action(
                request.user,
                organisation,
                indicator,
                version=form.cleaned_data["version"],
                **form.values(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            form.done()
            messages.success(request, text("core.saved"))
            return redirect("indicators:show", code=organisation.code, pk=pk)
    values = {"form": form, "indicator": indicator}
    return render(request, "indicators/form.html", values, status=422 if form.errors else 200)


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
    if data is not None and form.is_valid() and _save(request, organisation, indicator, form):
        form.done()
        messages.success(request, text("core.saved"))
        return redirect("indicators:show", code=organisation.code, pk=pk)
    values = {"form": form, "indicator": indicator}
    return render(request, "indicators/observe.html", values, status=422 if form.errors else 200)


def _opened_observation(request: HttpRequest, indicator: Indicator) -> Observation | None:
    year, period = request.GET.get("year", ""), request.GET.get("period", "")
    if not (year.isdecimal() and period.isdecimal() and len(year) == 4 and len(period) < 3):
        return None
    return indicator.observations.filter(year=int(year), period=int(period)).first()


def _save(
    request: SignedInRequest, organisation: Organisation, indicator: Indicator, form: ObserveForm
) -> bool:
    """Save the observation; what is there is never replaced without having been seen."""
    f = form.cleaned_data
    there = indicator.observations.filter(year=f["year"], period=f["period"]).first()
    if there is not None and f["version"] is None:
        form.add_error("period", text("indicators.error.there"))
        return False
    version = f["version"] if there is not None else None
    try:
        observe_action(
            request.user,
            organisation,
            indicator,
            year=f["year"],
            period=f["period"],
            value=f["value"],
            missing_reason=f["missing_reason"],
            note=f["note"],
            version=version,
        )
    except RefusedError as refused:
        form.add_error("period", str(refused))
        return False
    except ValidationError as error:
        form.add_error("value", error)
        return False
    return True


@page("change", Indicator)
@require_POST
def end(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """End an indicator."""
    end_action(request.user, organisation, _indicator(organisation, pk))
    messages.success(request, text("indicators.ended_now"))
    return redirect("indicators:show", code=organisation.code, pk=pk)
