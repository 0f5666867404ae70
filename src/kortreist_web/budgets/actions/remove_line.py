"""Remove a measure from a draft."""

from __future__ import annotations

from kortreist_web.budgets.models import BudgetLine
from kortreist_web.core.action import action
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["remove_line"]


@action("change", BudgetLine)
def remove_line(who: Actor, organisation: Organisation, line: BudgetLine, *, why: str = "") -> None:
    """Remove a line; what paid for it in the economic plan stays, linked to nothing."""
    for economic in line.economic_lines.all():
        economic.line = None
        economic.save()
    line.delete()
