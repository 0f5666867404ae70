"""The economic plan beside the climate budget: what is linked, and what differs.

A line is compared on the municipality's own money, year by year. Where either side is not
known there is no difference to show: missing is not zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kortreist_web.budgets.money_totals import Sum, across, add, kroner, line_cell
from kortreist_web.budgets.provenance import OWN_COST

__all__ = [
    "Compared",
    "Pair",
    "compare_line",
    "compared",
    "in_all",
    "linked",
    "other_kroner",
    "prices_of",
]


@dataclass(frozen=True, slots=True)
class Pair:
    """What the climate budget says and what the economic plan has, in NOK.

    ``planned`` is None where nothing is linked, or what is linked says nothing of the year.
    ``other_prices`` are price years of what is linked that are not the budget's: kroner of
    different years have no difference.
    """

    budget: Sum
    planned: int | None
    other_prices: tuple[int, ...] = ()

    @property
    def difference(self) -> int | None:
        """Return economic plan minus climate budget; None where either is not wholly known.

        Nor where they are in kroner of different years.
        """
        if self.planned is None or not self.budget.complete or self.other_prices:
            return None
        return self.planned - (self.budget.known or 0)


@dataclass(frozen=True, slots=True)
class Compared:
    """A line, or all lines, year by year and in all."""

    line: Mapping[str, Any] | None
    years: dict[int, Pair]
    total: Pair
    #: Whose kroner what is linked is in; None: nobody has said.
    prices: frozenset[int | None] = frozenset()
    #: Rows where a computed extra cost stands beside an amount of the municipality's own, which
    #: may be the whole purchase.
    unlike: int = 0
    #: Whether the climate budget's cost is computed, in whole or in part: an extra cost.
    extra: bool = False


def prices_of(
    economic: Iterable[Mapping[str, Any]], price_year: int | None = None
) -> set[int | None]:
    """Return whose kroner economic lines are in; those that say none are in the budget's."""
    return {e.get("price_year") or price_year for e in economic}


def linked(
    economic: Iterable[Mapping[str, Any]], year: int, price_year: int | None = None
) -> int | None:
    """Return what economic lines have for a year; None where none of them says.

    Nor where they are in kroner of several years: ``price_year`` is the budget's, and of those
    lines that say none.

    Examples
    --------
    >>> rows = [{"amounts": {"2027": 5}}, {"amounts": {"2027": 2}, "price_year": 2030}]
    >>> linked(rows, 2027, 2030), linked(rows, 2027, 2025)
    (7, None)
    """
    rows = [e for e in economic if str(year) in e["amounts"]]
    if len(prices_of(rows, price_year)) > 1:
        return None
    amounts = [kroner(e["amounts"][str(year)]) for e in rows]
    return sum(amounts) if amounts else None


def compare_line(
    line: Mapping[str, Any], years: Sequence[int], price_year: int | None = None
) -> Compared:
    """Compare a line's cost to the municipality with what is linked to it.

    ``price_year`` is whose kroner the budget is in; None: of several years', as older ones.
    """
    levels = prices_of(line["economic"], price_year)
    others = tuple(sorted(y for y in levels - {price_year} if y)) if price_year else ()
    pairs = {
        y: Pair(
            line_cell(line, "municipality", y),
            linked(line["economic"], y, price_year),
            others,
        )
        for y in years
    }
    extra = _is_extra(line)
    unlike = extra and any(p.planned is not None and p.difference != 0 for p in pairs.values())
    return Compared(line, pairs, _total(pairs.values()), frozenset(levels), int(unlike), extra)


def _is_extra(line: Mapping[str, Any]) -> bool:
    """Tell whether a line's cost is computed, and so is what it costs more than not doing it."""
    own = str((line.get("origins") or {}).get("cost", "")).startswith(OWN_COST)
    return not own and bool((line.get("cost") or {}).get("municipality"))


def _total(pairs: Iterable[Pair]) -> Pair:
    rows = list(pairs)
    amounts = [p.planned for p in rows if p.planned is not None]
    # A year without an amount makes the sum of years a sum of something else.
    whole = len(amounts) == len(rows)
    others = tuple(sorted({y for p in rows for y in p.other_prices}))
    return Pair(add(p.budget for p in rows), sum(amounts) if amounts and whole else None, others)


def compared(
    lines: Iterable[Mapping[str, Any]], years: Sequence[int], price_year: int | None = None
) -> list[Compared]:
    """Compare every line."""
    return [compare_line(line, years, price_year) for line in lines]


def other_kroner(rows: Iterable[Compared], price_year: int | None) -> dict[str, Any] | None:
    """Return what keeps lines from being compared, and whether an index could convert them.

    Returns
    -------
    dict or None
        ``years``: price years of what is linked that are not the budget's; ``year``: the
        budget's; ``missing``: those of both that the carried price index lacks; ``last``: the
        last year it has. None where all are in the budget's kroner.
    """
    from kortreist.measures.prices import price_level

    years = sorted({y for row in rows for y in row.total.other_prices})
    if not years or price_year is None:
        return None
    index = price_level().factor
    missing = [y for y in sorted({*years, price_year}) if y not in index]
    return {"years": years, "year": price_year, "missing": missing, "last": max(index)}


def in_all(rows: Sequence[Compared], years: Sequence[int]) -> Compared:
    """Add up lines; a year that some line says nothing of has no sum of what is planned."""
    pairs = {}
    others = tuple(sorted({y for row in rows for y in row.total.other_prices}))
    said = frozenset().union(*(row.prices for row in rows))
    for year in years:
        planned = [row.years[year].planned for row in rows]
        amounts = [amount for amount in planned if amount is not None]
        pairs[year] = Pair(
            across(row.years[year].budget for row in rows),
            sum(amounts) if amounts and len(amounts) == len(planned) and len(said) < 2 else None,
            others,
        )
    # Over measures, each with its years: the range of a sum of years is not the sum's.
    planned_all = _total(pairs.values()).planned
    total = Pair(across(row.total.budget for row in rows), planned_all, others)
    unlike, extra = sum(row.unlike for row in rows), any(row.extra for row in rows)
    return Compared(None, pairs, total, said, unlike, extra)
