"""The parts of a draft: what each aims at, actions of the municipality's own, what is left out."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kortreist_web.budgets.actions.add_action import add_action as add_action_action
from kortreist_web.budgets.actions.describe_part import describe_part
from kortreist_web.budgets.actions.set_aside import set_aside as set_aside_action
from kortreist_web.budgets.forms import ActionForm, PartForm
from kortreist_web.budgets.labels import named
from kortreist_web.budgets.models import Budget
from kortreist_web.budgets.parts import PARTS
from kortreist_web.budgets.views.common import budget_or_404, refuse_closed
from kortreist_web.core.form_pages import act, form_page
from kortreist_web.core.page import page
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["add_action", "part", "set_aside"]


def _draft(organisation: Organisation, pk: int) -> HttpResponse:
    return redirect("budgets:draft", code=organisation.code, pk=pk)


@page("change", Budget)
def add_action(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Add an action without tonnes to a part."""
    budget = budget_or_404(organisation, pk)
    if closed := refuse_closed(request, budget):
        return closed
    form = ActionForm(
        request.POST or None,
        units=Unit.on(organisation, timezone.localdate()),
        years=budget.frame.get("plan_years") or [budget.year],
        request=request,
        draft=f"budgets.action.{pk}",
        initial={"part": "adaptation", "start_year": budget.year},
    )
    return form_page(
        request,
        "budgets/form.html",
        form,
        lambda data: add_action_action(request.user, organisation, budget, **data),
        to=_draft(organisation, pk),
        message=lambda line: text("budgets.part.added", name=named(line.name)),
        budget=budget,
        heading="budgets.part.add",
    )


@page("change", Budget)
def part(request: SignedInRequest, organisation: Organisation, pk: int, part: str) -> HttpResponse:
    """Say what a part aims at, what is followed and how often."""
    budget = budget_or_404(organisation, pk)
    if part not in PARTS:
        raise Http404(part)
    if closed := refuse_closed(request, budget):
        return closed
    form = PartForm(
        request.POST or None,
        request=request,
        draft=f"budgets.part.{pk}.{part}",
        version=budget.version,
        initial=budget.parts.get(part) or {},
    )

    def write(data: dict[str, str]) -> object:
        budget.version = form.cleaned_data["version"] or 0
        return describe_part(request.user, organisation, budget, part=part, **data)

    return form_page(
        request,
        "budgets/form.html",
        form,
        write,
        to=_draft(organisation, pk),
        budget=budget,
        heading=f"budgets.part.{part}",
    )


@require_POST
@page("change", Budget)
def set_aside(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Put the municipality's own reason beside a measure that is not proposed."""
    budget = budget_or_404(organisation, pk)
    if closed := refuse_closed(request, budget):
        return closed
    return act(
        request,
        lambda: set_aside_action(
            request.user,
            organisation,
            budget,
            measure=request.POST.get("measure", ""),
            reason=request.POST.get("reason", "")[:300],
        ),
        to=_draft(organisation, pk),
        message=text("budgets.identified.done"),
    )
