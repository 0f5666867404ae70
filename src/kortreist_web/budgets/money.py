"""What the finance director sees: a year's budget, and the economic plan's lines beside it."""

from __future__ import annotations

from kortreist_web.budgets.lines import Key, Row
from kortreist_web.budgets.models import Budget, BudgetLine, EconomicPlanLine
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.tenants.models import Organisation

__all__ = [
    "economic_lines",
    "lines_by_measure",
    "measures_known",
    "there",
    "working_budget",
    "years_with_budget",
]

_IN_USE = (Budget.State.DRAFT, Budget.State.PROPOSED, Budget.State.ADOPTED)


def years_with_budget(organisation: Organisation) -> list[int]:
    """Return the years that have a budget, newest first."""
    rows = Budget.objects.filter(organisation=organisation, state__in=_IN_USE)
    return sorted(set(rows.values_list("year", flat=True)), reverse=True)


def working_budget(organisation: Organisation, year: int) -> Budget | None:
    """Return the budget of a year that was last begun, unless it was rejected."""
    rows = Budget.objects.filter(organisation=organisation, year=year, state__in=_IN_USE)
    return rows.order_by("-id").first()


def lines_by_measure(budget: Budget | None) -> dict[str, BudgetLine]:
    """Return measure → the budget's line."""
    return {} if budget is None else {line.measure: line for line in budget.lines.all()}


def measures_known(organisation: Organisation) -> set[str]:
    """Return the measures the municipality has chosen, or has in a budget of any year."""
    lines = BudgetLine.objects.filter(organisation=organisation)
    chosen = MeasureChoice.objects.filter(organisation=organisation)
    return {*lines.values_list("measure", flat=True), *chosen.values_list("measure", flat=True)}


def economic_lines(organisation: Organisation, year: int) -> list[EconomicPlanLine]:
    """Return the economic plan's lines of a year."""
    rows = EconomicPlanLine.objects.filter(organisation=organisation, year=year)
    return list(rows.select_related("line"))


def there(organisation: Organisation, year: int) -> dict[Key, Row]:
    """Return the economic lines as rows of a table, by what they are recognised by."""
    rows = [
        Row(
            e.responsibility,
            e.function,
            e.account,
            e.text,
            dict(e.amounts),
            e.line.measure if e.line else "",
            e.kind,
            e.price_year,
        )
        for e in economic_lines(organisation, year)
    ]
    return {r.key: r for r in rows}
