"""The steps of a budget: propose, withdraw, amend what is in force."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kortreist_web.budgets.actions.amend import amend as amend_action
from kortreist_web.budgets.actions.next_year import next_year as next_year_action
from kortreist_web.budgets.actions.next_year import unfinished
from kortreist_web.budgets.actions.propose import propose as propose_action
from kortreist_web.budgets.actions.withdraw import withdraw as withdraw_action
from kortreist_web.budgets.completion import Shortfall
from kortreist_web.budgets.content import lines_of, proposal_content, staleness_of
from kortreist_web.budgets.figures import name_of
from kortreist_web.budgets.forms import NextYearForm, WhyForm
from kortreist_web.budgets.frozen import content_of, latest_proposal, versions
from kortreist_web.budgets.models import Budget
from kortreist_web.budgets.owners import without_owner
from kortreist_web.budgets.presenters import present
from kortreist_web.budgets.recomputation import recomputation
from kortreist_web.budgets.uncounted import left_out, not_here_in
from kortreist_web.budgets.version_diff import compare
from kortreist_web.budgets.views.common import budget_or_404, refuse_closed
from kortreist_web.budgets.views.drafts import plans_of
from kortreist_web.core.content import content_hash
from kortreist_web.core.form_pages import act, form_page
from kortreist_web.core.page import page
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text, web
from kortreist_web.measures.catalogue import names_by_key
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["amend", "next_year", "propose", "withdraw"]


def _version(frozen: Version) -> dict[str, Any]:
    return {"code": frozen.organisation.code, "year": frozen.year, "number": frozen.number}


@page("propose", Budget)
def propose(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show what will be proposed and what is missing; freeze it when asked."""
    budget = budget_or_404(organisation, pk)
    there = latest_proposal(budget)
    if budget.state == Budget.State.PROPOSED and there:
        messages.info(request, text("budgets.propose.already"))
        return redirect("budgets:version", **_version(there))
    if closed := refuse_closed(request, budget):
        return closed
    form = WhyForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return act(
            request,
            lambda: propose_action(
                request.user,
                organisation,
                budget,
                expected=request.POST.get("expected", ""),
                why=form.cleaned_data["why"],
            ),
            to=lambda frozen: redirect("budgets:version", **_version(frozen)),
            message=lambda frozen: text("budgets.propose.done", number=frozen.number),
            otherwise=redirect("budgets:propose", code=organisation.code, pk=pk),
        )
    lines = lines_of(budget)
    content = proposal_content(budget, lines)
    stale = staleness_of(budget, lines)
    shown = present(content, stale)
    values = {
        "budget": budget,
        "form": form,
        "shown": shown,
        "stale": stale,
        "expected": content_hash(content),
        "nobody": without_owner(lines),
        "left_out": left_out(budget, lines),
        "aside": not_here_in(budget, lines),
        "names": names_by_key(organisation),
        "recomputation": recomputation(budget),
        "changes": compare(content_of(budget.amends), content) if budget.amends else None,
    }
    return render(request, "budgets/propose.html", values)


@require_POST
@page("withdraw", Budget)
def withdraw(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Take a proposal back before it is decided upon."""
    budget = budget_or_404(organisation, pk)
    if budget.state == Budget.State.PROPOSED:
        withdraw_action(request.user, organisation, budget, why=request.POST.get("why", ""))
        messages.success(request, text("budgets.withdraw.done"))
    return redirect("budgets:draft", code=organisation.code, pk=pk)


@require_POST
@page("change", Budget)
def amend(
    request: SignedInRequest, organisation: Organisation, year: int, number: int
) -> HttpResponse:
    """Start an amendment of the budget in force, or open the one that is begun."""
    frozen = get_object_or_404(versions(organisation, year), number=number)
    return act(
        request,
        lambda: amend_action(request.user, organisation, frozen),
        to=lambda budget: redirect("budgets:draft", code=organisation.code, pk=budget.pk),
        message=text("budgets.amend.begun"),
        otherwise=redirect("budgets:version", **_version(frozen)),
    )


@page("change", Budget)
def next_year(
    request: SignedInRequest, organisation: Organisation, year: int, number: int
) -> HttpResponse:
    """Begin next year's draft from the budget in force."""
    frozen = get_object_or_404(versions(organisation, year), number=number)
    coming = year + 1
    ready = plans_of(organisation)
    years_of = ready.values_list("pk", "content__pathway")
    plans = ready.filter(pk__in=[pk for pk, years in years_of if str(coming) in years])
    first = plans.first()
    names = {line["measure"]: name_of(line) for line in frozen.content["lines"]}
    title = text("budgets.new.suggested", year=coming, name=organisation.name)
    form = NextYearForm(
        request.POST or None,
        plans=plans,
        unfinished=[
            (measure, _asked(names[measure], short))
            for measure, short in unfinished(organisation, frozen).items()
        ],
        initial={"plan": first.pk if first else None, "title": title},
        request=request,
        draft=f"budgets.next.{frozen.pk}",
    )
    return form_page(
        request,
        "budgets/next_year.html",
        form,
        lambda data: next_year_action(
            request.user,
            organisation,
            frozen,
            data["plan"],
            title=data["title"],
            price_growth=form.growth("price_growth"),
            own_growth=form.growth("own_growth"),
            complete=data.get("complete", ()),
            confirmed=data["confirmed"],
        ),
        to=lambda budget: redirect("budgets:draft", code=organisation.code, pk=budget.pk),
        message=text("budgets.new.done"),
        frozen=frozen,
        coming=coming,
        has_plan=first is not None,
    )


def _asked(name: str, short: Shortfall) -> str:
    """Write a measure said to be done, and how far it is from its last target."""
    say = web().number
    values = {"seen": say(short.seen), "target": say(short.target)}
    known = {"unit": short.unit, "year": short.year}
    return text("budgets.carried.asked", name=name, **values, **known)
