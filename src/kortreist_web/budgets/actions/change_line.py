"""Change who does a measure, from when, and what is said of it."""

from __future__ import annotations

from typing import Any

from kortreist_web.budgets.lines import check_start
from kortreist_web.budgets.models import BudgetLine
from kortreist_web.core.action import action
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["change_line"]


@action("change", BudgetLine)
def change_line(
    who: Actor,
    organisation: Organisation,
    line: BudgetLine,
    *,
    start_year: int,
    unit: Any,
    responsible: str,
    note: str,
    why: str = "",
) -> BudgetLine:
    """Change a line of a draft.

    Another start year than the pathway was computed with makes the pathway stale
    (:mod:`kortreist_web.budgets.stale`); the figures are kept, and not shown as the line's.
    """
    if start_year != line.start_year:
        check_start(line.budget, start_year)
    line.start_year, line.unit = start_year, unit
    line.responsible, line.note = responsible, note
    line.save()
    return line
