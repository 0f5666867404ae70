"""Say which measure the economic plan's lines pay for."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied

from kortreist_web.budgets.models import BudgetLine, EconomicPlanLine
from kortreist_web.core.action import action
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["link_lines"]


@action("change", EconomicPlanLine)
def link_lines(
    who: Actor, organisation: Organisation, *, links: Mapping[EconomicPlanLine, BudgetLine | None]
) -> int:
    """Link economic lines to lines of the budget, or to nothing; returns how many changed."""
    changed = 0
    for economic, line in links.items():
        if economic.organisation_id != organisation.pk:  # a row that is changed, not pointed at
            raise PermissionDenied("another organisation's row")
        if economic.line_id != (line.pk if line else None):
            economic.line = line
            economic.save()
            changed += 1
    return changed
