"""Take measures that are offered into a draft."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from kortreist_web.budgets.line_from_plan import chosen_row, line_from_plan
from kortreist_web.budgets.models import Budget, BudgetLine
from kortreist_web.budgets.offers import offers
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.measures.catalogue import choices_of, engine_id
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["take_in"]


@action("change", Budget)
def take_in(
    who: Actor,
    organisation: Organisation,
    budget: Budget,
    *,
    measures: Collection[str],
    why: str = "",
) -> list[BudgetLine]:
    """Make lines of measures without quantified effect that somebody has ticked.

    Parameters
    ----------
    measures : collection of str
        What the database calls them; each among :func:`kortreist_web.budgets.offers.offers`.

    Returns
    -------
    list of BudgetLine

    Raises
    ------
    RefusedError
        None is ticked, or one is not offered: it is unknown, or in the budget already.
    """
    budget = Budget.objects.select_for_update(of=("self",)).select_related("plan").get(pk=budget.pk)
    budget.organisation = organisation
    offered = {o.measure: o for o in offers(budget)}
    if not measures:
        raise RefusedError("budgets.refused.none_ticked")
    if not set(measures) <= offered.keys():
        raise RefusedError("budgets.refused.not_offered")
    years = budget.frame["plan_years"]
    content = (budget.plan.content if budget.plan else None) or {}
    rows: dict[str, Any] = {m["id"]: m for m in content.get("unquantified", ())}
    choices = choices_of(organisation)
    last = budget.lines.order_by("-place_in_order").first()
    place = last.place_in_order if last else 0
    made = []
    for id, offer in offered.items():
        if id not in measures:
            continue
        place += 1
        blank = chosen_row(id, years[0])
        row = {**(rows.get(engine_id(id)) or blank), "id": id, "start_year": years[0]}
        choice = choices.get(engine_id(id))
        line = line_from_plan(
            budget, row, offer.name, choice, place, years=years, growth=None, part=offer.part
        )
        line.save()
        made.append(line)
    return made
