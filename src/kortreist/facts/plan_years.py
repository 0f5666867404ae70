"""The years of an action and economic plan."""

from __future__ import annotations

from datetime import date

from kortreist.facts.loader import load

__all__ = ["plan_years"]


def plan_years(today: date) -> tuple[int, ...]:
    """Return the years of the plan that a council adopts in the year of a day.

    As many as the law in force on that day asks for (``rules``, ``economic_plan/years``: at
    least four), the first of them the year after.

    Raises
    ------
    FactsError
        No such rule was in force.

    Examples
    --------
    >>> plan_years(date(2026, 11, 30))
    (2027, 2028, 2029, 2030)
    """
    years = int(load().row("rules", at=today, id="economic_plan/years")["value"])
    return tuple(range(today.year + 1, today.year + 1 + years))
