"""Move a line up or down among a draft's lines."""

from __future__ import annotations

from kortreist_web.budgets.models import Budget, BudgetLine
from kortreist_web.core.action import action
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["move_line"]


@action("change", BudgetLine)
def move_line(who: Actor, organisation: Organisation, line: BudgetLine, *, up: bool) -> None:
    """Let a line change places with the one before or after it; at the end nothing happens."""
    Budget.objects.select_for_update().get(pk=line.budget_id)
    rows = list(BudgetLine.objects.filter(budget=line.budget_id))
    here = [r.pk for r in rows].index(line.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for place, row in enumerate(rows, start=1):
        if row.place_in_order != place:
            row.place_in_order = place
            row.save()
