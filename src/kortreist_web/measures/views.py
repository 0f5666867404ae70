"""Pages of measures: the list with its search, one measure, and the forms about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kortreist.errors import KortreistError
from kortreist_web.accounts.queries import latest_account
from kortreist_web.core.domain import from_all
from kortreist_web.core.form_pages import form_page, say
from kortreist_web.core.forms import saving
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import engine, text, web
from kortreist_web.measures.actions.adapt import adapt as adapt_action
from kortreist_web.measures.actions.choose import choose as choose_action
from kortreist_web.measures.actions.make_own import make_own
from kortreist_web.measures.alone_here import alone_here
from kortreist_web.measures.catalogue import (
    OWN,
    find_measure,
    lacks_year,
)
from kortreist_web.measures.deciders import deciders_text
from kortreist_web.measures.figure_form import FigureForm
from kortreist_web.measures.forms import ChoiceForm
from kortreist_web.measures.here import price_here
from kortreist_web.measures.labels import named
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.measures.own_form import OwnForm, emitted_by_source
from kortreist_web.measures.presenters import sheet, tonne_price
from kortreist_web.tenants.models import Organisation

__all__ = ["adapt", "choose", "new", "reset", "show"]


def _may_change(request: HttpRequest, organisation: Organisation) -> bool:
    return policy_of(MeasureChoice).may(request.user, "change", organisation)


def _emitted(organisation: Organisation) -> dict[str, float]:
    account = latest_account(organisation)
    return emitted_by_source(None if account is None else account.content)


def _choice(organisation: Organisation, measure: str) -> MeasureChoice | None:
    rows = MeasureChoice.objects.filter(organisation=organisation, measure=measure)
    return rows.select_related("unit", "responsible").first()


def _choice_form(
    request: HttpRequest, organisation: Organisation, measure: str, choice: MeasureChoice | None
) -> ChoiceForm:
    initial: dict[str, Any] = {"state": MeasureChoice.State.CONSIDERED}
    if choice is not None:
        initial = {
            "state": choice.state,
            "start_year": choice.start_year,
            "unit": choice.unit,
            "responsible": choice.responsible,
            "note": choice.note,
        }
    return ChoiceForm(
        request.POST if request.method == "POST" else None,
        organisation=organisation,
        request=request,
        draft=f"measures.choice.{measure}",
        version=choice.version if choice else None,
        initial=initial,
    )


def _page(
    request: SignedInRequest,
    organisation: Organisation,
    measure: str,
    form: ChoiceForm | None = None,
) -> HttpResponse:
    definition = find_measure(organisation, measure)
    if definition is None:
        raise Http404(measure)
    choice = _choice(organisation, measure)
    may_change = _may_change(request, organisation)
    if form is None and may_change:
        form = _choice_form(request, organisation, measure, choice)
    here, alone = price_here(organisation, definition.id), alone_here(organisation, definition.id)
    values = {
        "sheet": sheet(organisation, definition),
        "measure": definition,
        "choice": choice,
        "without_year": [choice] if choice is not None and lacks_year(choice) else [],
        "first_year": timezone.localdate().year + 1,
        "form": form,
        "may_change": may_change,
        "indicators": choice.indicators.all() if choice else [],
        "tonne": tonne_price(definition),
        "here": here,
        "alone": alone,
        "deciders": deciders_text(here.decider if here else "", definition.decided_by),
        "parts": [
            p
            for make in from_all(lambda domain: domain.measure_parts)
            if (p := make(request, organisation, definition.id)) is not None
        ],
        "level": engine()(f"measures.level.{definition.level}"),
        "staff": web().number(definition.staff_fte, 1),
        "potential": web().number(definition.national_potential_kt_2035),
    }
    return render(
        request, "measures/show.html", values, status=422 if form and form.errors else 200
    )


@page("view", MeasureChoice)
def show(request: SignedInRequest, organisation: Organisation, measure: str) -> HttpResponse:
    """Show a measure: what it does, costs and binds, and what is decided about it."""
    return _page(request, organisation, measure)


@page("change", MeasureChoice)
def choose(request: SignedInRequest, organisation: Organisation, measure: str) -> HttpResponse:
    """Save what is decided about a measure."""
    if request.method != "POST":
        return redirect("measures:show", code=organisation.code, measure=measure)
    if find_measure(organisation, measure) is None:
        raise Http404(measure)
    form = _choice_form(request, organisation, measure, _choice(organisation, measure))
    if not form.is_valid():
        return _page(request, organisation, measure, form)
    values = form.cleaned_data
    fields = ("state", "version", "start_year", "unit", "responsible", "note", "why")
    try:
        with saving(form):
            given = {name: values[name] for name in fields}
            choose_action(request.user, organisation, measure=measure, **given)
    except (KortreistError, ValidationError) as refused:
        say(form, refused)
        return _page(request, organisation, measure, form)
    messages.success(request, text("core.saved"))
    return redirect("measures:show", code=organisation.code, measure=measure)


@page("change", MeasureChoice)
def adapt(request: SignedInRequest, organisation: Organisation, measure: str) -> HttpResponse:
    """Put one's own figures in place of the library's; change a measure of one's own."""
    choice = _choice(organisation, measure)
    own = measure.startswith(OWN)
    data = request.POST if request.method == "POST" else None
    form: OwnForm | FigureForm
    shared: dict[str, Any] = {
        "request": request,
        "draft": f"measures.figures.{measure}",
        "version": choice.version if choice else None,
    }
    if own:
        choice = get_object_or_404(MeasureChoice, measure=measure, organisation=organisation)
        table, emitted = choice.adaptation, _emitted(organisation)
        form = OwnForm(data, table=table, emitted=emitted, **shared)
    else:
        from kortreist.measures import library

        standard = next((m for m in library() if m.id == measure), None)
        if standard is None:
            raise Http404(measure)
        adaptation = choice.adaptation if choice else {}
        form = FigureForm(data, standard=standard, adaptation=adaptation, **shared)
    definition = find_measure(organisation, measure)
    name = named(definition.name if definition else choice.name if choice else {})
    return form_page(
        request,
        "measures/own.html" if own else "measures/figures.html",
        form,
        lambda _: _save_figures(request, organisation, measure, choice, form),
        to=redirect("measures:show", code=organisation.code, measure=measure),
        name=name,
        title=text("measures.own.title_change", name=name),
        key=measure,
    )


