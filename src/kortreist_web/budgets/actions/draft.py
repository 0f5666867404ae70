"""Draft a budget from a computed plan."""

from __future__ import annotations

from typing import Any

from kortreist_web.budgets.from_plan import frame_of, years_of
from kortreist_web.budgets.frozen import current
from kortreist_web.budgets.line_from_plan import chosen_row, line_from_plan, own_id
from kortreist_web.budgets.models import Budget
from kortreist_web.budgets.offers import is_chosen
from kortreist_web.budgets.parts import DIRECT, part_of
from kortreist_web.budgets.uncounted import not_here
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.measures.catalogue import choices_of, measures_of
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.people.models import Actor
from kortreist_web.plans.county import is_sum
from kortreist_web.plans.models import Plan
from kortreist_web.tenants.models import Organisation

__all__ = ["draft_from_plan"]


@action("change", Budget)
def draft_from_plan(
    who: Actor,
    organisation: Organisation,
    plan: Plan,
    *,
    year: int,
    title: str,
    price_growth: float | None = None,
    confirmed: bool = False,
) -> Budget:
    """Draft the budget of a year with the measures of a plan that are for deciding now.

    What the plan counts and keeps open is in ``frame["kept_open"]`` and in no line. Measures
    that the plan cannot count, or did not choose, are lines only where the municipality has
    chosen them; those without quantified effect are offered besides
    (:mod:`kortreist_web.budgets.offers`). What the municipality has set aside since the plan
    was computed is in no line; the pathway that counts it must be computed again.

    Asked for twice with the same plan, year and title, the draft there is comes back.

    Parameters
    ----------
    price_growth : float or None
        Share by which the plan's amounts are raised to the budget year's prices.
    confirmed : bool
        That a new budget is meant for a year that has an adopted one, and not an amendment.

    Raises
    ------
    RefusedError
        The plan is not computed, or has no figures for the year; the year has an adopted
        budget, and that a new one is meant is not confirmed.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.state != Plan.State.READY or not plan.content:
        raise RefusedError("budgets.refused.plan_not_ready")
    if is_sum(plan.content):
        raise RefusedError("budgets.refused.plan_is_sum")
    if not years_of(plan.content, year):
        raise RefusedError("budgets.refused.no_years", year=year)
    same = Budget.objects.filter(
        organisation=organisation,
        plan=plan,
        year=year,
        title=title,
        state=Budget.State.DRAFT,
        amends=None,
    )
    if existing := same.first():
        return existing
    in_force = current(organisation, year)
    if in_force is not None and not confirmed:
        values = {"year": year, "number": in_force.number}
        raise RefusedError("budgets.refused.adopted_there", about="confirmed", **values)
    choices = choices_of(organisation)
    own = {id: c.measure for id, c in choices.items()}
    budget = Budget(organisation=organisation, year=year, title=title, plan=plan)
    budget.frame = frame_of(plan, year, price_growth, own)
    budget.save()
    _add_lines(budget, plan.content, price_growth, choices)
    return budget


def _add_lines(
    budget: Budget,
    content: dict[str, Any],
    growth: float | None,
    choices: dict[str, MeasureChoice],
) -> None:
    years, held = budget.frame["plan_years"], budget.frame["kept_open"]
    by_id = {m.id: m for m in measures_of(budget.organisation)[0]}
    # What the plan keeps open is not proposed as decided, nor what was set aside since.
    apart = {*held, *not_here(budget.organisation)}
    rows = [m for m in content["measures"] if own_id(m["id"], choices) not in apart]
    computed = {m["id"] for m in content["measures"]}
    known = {m["id"]: m for m in content["unquantified"]}
    # What the plan cannot count, or did not choose: only the municipality's own choice puts it in.
    for id, choice in choices.items():
        if id in by_id and id not in computed and is_chosen(choice):
            start = years[0] if choice.start_year not in years else int(choice.start_year or 0)
            rows.append({**(known.get(id) or chosen_row(id, start)), "start_year": start})
    for place, m in enumerate(rows, start=1):
        measure = by_id.get(m["id"])
        name = measure.name if measure else {content["language"]: m["name"]}
        line_from_plan(
            budget,
            m,
            name,
            choices.get(m["id"]),
            place,
            years=years,
            growth=growth,
            part=DIRECT if m["effect"] else part_of(measure),
        ).save()
