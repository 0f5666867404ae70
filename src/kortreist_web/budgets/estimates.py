"""Which of the economic plan's amounts are the climate budget's own estimate, taken in as it was.

A line read in from our proposal is still an estimate, with its range and what it rests on, also
when somebody has filled in its codes. It becomes the municipality's own figure when an amount, or
whose kroner it is in, is changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kortreist_web.budgets.content import build
from kortreist_web.budgets.lines import Row
from kortreist_web.budgets.models import Budget
from kortreist_web.budgets.proposal import estimates_of

__all__ = ["estimate_finder"]


def estimate_finder(budget: Budget | None) -> Callable[[Row, str], dict[str, Any]]:
    """Return what tells a line's estimate: the budget is read when it is first asked.

    Returns
    -------
    callable
        Row and its measure → ``amounts`` (year → NOK), ``price_year``, ``low`` and ``high``
        (NOK over the plan's years, None where no range is known) and ``source``; empty where
        the row's amounts are not those the budget proposes for the measure and kind.
    """
    read: dict[str, Any] = {}

    def find(row: Row, measure: str) -> dict[str, Any]:
        if budget is None or not measure:
            return {}
        if not read:
            read.update(content=build(budget))
        return estimates_of(read["content"], row, measure)

    return find
