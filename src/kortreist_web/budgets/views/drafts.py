"""Budgets at work: the list, a draft, and its figures from plans."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kortreist_web.budgets.actions.ask_again import ask_again
from kortreist_web.budgets.actions.describe import describe as describe_action
from kortreist_web.budgets.actions.discard import discard as discard_action
from kortreist_web.budgets.actions.draft import draft_from_plan
from kortreist_web.budgets.actions.refresh import refresh_from_plan
from kortreist_web.budgets.charts import cost_chart, pathway_chart
from kortreist_web.budgets.content import build, staleness_of
from kortreist_web.budgets.forms import DescribeForm, DraftForm, RefreshForm
from kortreist_web.budgets.frozen import current, latest_proposal, versions
from kortreist_web.budgets.models import Budget
from kortreist_web.budgets.offers import offers
from kortreist_web.budgets.owners import without_owner
from kortreist_web.budgets.presenters import present
from kortreist_web.budgets.recomputation import recomputation
from kortreist_web.budgets.uncounted import left_out, not_here_in
from kortreist_web.budgets.views.common import budget_or_404, may, refuse_closed
from kortreist_web.core.form_pages import act, form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.stair_chart import stair_chart
from kortreist_web.core.texts import text
from kortreist_web.measures.catalogue import names_by_key
from kortreist_web.plans.county import is_county
from kortreist_web.plans.judged_questions import answer_rows, asked_rows
from kortreist_web.plans.models import Plan
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["describe", "discard", "list_", "new", "plans_of", "recompute", "refresh", "show"]


def plans_of(organisation: Organisation) -> Any:
    """Return the plans a budget can be made of: only a county's sum has a ``kind``."""
    ready = Plan.objects.filter(organisation=organisation, state=Plan.State.READY, passing=False)
    return ready.exclude(content__has_key="kind").defer("content")


