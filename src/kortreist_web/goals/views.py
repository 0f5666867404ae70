"""Pages of the register of goals."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kortreist_web.core.form_pages import form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.goals.actions.end import end_goal
from kortreist_web.goals.actions.register import correct_goal, register_goal
from kortreist_web.goals.forms import EndForm, GoalForm
from kortreist_web.goals.models import AdoptedGoal
from kortreist_web.goals.stated import goals_before, standing, stated_goals
from kortreist_web.tenants.models import Organisation

__all__ = ["correct", "end", "list_", "new"]


@page("view", AdoptedGoal)
def list_(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show what holds, with what can be computed, and what held before."""
    values = {
        "goals": standing(organisation),
        "before": goals_before(organisation),
        "may_change": policy_of(AdoptedGoal).may(request.user, "change", organisation),
    }
    return render(request, "goals/list.html", values)


@page("change", AdoptedGoal)
def new(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Register a goal."""
    data = request.POST if request.method == "POST" else None
    form = GoalForm(data, organisation=organisation, request=request, draft="goals.new")
    return form_page(
        request,
        "goals/form.html",
        form,
        lambda _: register_goal(
            request.user, organisation, replaces=form.replaced(), **form.values()
        ),
        to=redirect("goals:list", code=organisation.code),
        message=text("goals.registered"),
    )


@page("change", AdoptedGoal)
def correct(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Correct what was written wrong."""
    goal = _goal(organisation, pk)
    data = request.POST if request.method == "POST" else None
    form = GoalForm(
        data, organisation=organisation, goal=goal, request=request, draft=f"goals.{pk}"
    )

    def write(_: dict[str, Any]) -> object:
        version = form.cleaned_data["version"]
        return correct_goal(request.user, organisation, goal, version=version, **form.values())

    to = redirect("goals:list", code=organisation.code)
    return form_page(request, "goals/form.html", form, write, to=to, goal=goal)


@page("change", AdoptedGoal)
def end(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """End a goal that no other replaces."""
    goal = _goal(organisation, pk)
    data = request.POST if request.method == "POST" else None
    form = EndForm(data, request=request, draft=f"goals.end.{pk}")
    return form_page(
        request,
        "goals/end.html",
        form,
        lambda f: end_goal(request.user, organisation, goal, **f),
        to=redirect("goals:list", code=organisation.code),
        message=text("goals.ended"),
        goal=goal,
        words=stated_goals(organisation, [goal])[0].words,
    )


def _goal(organisation: Organisation, pk: int) -> AdoptedGoal:
    return get_object_or_404(AdoptedGoal, pk=pk, organisation=organisation)
