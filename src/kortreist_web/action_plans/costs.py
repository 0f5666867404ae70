"""What adopted plans say a measure costs, in their own words; an amount where one can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from kortreist.measures.action_table import is_cost
from kortreist.words import fold
from kortreist_web.action_plans.models import ActionPlan, ActionRow
from kortreist_web.core.fields import MoneyField
from kortreist_web.measures.catalogue import OWN, engine_id
from kortreist_web.tenants.models import Organisation

__all__ = ["PlanCost", "costs_of", "said_costs"]

#: What a heading may say its amounts are counted in, folded.
_TIMES = ((1e6, re.compile(r"mill|mnok")), (1e3, re.compile(r"1 ?000|tusen|tkr|tnok")))


@dataclass(frozen=True, slots=True)
class PlanCost:
    """What one cell says.

    Parameters
    ----------
    key : str
        Of the row and the cell: the same as long as the row is.
    plan : ActionPlan
    row : str
        Number and title.
    heading, said : str
        As written in the plan.
    nok : int or None
        Whole kroner; None where the words are no single amount.
    decided : int or None
        The year the plan was adopted: it says no price year of its own.
    """

    key: str
    plan: ActionPlan
    row: str
    heading: str
    said: str
    nok: int | None
    decided: int | None


def said_costs(row: ActionRow) -> list[tuple[str, str]]:
    """Return heading and content of the cells that say what an action costs."""
    return [(str(head), str(cell)) for head, cell in row.cells if is_cost(str(head))]


def costs_of(organisation: Organisation, measure: str) -> list[PlanCost]:
    """Return what plans that are taken in say of a measure, the newest plan first.

    Parameters
    ----------
    measure : str
        As the database names it, or as the engine does.
    """
    id = engine_id(measure)
    rows = ActionRow.objects.filter(
        organisation=organisation, measure__in=(id, OWN + id), plan__state=ActionPlan.State.TAKEN
    )
    found = rows.select_related("plan").defer("plan__content", "plan__tables")
    return [
        PlanCost(
            f"{row.pk}-{n}",
            row.plan,
            str(row),
            heading,
            said,
            _nok(heading, said),
            row.plan.decided_on.year if row.plan.decided_on else None,
        )
        for row in found.order_by("-plan", "row")
        for n, (heading, said) in enumerate(said_costs(row))
    ]


def _nok(heading: str, said: str) -> int | None:
    """Return whole kroner; a unit in the cell comes before one in the heading."""
    try:
        amount = MoneyField(required=False).to_python(said)
    except ValidationError:
        return None
    if amount is None:
        return None
    named = re.search(r"[a-z]", fold(said)) is not None
    folded = fold(heading)
    times = next((t for t, words in _TIMES if words.search(folded)), 1.0) if not named else 1.0
    return round(amount * times)
