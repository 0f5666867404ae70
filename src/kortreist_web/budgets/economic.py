"""The economic plan beside the climate budget: what is linked, and what differs.

A line is compared on the municipality's own money, year by year. Where either side is not
known there is no difference to show: missing is not zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kortreist_web.budgets.money_totals import Sum, across, add, kroner, line_cell

__all__ = ["Compared", "Pair", "compare_line", "compared", "in_all", "linked"]


@dataclass(frozen=True, slots=True)
class Pair:
    """What the climate budget says and what the economic plan has, in NOK.

    ``planned`` is None where nothing is linked, or what is linked says nothing of the year.
    """

    budget: Sum
    planned: int | None

    @property
    def difference(self) -> int | None:
        """Return economic plan minus climate budget; None where either is not wholly known."""
        if self.planned is None or not self.budget.complete:
            return None
        return self.planned - (self.budget.known or 0)


@dataclass(frozen=True, slots=True)
class Compared:
    """A line, or all lines, year by year and in all."""

    line: Mapping[str, Any] | None
    years: dict[int, Pair]
    total: Pair


def linked(economic: Iterable[Mapping[str, Any]], year: int) -> int | None:
    """Return what economic lines have for a year; None where none of them says."""
    amounts = [kroner(e["amounts"][str(year)]) for e in economic if str(year) in e["amounts"]]
    return sum(amounts) if amounts else None


def compare_line(line: Mapping[str, Any], years: Sequence[int]) -> Compared:
    """Compare a line's cost to the municipality with what is linked to it."""
    pairs = {
        y: Pair(
            line_cell(line, "municipality", y),
            linked(line["economic"], y),
        )
        for y in years
    }
    return Compared(line, pairs, _total(pairs.values()))


def _total(pairs: Iterable[Pair]) -> Pair:
    rows = list(pairs)
    amounts = [p.planned for p in rows if p.planned is not None]
    # A year without an amount makes the sum of years a sum of something else.
    whole = len(amounts) == len(rows)
    return Pair(add(p.budget for p in rows), sum(amounts) if amounts and whole else None)


def compared(lines: Iterable[Mapping[str, Any]], years: Sequence[int]) -> list[Compared]:
    """Compare every line."""
    return [compare_line(line, years) for line in lines]


def in_all(rows: Sequence[Compared], years: Sequence[int]) -> Compared:
    """Add up lines; a year that some line says nothing of has no sum of what is planned."""
    pairs = {}
    for year in years:
        planned = [row.years[year].planned for row in rows]
        amounts = [amount for amount in planned if amount is not None]
        pairs[year] = Pair(
            across(row.years[year].budget for row in rows),
            sum(amounts) if amounts and len(amounts) == len(planned) else None,
        )
    # Over measures, each with its years: the range of a sum of years is not the sum's.
    total = Pair(across(row.total.budget for row in rows), _total(pairs.values()).planned)
    return Compared(None, pairs, total)
