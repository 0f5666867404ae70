"""Who is responsible for many of a draft's measures at once, and the measures it is offered."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kortreist_web.budgets.actions.assign_lines import assign_lines
from kortreist_web.budgets.actions.take_in import take_in
from kortreist_web.budgets.content import lines_of
from kortreist_web.budgets.forms import OwnersForm
from kortreist_web.budgets.models import Budget
from kortreist_web.budgets.owners import suggestions, without_owner
from kortreist_web.budgets.views.common import budget_or_404, refuse_closed
from kortreist_web.core.form_pages import act, form_page
from kortreist_web.core.page import page
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["offered", "owners"]


@page("change", Budget)
def owners(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Set unit, person and start of the lines that are ticked."""
    budget = budget_or_404(organisation, pk)
    if closed := refuse_closed(request, budget):
        return closed
    units = list(Unit.on(organisation, timezone.localdate()))
    suggested = suggestions(organisation, units)
    lines = lines_of(budget)
    lacking = without_owner(lines)
    form = OwnersForm(
        request.POST or None,
        units=units,
        years=budget.frame.get("plan_years", []),
        request=request,
        initial={"unit": OwnersForm.SUGGESTED if lacking and suggested else ""},
    )
    ticked = request.POST.getlist("line") if request.method == "POST" else None
    rows = [
        {
            "line": line,
            "unit": suggested.get(line.measure),
            "ticked": line in lacking if ticked is None else line.measure in ticked,
        }
        for line in lines
    ]
    to = redirect("budgets:owners", code=organisation.code, pk=pk)
    return form_page(
        request,
        "budgets/owners.html",
        form,
        lambda data: assign_lines(
            request.user,
            organisation,
            budget,
            measures=ticked or (),
            units=form.units(ticked or (), suggested),
            responsible=data["responsible"],
            start_year=data["start_year"],
            why=data["why"],
        ),
        to=to if len(lacking) > len(ticked or ()) else _draft(organisation, pk),
        message=lambda changed: text("budgets.owners.done", n=len(changed)),
        budget=budget,
        rows=rows,
        lacking=lacking,
        has_units=bool(units),
    )


def _draft(organisation: Organisation, pk: int) -> HttpResponse:
    return redirect("budgets:draft", code=organisation.code, pk=pk)


@require_POST
@page("change", Budget)
def offered(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Take the ticked measures in."""
    budget = budget_or_404(organisation, pk)
    if closed := refuse_closed(request, budget):
        return closed
    ticked = request.POST.getlist("measure")
    return act(
        request,
        lambda: take_in(request.user, organisation, budget, measures=ticked),
        to=_draft(organisation, pk),
        message=lambda made: text("budgets.offer.done", n=len(made)),
        otherwise=_draft(organisation, pk),
    )
