"""Where a year's money stands: against the frame of money, without codes, and what is due.

What the finance director's pages ask; nothing is computed here that the budget does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from kortreist_web.budgets.content import build, lines_of, staleness_of
from kortreist_web.budgets.kinds import municipal_money
from kortreist_web.budgets.money import economic_lines, working_budget
from kortreist_web.budgets.money_totals import Sum, across, line_cell
from kortreist_web.budgets.presenters import present
from kortreist_web.budgets.proposal import Proposed, proposal, without_codes
from kortreist_web.tenants.models import Organisation

__all__ = ["Due", "MoneyStanding", "YearOfFrame", "against_frame", "money_standing"]


@dataclass(frozen=True, slots=True)
class YearOfFrame:
    """A year of the municipality's money beside what the plan was given, NOK of one price year."""

    year: int
    running: Sum
    investment: Sum
    total: Sum
    frame: float | None
    price_year: int | None = None

    @property
    def stands(self) -> Literal["no_frame", "frame_unknown", "frame_over", "frame_inside"]:
        """Return how the cost stands to the frame: over or inside only with all of its range.

        Where something of the cost is not known, or its range was never kept, nothing is said.
        """
        if self.frame is None:
            return "no_frame"
        if not self.total.complete or self.total.older:
            return "frame_unknown"
        known = self.total.known or 0
        low, high = self.total.ends or (known, known)
        if low > self.frame:
            return "frame_over"
        return "frame_inside" if high <= self.frame else "frame_unknown"

    @property
    def over(self) -> float | None:
        """Return how much the central cost is over a frame that its whole range is over."""
        if self.frame is None or self.stands != "frame_over":
            return None
        return (self.total.known or 0) - self.frame


@dataclass(frozen=True, slots=True)
class Due:
    """A line with the day it is to be done."""

    measure: str
    name: Mapping[str, str]
    day: date
    unit: str


@dataclass(frozen=True, slots=True)
class MoneyStanding:
    """What a year's budget lacks of money and codes.

    Parameters
    ----------
    year : int
    uncoded : tuple of Proposed
        Lines of the proposal without responsibility, function or account.
    unlinked : int
        Lines of the economic plan that pay for no measure.
    due : tuple of Due
        Soonest first.
    frame : tuple of YearOfFrame
    """

    year: int
    uncoded: tuple[Proposed, ...]
    unlinked: int
    due: tuple[Due, ...]
    frame: tuple[YearOfFrame, ...]


def against_frame(
    content: Mapping[str, Any], lines: list[Mapping[str, Any]] | None = None
) -> tuple[YearOfFrame, ...]:
    """Return the municipality's money by year beside the plan's yearly limit.

    The limit is in the plan's kroner and is raised as the amounts were. In kroner of several
    years there is nothing to compare with.
    """
    rows = list(content["lines"] if lines is None else lines)
    money, prices = municipal_money(content, rows), content.get("prices") or {}
    limit = (content.get("limits") or {}).get("money_nok_per_year")
    if limit is not None and money.price_year is not None:
        limit = limit * (1.0 + (prices.get("growth") or 0.0))
    else:
        limit = None
    return tuple(
        YearOfFrame(
            year,
            money.running.by_year[year],
            money.investment.by_year[year],
            across(line_cell(row, "municipality", year) for row in rows),
            limit,
            money.price_year,
        )
        for year in money.years
    )


def money_standing(organisation: Organisation, year: int) -> MoneyStanding | None:
    """Return where the money of a year's budget stands; None without a budget."""
    budget = working_budget(organisation, year)
    if budget is None:
        return None
    budget.organisation = organisation
    lines = lines_of(budget)
    shown = present(build(budget, lines), staleness_of(budget, lines))
    economic = economic_lines(organisation, year)
    rows = proposal(organisation, shown.content, economic, shown.cleaned)
    due = [
        Due(x["measure"], x["name"], date.fromisoformat(x["due_on"]), x["unit"])
        for x in shown.content["lines"]
        if x.get("due_on")
    ]
    return MoneyStanding(
        year,
        tuple(without_codes(rows)),
        sum(e.line is None for e in economic),
        tuple(sorted(due, key=lambda d: d.day)),
        against_frame(shown.content, list(shown.cleaned)),
    )
