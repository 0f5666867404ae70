"""Say who is responsible for several of a draft's measures at once, and from when they begin."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kortreist_web.budgets.lines import check_start
from kortreist_web.budgets.models import Budget, BudgetLine
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["assign_lines"]


@action("change", Budget)
def assign_lines(
    who: Actor,
    organisation: Organisation,
    budget: Budget,
    *,
    measures: Collection[str],
    units: Mapping[str, Unit] | None = None,
    responsible: str = "",
    start_year: int | None = None,
    why: str = "",
) -> list[BudgetLine]:
    """Set unit, person and start of the lines that are ticked; what is not given stays.

    Parameters
    ----------
    measures : collection of str
        The lines' measures; all are changed, or none.
    units : mapping of str to Unit, optional
        Measure → unit; a measure that is not here keeps its own.
    responsible : str
        Name or position; empty: as it is.
    start_year : int, optional
        One of the plan's; as it is where none is given.

    Returns
    -------
    list of BudgetLine
        Those that became another.

    Raises
    ------
    RefusedError
        It is no draft, nothing is ticked, nothing is given, a measure is not in the draft, or
        the year is not the plan's.
    """
    budget = Budget.objects.select_for_update().get(pk=budget.pk)
    if budget.state != Budget.State.DRAFT:
        raise RefusedError("budgets.refused.not_draft")
    if not measures:
        raise RefusedError("budgets.refused.none_ticked")
    given = {m: u for m, u in (units or {}).items() if m in measures}
    responsible = responsible.strip()
    if not given and not responsible and start_year is None:
        raise RefusedError("budgets.refused.nothing_given")
    if start_year is not None:
        check_start(budget, start_year)
    lines = {line.measure: line for line in budget.lines.filter(measure__in=measures)}
    if lines.keys() != set(measures):
        raise RefusedError("budgets.refused.lines_changed")
    changed = []
    for measure, line in lines.items():
        unit = given.get(measure, line.unit)
        person, start = responsible or line.responsible, start_year or line.start_year
        if (line.unit, line.responsible, line.start_year) == (unit, person, start):
            continue
        line.unit, line.responsible, line.start_year = unit, person, start
        line.save()
        changed.append(line)
    return changed