def _save_figures(
    request: SignedInRequest,
    organisation: Organisation,
    measure: str,
    choice: MeasureChoice | None,
    form: OwnForm | FigureForm,
) -> None:
    version, why = form.cleaned_data["version"], form.cleaned_data["source"]
    who = request.user
    with transaction.atomic():
        if choice is None:
            choice = choose_action(who, organisation, measure=measure, state="considered")
            version = None
        adaptation = form.result()
        adapt_action(who, organisation, choice, adaptation=adaptation, version=version, why=why)


@page("change", MeasureChoice)
def reset(request: SignedInRequest, organisation: Organisation, measure: str) -> HttpResponse:
    """Take the library's figures back."""
    choice = get_object_or_404(MeasureChoice, measure=measure, organisation=organisation)
    if request.method == "POST" and not measure.startswith(OWN):
        adapt_action(request.user, organisation, choice, adaptation={})
        messages.success(request, text("measures.figures.taken_back"))
    return redirect("measures:show", code=organisation.code, measure=measure)


@page("change", MeasureChoice)
def new(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Add a measure of one's own."""
    data = request.POST if request.method == "POST" else None
    form = OwnForm(data, emitted=_emitted(organisation), request=request, draft="measures.own.new")
    return form_page(
        request,
        "measures/own.html",
        form,
        lambda given: make_own(
            request.user, organisation, table=form.result(), why=given["source"]
        ),
        to=lambda made: redirect("measures:show", code=organisation.code, measure=made.measure),
        title=text("measures.own.title"),
    )
