"""The what-if page: wish something of a plan, and see in seconds what changes.

A try is computed in the same futures as the plan, so that the plan itself is what it is
compared with: the difference shown is that of the wishes alone. Where the engine or the facts
have been renewed since, the plan is first computed anew, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kortreist.i18n import name_in
from kortreist_web.core.page import page
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import language, text
from kortreist_web.plans.actions.ask import ask
from kortreist_web.plans.actions.keep import keep as keep_action
from kortreist_web.plans.answered_plan import as_now
from kortreist_web.plans.commitments import commitments
from kortreist_web.plans.county import is_sum
from kortreist_web.plans.difference import difference
from kortreist_web.plans.forms import KeepForm, TryForm
from kortreist_web.plans.models import Plan
from kortreist_web.plans.presenters import Reading
from kortreist_web.plans.tried_changes import tried_changes
from kortreist_web.plans.try_history import go, remember, standing
from kortreist_web.tenants.models import Organisation

__all__ = ["keep", "result", "step", "what_if"]


def _parent(organisation: Organisation, pk: int) -> Plan:
    plan = get_object_or_404(Plan, pk=pk, organisation=organisation, passing=False)
    if plan.state != Plan.State.READY or is_sum(plan.content):  # a sum has nothing to try
        raise Http404(str(pk))
    return plan


def _form(
    organisation: Organisation,
    parent: Plan,
    data: Any = None,
    question: dict[str, Any] | None = None,
) -> TryForm:
    reading = Reading(organisation, parent.content)
    return TryForm(
        data,
        question=question or parent.question,
        years=parent.content["plan_years"],
        compared=reading.compared(),
        limits=parent.content["limits"],
        dearest=parent.content.get("prices", {}).get("dearest"),
        planned=commitments().planned(organisation),
        original=parent.question,
    )


def _rows(form: TryForm) -> dict[str, Any]:
    groups = groupby(form.wishes(), key=lambda w: w.group)
    parts = [(group, list(some)) for group, some in groups]
    return {
        # Group, its wishes, and how many of them are others than the plan's.
        "parts": [(group, some, sum(w.changed for w in some)) for group, some in parts],
        "switches": form.switches(),
    }


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


@page("change", Plan)
def what_if(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show what can be wished of a plan; ask when something is."""
    parent = _parent(organisation, pk)
    if request.method != "POST":
        form = _form(organisation, parent)
        steps = standing(request.session, parent.pk)
        values = {"plan": parent, "form": form, "steps": steps, **_rows(form)}
        return render(request, "plans/what_if.html", values)
    form = _form(organisation, parent, request.POST)
    if not form.is_valid():
        if _is_htmx(request):  # htmx shows nothing of an answer that is not 200
            return render(request, "plans/try.html", {"errors": form})
        values = {"plan": parent, "form": form, **_rows(form)}
        return render(request, "plans/what_if.html", values, status=422)
    base = parent
    if not as_now(parent):
        base = ask(
            request.user,
            organisation,
            name=parent.name,
            question={"bindings": [], "goals": [], **parent.question},
            passing=True,
            parent=parent,
        )
    name = text("plans.try.name", name=parent.name)[:120]
    tried = ask(
        request.user,
        organisation,
        name=name,
        question=form.question(),
        passing=True,
        parent=parent,
    )
    remember(request.session, parent.pk, base.pk, tried.pk)
    if _is_htmx(request):
        return _result(request, organisation, parent, base, tried)
    # Without htmx the answer stands below a long form.
    address = reverse("plans:try", args=(organisation.code, pk, base.pk, tried.pk))
    return redirect(f"{address}#result")


@page("change", Plan)
def result(
    request: HttpRequest, organisation: Organisation, pk: int, base: int, tried: int
) -> HttpResponse:
    """Show what a try changes; alone, or in the place htmx asks for."""
    parent = _parent(organisation, pk)
    tries = Plan.objects.filter(organisation=organisation, passing=True, parent=parent)
    rows = tries.select_related("job").in_bulk([base, tried])
    if base == parent.pk:
        rows[base] = parent
    if rows.keys() != {base, tried}:
        raise Http404(f"{base} {tried}")
    if _is_htmx(request) and _waits(rows.values()):
        # Nothing to put in the page yet: it is not drawn, or read aloud, again.
        return HttpResponse(status=204)
    return _result(request, organisation, parent, rows[base], rows[tried])


def _result(
    request: HttpRequest, organisation: Organisation, parent: Plan, base: Plan, tried: Plan
) -> HttpResponse:
    values: dict[str, Any] = {
        "plan": parent,
        "base": base,
        "tried": tried,
        "steps": standing(request.session, parent.pk),
        "changes": tried_changes(
            parent.question, tried.question, Reading(organisation, parent.content)
        ),
    }
    both = (base, tried)
    refused = next((p for p in both if p.state == Plan.State.REFUSED), None)
    lost = next((p for p in both if p.state == Plan.State.COMPUTING and _has_stopped(p)), None)
    if refused is not None:
        values["said"] = name_in(refused.refused.get("said", {}), language())
    elif lost is not None:
        values["lost"] = lost
    elif all(p.state == Plan.State.READY for p in both):
        reading = Reading(organisation, tried.content)
        values["renewed"] = base != parent
        values["change"] = difference(base.content, tried.content, reading)
        values["keep_form"] = KeepForm(initial={"name": tried.name}, auto_id="keep_%s")
    else:
        values["waiting"] = True
    if _is_htmx(request):
        return render(request, "plans/try.html", values)
    form = _form(organisation, parent, question=tried.question)
    values |= {"form": form, **_rows(form)}
    return render(request, "plans/what_if.html", values)


def _has_stopped(plan: Plan) -> bool:
    return plan.job is None or plan.job.ended


def _waits(plans: Iterable[Plan]) -> bool:
    """Tell whether an answer is on its way, and none will do without it."""
    computing = [p for p in plans if p.state == Plan.State.COMPUTING]
    refused = any(p.state == Plan.State.REFUSED for p in plans)
    return bool(computing) and not refused and not any(_has_stopped(p) for p in computing)


@page("change", Plan)
@require_POST
def step(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Undo the last change, or do it again; without script too."""
    parent = _parent(organisation, pk)
    shown = go(request.session, parent.pk, "redo" if "redo" in request.POST else "undo")
    tries = Plan.objects.filter(organisation=organisation, passing=True, parent=parent)
    if shown is None or not tries.filter(pk=shown[1]).exists():
        return redirect("plans:what_if", code=organisation.code, pk=parent.pk)
    address = reverse("plans:try", args=(organisation.code, pk, *shown))
    return redirect(f"{address}#result")


@page("change", Plan)
@require_POST
def keep(request: SignedInRequest, organisation: Organisation, pk: int, tried: int) -> HttpResponse:
    """Have a try computed in full and kept."""
    parent = _parent(organisation, pk)
    plan = get_object_or_404(Plan, pk=tried, organisation=organisation, passing=True, parent=parent)
    form = KeepForm(request.POST)
    name = form.cleaned_data["name"] if form.is_valid() else plan.name
    kept = keep_action(request.user, organisation, plan, name=name)
    return redirect("plans:show", code=organisation.code, pk=kept.pk)
