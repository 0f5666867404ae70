"""Add a measure to a draft."""

from __future__ import annotations

from kortreist_web.budgets.lines import check_start
from kortreist_web.budgets.models import Budget, BudgetLine
from kortreist_web.budgets.parts import part_of
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.measures.catalogue import choices_of, measures_of, names_of
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["add_line"]


@action("change", Budget)
def add_line(
    who: Actor, organisation: Organisation, budget: Budget, *, measure: str, start_year: int
) -> BudgetLine:
    """Add a measure: one the plan keeps open with the plan's figures, another without any.

    Another one's effect is not computed and its cost is not known yet.

    Parameters
    ----------
    measure : str
        The engine's id.

    Raises
    ------
    RefusedError
        The measure is unknown, or already in the budget, or the year is not the plan's.
    """
    check_start(budget, start_year)
    names, choice = names_of(organisation), choices_of(organisation).get(measure)
    if measure not in names:
        raise RefusedError("budgets.refused.unknown_measure")
    Budget.objects.select_for_update().get(pk=budget.pk)
    known_as = choice.measure if choice else measure
    if budget.lines.filter(measure=known_as).exists():
        raise RefusedError("budgets.refused.line_there")
    last = budget.lines.order_by("-place_in_order").first()
    line = BudgetLine(
        organisation=organisation,
        budget=budget,
        choice=choice,
        measure=known_as,
        name=dict(names[measure]),
        start_year=start_year,
        cost_missing=["municipality"],
        unit=choice.unit if choice else None,
        responsible=str(choice.responsible) if choice and choice.responsible else "",
        note=choice.note if choice else "",
        part=part_of(next((m for m in measures_of(organisation)[0] if m.id == measure), None)),
        place_in_order=(last.place_in_order if last else 0) + 1,
    )
    held = (budget.frame.get("kept_open") or {}).get(known_as)
    if held and held["start_year"] == start_year:  # it is in the pathway already
        line.effect, line.cost = held["effect"], held["cost"]
        line.cost_missing = list(held["cost_missing"])
        line.origins = {"cost": "formula/cost", "effect": "formula/effect"}
    line.save()
    return line