@page("view", Budget)
def list_(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """List the budgets and their versions; say what to do first where there is none."""
    rows = policy_of(Budget).visible(request.user, Budget.objects.all())
    rows = rows.filter(organisation=organisation).select_related("amends")
    frozen_of: dict[int | None, list[Version]] = {}
    for version in versions(organisation).defer("content"):
        frozen_of.setdefault(version.draft, []).insert(0, version)
    values = {
        "budgets": rows,
        "frozen_of": frozen_of,
        "has_plan": plans_of(organisation).exists(),
        "county": is_county(organisation),
        "may_change": policy_of(Budget).may(request.user, "change", organisation),
    }
    return render(request, "budgets/list.html", values)


@page("change", Budget)
def new(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Draft a budget from a plan."""
    plans = plans_of(organisation)
    asked = request.GET.get("plan", "")
    source = plans.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 18 else None
    first = source or plans.first()
    initial: dict[str, Any] = {}
    if first is not None:
        years = Plan.objects.values_list("content__plan_years", flat=True).get(pk=first.pk)
        coming = timezone.localdate().year + 1
        year = coming if coming in years else years[0]
        title = text("budgets.new.suggested", year=year, name=organisation.name)
        initial = {"plan": first.pk, "year": year, "title": title}
    # One who comes from a plan is not given what she typed about another.
    draft = f"budgets.new.{source.pk}" if source else "budgets.new"
    form = DraftForm(
        request.POST or None, plans=plans, initial=initial, request=request, draft=draft
    )
    return form_page(
        request,
        "budgets/new.html",
        form,
        lambda data: draft_from_plan(
            request.user,
            organisation,
            data["plan"],
            year=data["year"],
            title=data["title"],
            price_growth=form.growth(),
            confirmed=data["confirmed"],
        ),
        to=lambda budget: redirect("budgets:draft", code=organisation.code, pk=budget.pk),
        message=text("budgets.new.done"),
        has_plan=first is not None,
        adopted=current(organisation),
        county=is_county(organisation),
    )


@page("view", Budget)
def show(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show a budget at work: what was proposed or adopted is shown as it was frozen."""
    budget = budget_or_404(organisation, pk)
    frozen = budget.frozen.order_by("-number").first()
    draft = budget.state == Budget.State.DRAFT
    stale = staleness_of(budget) if draft or frozen is None else None
    frozen_content = frozen.content if frozen is not None and not draft else None
    content = build(budget) if frozen_content is None else frozen_content
    shown = present(content, stale)
    rows = {line.measure: line for line in budget.lines.all()}
    can_change = may(request, "change", budget)
    newer = plans_of(organisation).filter(pk__gt=budget.plan_id or 0) if can_change else ()
    values = {
        **_judged_questions(organisation, budget.plan if draft else None),
        "budget": budget,
        "shown": shown,
        "rows": rows,
        "stale": stale,
        "frozen": frozen,
        "snapshot": frozen if frozen_content is not None else None,
        "proposal": latest_proposal(budget),
        "versions": budget.frozen.defer("content").order_by("-number"),
        "stair": None if stale else stair_chart(content),
        "chart": pathway_chart(content, bool(stale)),
        "costs": cost_chart(shown),
        "may_change": can_change,
        "recomputation": recomputation(budget) if draft else None,
        "offers": offers(budget) if draft else (),
        "nobody": without_owner(rows.values()) if draft else (),
        "left_out": left_out(budget, rows.values()) if draft else (),
        "aside": not_here_in(budget, rows.values()) if draft else {},
        "names": names_by_key(organisation) if stale else {},
        "may_propose": may(request, "propose", budget),
        "may_withdraw": may(request, "withdraw", budget),
        "may_record": policy_of(Budget).may(request.user, "adopt", organisation),
        "newer_plans": newer,
        "refresh_form": RefreshForm(plans=newer) if newer else None,
    }
    return render(request, "budgets/draft.html", values)


def _judged_questions(organisation: Organisation, plan: Plan | None) -> dict[str, Any]:
    """Return the figures of judgement a draft's plan rests on, to answer on its page too."""
    if plan is None or not plan.content:
        return {}
    return {
        "plan": plan,
        "asked": asked_rows(plan.content),
        "answers": answer_rows(organisation, plan),
    }


@page("change", Budget)
def describe(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Edit title and introduction."""
    budget = budget_or_404(organisation, pk)
    if closed := refuse_closed(request, budget):
        return closed
    form = DescribeForm(
        request.POST or None,
        request=request,
        draft=f"budgets.describe.{pk}",
        version=budget.version,
        initial={"title": budget.title, "introduction": budget.introduction},
    )

    def write(data: dict[str, Any]) -> object:
        budget.version = form.cleaned_data["version"] or 0
        return describe_action(request.user, organisation, budget, **data)

    return form_page(
        request,
        "budgets/form.html",
        form,
        write,
        to=redirect("budgets:draft", code=organisation.code, pk=pk),
        budget=budget,
        heading="budgets.describe.title",
    )


@require_POST
@page("change", Budget)
def recompute(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Have the pathway computed with the lines there are now."""
    budget = budget_or_404(organisation, pk)
    return act(
        request,
        lambda: ask_again(request.user, organisation, budget),
        to=redirect("budgets:draft", code=organisation.code, pk=pk),
        message=lambda plan: text("budgets.stale.asked", name=plan.name),
    )


@require_POST
@page("change", Budget)
def refresh(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Take a newer plan's figures in."""
    budget = budget_or_404(organisation, pk)
    form = RefreshForm(request.POST, plans=plans_of(organisation))
    to = redirect("budgets:draft", code=organisation.code, pk=pk)
    if not form.is_valid():
        return to
    plan = Plan.objects.get(pk=form.cleaned_data["plan"].pk)
    return act(
        request,
        lambda: refresh_from_plan(request.user, organisation, budget, plan),
        to=to,
        message=text("budgets.stale.refreshed", name=plan.name),
    )


@require_POST
@page("change", Budget)
def discard(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Throw a draft away that was never proposed."""
    budget = budget_or_404(organisation, pk)
    why = request.POST.get("why", "")
    return act(
        request,
        lambda: discard_action(request.user, organisation, budget, why=why),
        to=redirect("budgets:list", code=organisation.code),
        message=text("budgets.discard.done"),
        otherwise=redirect("budgets:draft", code=organisation.code, pk=pk),
    )
