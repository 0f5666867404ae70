"""Change who does a measure, from when, and what is said of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from kortreist_web.budgets.lines import check_part, check_start
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
    part: str = "",
    indicator: str | None = None,
    due_on: date | None = None,
    why: str = "",
) -> BudgetLine:
    """Change a line of a draft; a part or an indicator that is not given stays.

    Another start year than the pathway was computed with makes the pathway stale
    (:mod:`kortreist_web.budgets.stale`); the figures are kept, and not shown as the line's.

    Raises
    ------
    RefusedError
        The year is not the plan's, or the part is none, or not one for what is computed.
    """
    if start_year != line.start_year:
        check_start(line.budget, start_year)
    line.start_year, line.unit = start_year, unit
    line.responsible, line.note, line.due_on = responsible, note, due_on
    line.indicator = line.indicator if indicator is None else indicator.strip()
    if part and part != line.part:
        check_part(line, part)
        line.part = part
    line.save()
    return line
