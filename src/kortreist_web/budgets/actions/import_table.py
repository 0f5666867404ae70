"""Take in the economic plan's lines from a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kortreist_web.budgets.estimates import estimate_finder
from kortreist_web.budgets.lines import Row, check_rows
from kortreist_web.budgets.lines_diff import pair
from kortreist_web.budgets.models import EconomicPlanLine
from kortreist_web.budgets.money import lines_by_measure, working_budget
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["import_table"]


def _as_row(line: EconomicPlanLine) -> Row:
    """Return a line there as a row."""
    words = (line.responsibility, line.function, line.account, line.text)
    measure = line.line.measure if line.line else ""
    return Row(*words, line.amounts, measure, line.kind, line.price_year)


@action("change", EconomicPlanLine)
def import_table(
    who: Actor,
    organisation: Organisation,
    *,
    year: int,
    rows: Sequence[Row],
    remove_absent: bool,
    why: str = "",
) -> dict[str, int]:
    """Add and change lines, all or none; a line there already keeps what it is linked to.

    Parameters
    ----------
    year : int
        The budget's year.
    remove_absent : bool
        Whether lines that are not in the table are removed.

    Returns
    -------
    dict
        How many were ``added``, ``changed`` and ``removed``.

    Raises
    ------
    RefusedError
        A line that does not hold together, one that could be several of those there (unless
        what is absent is removed), or a measure is no longer in the year's budget.
    """
    rows = check_rows(rows, year)
    type(organisation).objects.select_for_update().get(pk=organisation.pk)
    budget = working_budget(organisation, year)
    if budget is not None:
        budget.organisation = organisation
    measures, estimate = lines_by_measure(budget), estimate_finder(budget)
    kept = EconomicPlanLine.objects.filter(organisation=organisation, year=year)
    there = {_as_row(e).key: e for e in kept.select_related("line")}
    pairs = pair(rows, {key: _as_row(e) for key, e in there.items()})
    if pairs.unclear and not remove_absent:
        raise RefusedError(
            "budgets.refused.line_unclear", n=len(pairs.unclear), text=pairs.unclear[0][3][:40]
        )
    count = {"added": 0, "changed": 0, "removed": 0}
    for row in rows:
        if row.measure and row.measure not in measures:
            raise RefusedError("budgets.refused.measure_gone", measure=row.measure)
        line = there.pop(pairs.kept[row.key]) if row.key in pairs.kept else None
        adding = line is None
        if line is None:
            line = EconomicPlanLine(organisation=organisation, year=year)
        elif replace(row, measure="").same_as(_as_row(line)) and (
            not row.measure or line.line_id == measures[row.measure].pk
        ):
            continue
        line.responsibility = row.responsibility or line.responsibility
        line.function = row.function or line.function
        line.account = row.account or line.account
        line.text = row.key[3]
        line.amounts = dict(row.amounts)
        line.kind = row.kind or line.kind
        line.price_year = line.price_year if row.price_year is None else row.price_year
        if row.measure:
            line.line = measures[row.measure]
        if not line.estimate_kept:
            line.estimate = estimate(_as_row(line), line.line.measure if line.line else "")
        line.save()
        count["added" if adding else "changed"] += 1
    if remove_absent:
        for line in there.values():
            line.delete()
            count["removed"] += 1
    return count
