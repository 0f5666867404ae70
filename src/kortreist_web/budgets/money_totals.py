"""Money added up so that what is shown is what adds: whole kroner, and missing is not zero.

``cost`` is bearer → year → NOK and ``missing`` the bearers of whom some cost is unknown, as
in a budget's lines. A bearer may be in both: what is known of it still counts, and the sum
is then *at least* that much. A bearer that is in neither pays nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

__all__ = ["BEARERS", "NOTHING", "Sum", "Totals", "add", "cell", "kroner", "line_total", "totals"]

#: Who may pay, in the order they are shown (the engine's).
BEARERS: tuple[str, ...] = ("municipality", "company", "residents", "business", "county", "state")


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of amounts, some of which may be missing.

    Parameters
    ----------
    known : int or None
        NOK; None: nothing is known.
    missing : int
        How many amounts are missing, wholly or in part.
    """

    known: int | None
    missing: int = 0

    @property
    def complete(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.missing

    @property
    def nothing(self) -> bool:
        """Tell whether there is nothing to pay and nothing missing."""
        return self.known is None and not self.missing


NOTHING = Sum(None, 0)


def kroner(value: float | int | str) -> int:
    """Return an amount in whole kroner, halves away from zero.

    Examples
    --------
    >>> kroner(103780.5), kroner(-0.5), kroner(7)
    (103781, -1, 7)
    """
    return int(Decimal(str(value)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def cell(
    cost: Mapping[str, Mapping[str, Any]], missing: Iterable[str], bearer: str, year: int
) -> Sum:
    """Return what one bearer pays in one year.

    A line that says nothing of cost at all lacks the municipality's: it is not free.

    Examples
    --------
    >>> cell({"municipality": {"2027": 100}}, ["municipality"], "municipality", 2027)
    Sum(known=100, missing=1)
    >>> cell({}, [], "municipality", 2027).missing
    1
    """
    lacking = set(missing) or (set() if cost else {"municipality"})
    years = cost.get(bearer)
    if years is None:
        return Sum(None, int(bearer in lacking))
    value = years.get(str(year))
    if value is None:
        return Sum(None, 1)
    return Sum(kroner(value), int(bearer in lacking))


def add(parts: Iterable[Sum]) -> Sum:
    """Return the sum of what is known, and how much is missing."""
    known: int | None = None
    missing = 0
    for part in parts:
        missing += part.missing
        if part.known is not None:
            known = part.known + (known or 0)
    return Sum(known, missing)


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over lines: by bearer and year, by bearer, by year, and of all."""

    years: tuple[int, ...]
    cells: dict[str, dict[int, Sum]]
    by_bearer: dict[str, Sum]
    by_year: dict[int, Sum]
    total: Sum

    @property
    def bearers(self) -> tuple[str, ...]:
        """Return the bearers that pay something or whose cost is missing."""
        return tuple(b for b in BEARERS if not self.by_bearer[b].nothing)


def totals(lines: Iterable[Mapping[str, Any]], years: Sequence[int]) -> Totals:
    """Add up lines over years.

    Parameters
    ----------
    lines : iterable of mappings
        With ``cost`` and ``cost_missing``.
    years : sequence of int
        The plan's years.
    """
    rows = list(lines)
    cells = {
        bearer: {
            year: add(cell(r["cost"], r["cost_missing"], bearer, year) for r in rows)
            for year in years
        }
        for bearer in BEARERS
    }
    by_bearer = {b: add(cells[b].values()) for b in BEARERS}
    by_year = {y: add(cells[b][y] for b in BEARERS) for y in years}
    return Totals(tuple(years), cells, by_bearer, by_year, add(by_bearer.values()))


def line_total(line: Mapping[str, Any], years: Sequence[int], bearer: str | None = None) -> Sum:
    """Return what a line costs over years: all bearers, or one."""
    wanted = BEARERS if bearer is None else (bearer,)
    return add(cell(line["cost"], line["cost_missing"], b, y) for b in wanted for y in years)
