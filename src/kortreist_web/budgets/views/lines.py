"""Lines of a draft: add, change, own figures, move, remove."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kortreist.i18n import name_in
from kortreist_web.action_plans.costs import PlanCost, costs_of
from kortreist_web.budgets.actions.add_line import add_line
from kortreist_web.budgets.actions.change_line import change_line
from kortreist_web.budgets.actions.move_line import move_line
from kortreist_web.budgets.actions.remove_line import remove_line
from kortreist_web.budgets.actions.set_cost import set_cost
from kortreist_web.budgets.forms import CostForm, LineForm, NewLineForm, WhyForm
from kortreist_web.budgets.kinds import price_year_of
from kortreist_web.budgets.labels import named
from kortreist_web.budgets.models import Budget, BudgetLine
from kortreist_web.budgets.views.common import budget_or_404, refuse_closed
from kortreist_web.core.form_pages import form_page
from kortreist_web.core.page import page
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import language, text
from kortreist_web.measures.catalogue import choices_of, names_of
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["add", "change", "cost", "move", "remove"]


def _line(organisation: Organisation, pk: int, line: int) -> BudgetLine:
    rows = BudgetLine.objects.select_related("budget", "unit")
    row: BudgetLine = get_object_or_404(rows, pk=line, budget_id=pk, organisation=organisation)
    return row


def _years(budget: Budget, start: int) -> list[int]:
    """Return the years a measure may start: the plan's, and the one it has."""
    return sorted({*budget.frame.get("plan_years", []), start})


@page("change", BudgetLine)
def add(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Add a measure of the library, or one of the municipality's own."""
    budget = budget_or_404(organisation, pk)
    if closed := refuse_closed(request, budget):
        return closed
    there = set(budget.lines.values_list("measure", flat=True))
    choices, code = choices_of(organisation), language()
    free = {
        id: name_in(name, code)
        for id, name in names_of(organisation).items()
        if (choices[id].measure if id in choices else id) not in there
    }
    form = NewLineForm(
        request.POST or None,
        measures=sorted(free.items(), key=lambda m: m[1].casefold()),
        years=_years(budget, budget.year),
        request=request,
        draft=f"budgets.add.{pk}",
        initial={"start_year": budget.year},
    )
    return form_page(
        request,
        "budgets/form.html",
        form,
        lambda data: add_line(request.user, organisation, budget, **data),
        to=lambda line: redirect("budgets:cost", code=organisation.code, pk=pk, line=line.pk),
        message=lambda line: text("budgets.line.added", name=named(line.name)),
        budget=budget,
        heading="budgets.line.add",
    )


@page("change", BudgetLine)
def change(
    request: SignedInRequest, organisation: Organisation, pk: int, line: int
) -> HttpResponse:
    """Change who does a measure, from when, and its note."""
    row = _line(organisation, pk, line)
    if closed := refuse_closed(request, row.budget):
        return closed
    units = Unit.on(organisation, timezone.localdate())
    if row.unit_id:
        units = units | Unit.objects.filter(pk=row.unit_id)
    form = LineForm(
        request.POST or None,
        units=units.distinct(),
        years=_years(row.budget, row.start_year),
        request=request,
        draft=f"budgets.line.{line}",
        version=row.version,
        initial={
            "start_year": row.start_year,
            "unit": row.unit_id,
            "responsible": row.responsible,
            "part": row.part,
            "indicator": row.indicator,
            "due_on": row.due_on,
            "note": row.note,
        },
    )

    def write(data: dict[str, Any]) -> object:
        row.version = form.cleaned_data["version"] or 0
        return change_line(request.user, organisation, row, **data)

    return form_page(
        request,
        "budgets/form.html",
        form,
        write,
        to=redirect("budgets:draft", code=organisation.code, pk=pk),
        budget=row.budget,
        line=row,
        heading="budgets.line.change",
    )


@page("change", BudgetLine)
def cost(request: SignedInRequest, organisation: Organisation, pk: int, line: int) -> HttpResponse:
    """Give own figures for what a measure costs."""
    row = _line(organisation, pk, line)
    if closed := refuse_closed(request, row.budget):
        return closed
    years, own_plan = row.budget.frame.get("plan_years", []), costs_of(organisation, row.measure)
    given = _from_own_plan(request, own_plan, years)
    form = CostForm(
        request.POST or None,
        years=years,
        initial=given,
        cost=row.cost,
        missing=row.cost_missing,
        kinds=row.kinds,
        version=row.version,
        # What is filled in from the plan is no draft of hers.
        **({} if given else {"request": request, "draft": f"budgets.cost.{line}"}),
    )

    def write(data: dict[str, Any]) -> object:
        row.version = form.cleaned_data["version"] or 0
        told = {
            "cost": form.cost(),
            "missing": form.missing(),
            "investment": form.investment(),
            "why": data["why"],
        }
        return set_cost(request.user, organisation, row, **told)

    to = redirect("budgets:draft", code=organisation.code, pk=pk)
    price_year = price_year_of({"prices": row.budget.frame.get("prices")})
    return form_page(
        request,
        "budgets/cost.html",
        form,
        write,
        to=to,
        budget=row.budget,
        line=row,
        price_year=price_year or row.budget.year,
        own_plan=own_plan,
        from_own_plan=bool(given),
        first=years[0] if years else row.budget.year,
    )


def _from_own_plan(
    request: SignedInRequest, costs: list[PlanCost], years: list[int]
) -> dict[str, Any]:
    """Return what the form is filled in with of an adopted plan's cost; empty if none is asked."""
    asked = request.GET.get("plan", "")
    found = next((c for c in costs if c.key == asked and c.nok is not None), None)
    if found is None or not years:
        return {}
    filled = years if request.GET.get("each") else years[:1]
    amounts = {f"municipality_{y}": found.nok if y in filled else 0 for y in years}
    why = text("budgets.cost.from_own_plan", plan=found.plan.title, row=found.row)
    return {**amounts, "municipality_unknown": False, "why": why[:300]}


@require_POST
@page("change", BudgetLine)
def move(request: SignedInRequest, organisation: Organisation, pk: int, line: int) -> HttpResponse:
    """Move a line up or down."""
    row = _line(organisation, pk, line)
    if closed := refuse_closed(request, row.budget):
        return closed
    move_line(request.user, organisation, row, up=request.POST.get("up") == "1")
    return redirect("budgets:draft", code=organisation.code, pk=pk)


@page("change", BudgetLine)
def remove(
    request: SignedInRequest, organisation: Organisation, pk: int, line: int
) -> HttpResponse:
    """Remove a measure, after asking."""
    row = _line(organisation, pk, line)
    if closed := refuse_closed(request, row.budget):
        return closed
    form = WhyForm(request.POST or None, version=row.version)
    return form_page(
        request,
        "budgets/remove.html",
        form,
        lambda data: remove_line(request.user, organisation, row, **data),
        to=redirect("budgets:draft", code=organisation.code, pk=pk),
        message=text("budgets.line.removed", name=named(row.name)),
        budget=row.budget,
        line=row,
    )
