"""Freeze a proposal as adopted."""

from __future__ import annotations

from typing import Any

from kortreist_web.budgets.frozen import ADOPTED, current, freeze, latest_proposal
from kortreist_web.budgets.models import Budget, BudgetLine
from kortreist_web.budgets.parts import is_action
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["adopt"]


@action("adopt", Budget)
def adopt(
    who: Actor,
    organisation: Organisation,
    budget: Budget,
    *,
    frozen: Version,
    resolution: dict[str, Any],
) -> Version:
    """Freeze what was proposed once more, with the resolution that adopted it.

    Measures that begin in its year and nobody had decided about are chosen by it.

    Parameters
    ----------
    frozen : Version
        The proposal that was decided upon.
    resolution : dict
        Which resolution: id, body, date, case number, archive reference, title.

    Raises
    ------
    RefusedError
        The budget is not proposed, the proposal is not its newest, or it amends a version
        that is no longer in force.
    """
    budget = Budget.objects.select_for_update().get(pk=budget.pk)
    newest = latest_proposal(budget)
    if budget.state != Budget.State.PROPOSED or newest is None or newest.pk != frozen.pk:
        raise RefusedError("budgets.refused.not_proposed")
    in_force = current(organisation, budget.year)
    if budget.amends_id and (in_force is None or in_force.pk != budget.amends_id):
        raise RefusedError("budgets.refused.amends_old")
    content = {
        **frozen.content,
        "proposal": {"number": frozen.number, "content_hash": frozen.content_hash},
        "resolution": resolution,
    }
    adopted = freeze(organisation, budget, ADOPTED, content)
    budget.state = Budget.State.ADOPTED
    budget.save()
    _choose_what_begins(organisation, budget)
    return adopted


def _choose_what_begins(organisation: Organisation, budget: Budget) -> None:
    """Mark what begins in the budget's year as chosen, so that it is followed up.

    What begins later is not bound by it: next year's budget decides. What somebody has
    already decided about a measure stays as it is.
    """
    open_still = MeasureChoice.State.CONSIDERED
    there = {c.measure: c for c in MeasureChoice.objects.filter(organisation=organisation)}
    for line in BudgetLine.objects.filter(budget=budget).select_related("unit"):
        choice = there.get(line.measure)
        if choice is None:
            choice = MeasureChoice(
                organisation=organisation, measure=line.measure, name=dict(line.name)
            )
        if choice.state != open_still or line.start_year > budget.year:
            continue
        choice.state = MeasureChoice.State.CHOSEN
        # A plan is bound by measures it can compute with; an action of its own is none.
        choice.start_year = None if is_action(line.measure) else line.start_year
        choice.unit = choice.unit or line.unit
        choice.save()
