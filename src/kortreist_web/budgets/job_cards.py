"""First pages about budgets: the finance director's money, the case officer's drafts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone

from kortreist_web.budgets.content import build, lines_of, staleness_of
from kortreist_web.budgets.hindrances import hindrances
from kortreist_web.budgets.models import Budget
from kortreist_web.budgets.money import economic_lines, working_budget, years_with_budget
from kortreist_web.budgets.money_totals import costs_nothing
from kortreist_web.budgets.presenters import present
from kortreist_web.budgets.standing import against_frame
from kortreist_web.budgets.templatetags.budgets import frame_said
from kortreist_web.core.domain import Card, CardRow, Todo
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import named, text, web
from kortreist_web.tenants.models import Organisation

__all__ = ["case_officer", "finance_director"]

#: Measures without an account that are named on the first page; the economy page has all.
_MAX = 5


def case_officer(request: SignedInRequest, organisation: Organisation) -> Card:
    """Return the drafts that are not sent to the council, and what lacks in each."""
    drafts = Budget.objects.filter(organisation=organisation, state=Budget.State.DRAFT)
    rows: list[CardRow] = []
    todos: list[Todo] = []
    for budget in drafts.select_related("plan", "amends").order_by("year", "-id")[:_MAX]:
        budget.organisation = organisation
        page = reverse("budgets:draft", kwargs={"code": organisation.code, "pk": budget.pk})
        lines = list(budget.lines.all())
        hindered = hindrances(budget, lines)
        ready = "" if hindered else text("budgets.job.ready")
        rows.append(CardRow(budget.title, page, ready))
        rows += [CardRow(str(one)) for one in hindered]
        do = "budgets.job.mend" if hindered else "budgets.job.send"
        # A budget is adopted before its year begins; what amends one has no such day.
        day = None if budget.amends_id else dt.date(budget.year, 1, 1) - dt.timedelta(days=1)
        todos.append(Todo(text(do, title=budget.title), page, day))
    return Card(
        text("budgets.job.drafts"),
        tuple(rows),
        text("budgets.job.no_drafts"),
        (CardRow(text("budgets.to_list"), reverse("budgets:list", args=[organisation.code])),),
        tuple(todos),
    )


def finance_director(request: SignedInRequest, organisation: Organisation) -> Card:
    """Return how the budget that was last begun stands beside the economic plan."""
    years = years_with_budget(organisation)
    money = reverse("budgets:money", kwargs={"code": organisation.code})
    budget = working_budget(organisation, years[0]) if years else None
    coming, todos = _next_budget(organisation, years, budget)
    if budget is None:
        way = CardRow(text("budgets.job.economy"), money)
        return Card(text("budgets.job.title"), (), text("budgets.job.no_budget"), (way,), todos)
    budget.organisation = organisation
    lines = lines_of(budget)
    shown = present(build(budget, lines), staleness_of(budget, lines))
    free = {x["measure"] for x in shown.cleaned if costs_nothing(x, shown.years)}
    paid = [line for line in lines if line.measure not in free]
    accounts = {e.line_id for e in economic_lines(organisation, budget.year)}
    without = [line for line in paid if line.pk not in accounts]
    link = reverse("budgets:link", kwargs={"code": organisation.code, "year": budget.year})
    frame = against_frame(shown.content, list(shown.cleaned))
    rows = [*coming, *(CardRow(frame_said(year), money) for year in frame)]
    if without:
        said = text("budgets.job.without", n=len(without), of=len(paid))
        names = ", ".join(named(line.name) or line.measure for line in without[:_MAX])
        rows.append(CardRow(said, link, names + (" …" if len(without) > _MAX else "")))
    today = timezone.localdate()
    due = sorted((line.due_on, named(line.name)) for line in lines if line.due_on)
    for day, name in [d for d in due if d[0] >= today][:_MAX]:
        rows.append(CardRow(text("budgets.job.due", name=name), money, web().date(day.isoformat())))
    files = {"code": organisation.code, "year": budget.year}
    more = (
        CardRow(text("budgets.job.proposal"), reverse("budgets:proposal_xlsx", kwargs=files)),
        CardRow(text("budgets.job.economy"), f"{money}?year={budget.year}"),
    )
    if without:
        todos = (*todos, Todo(text("budgets.job.do", n=len(without), year=budget.year), link))
    title = text("budgets.job.title_year", year=budget.year)
    return Card(title, tuple(rows), "", more, todos)


def _next_budget(
    organisation: Organisation, years: list[int], budget: Any
) -> tuple[list[CardRow], tuple[Todo, ...]]:
    """Return that next year's budget has no draft yet, where so, and that it is to be made."""
    year = timezone.localdate().year + 1
    if year in years:
        return [], ()
    page = reverse("budgets:list", kwargs={"code": organisation.code})
    plan_years = (budget.frame.get("plan_years") if budget else None) or []
    last = year + len(plan_years) - 1
    said = text("budgets.job.no_draft", years=f"{year}–{last}" if last > year else str(year))
    # A budget is adopted before its year begins.
    before = dt.date(year, 1, 1) - dt.timedelta(days=1)
    return [CardRow(said, page)], (Todo(text("budgets.job.draft", year=year), page, before),)
