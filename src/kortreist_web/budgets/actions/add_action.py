"""Add an action of the municipality's own to a part: no tonnes, but somebody and a date."""

from __future__ import annotations

from datetime import date

from kortreist_web.budgets.lines import check_start
from kortreist_web.budgets.models import Budget, BudgetLine
from kortreist_web.budgets.parts import PARTS, action_id
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["add_action"]


@action("change", Budget)
def add_action(
    who: Actor,
    organisation: Organisation,
    budget: Budget,
    *,
    part: str,
    name: str,
    start_year: int,
    unit: Unit | None = None,
    responsible: str = "",
    indicator: str = "",
    due_on: date | None = None,
    note: str = "",
    why: str = "",
) -> BudgetLine:
    """Add an action; its effect is not told, and its cost is unknown until it is given.

    Parameters
    ----------
    part : str
        One of :data:`kortreist_web.budgets.parts.PARTS`.
    name : str
        In the municipality's own words; the same in every language.

    Raises
    ------
    RefusedError
        It is no draft, the part is none, the name is empty, or the year is not the plan's.
    """
    budget = Budget.objects.select_for_update().get(pk=budget.pk)
    if budget.state != Budget.State.DRAFT:
        raise RefusedError("budgets.refused.not_draft")
    if part not in PARTS:
        raise RefusedError("budgets.refused.part", about="part")
    if not name.strip():
        raise RefusedError("budgets.refused.no_name", about="name")
    check_start(budget, start_year)
    # Names are kept through the years: an action of an earlier budget is never another's name.
    taken = BudgetLine.objects.filter(organisation=organisation, measure__startswith="action.")
    last = budget.lines.order_by("-place_in_order").first()
    line = BudgetLine(
        organisation=organisation,
        budget=budget,
        measure=action_id(taken.values_list("measure", flat=True)),
        name={organisation.language: name.strip()},
        start_year=start_year,
        cost_missing=["municipality"],
        unit=unit,
        responsible=responsible.strip(),
        note=note,
        part=part,
        indicator=indicator.strip(),
        due_on=due_on,
        place_in_order=(last.place_in_order if last else 0) + 1,
    )
    line.save()
    return line
