"""Money added up so that what is shown is what adds, and missing is not zero.

``cost`` is bearer → year → NOK and ``missing`` the bearers of whom some cost is unknown, as
in a budget's lines. A bearer may be in both: what is known of it still counts, and more
is unknown, which may be a saving too. A bearer that is in neither pays nothing.

``cost_range`` is bearer → year → the lowest and the highest the plan gave. A sum's range is the
plan's own (:meth:`kortreist.budgets.ClimateBudget.paid`): within a measure the ends add, since
what makes it dear one year or for one bearer makes it dear for all; over measures the distances
from the central amount add in quadrature, since measures are not all wrong the same way.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kortreist.i18n import interval_step, outwards
from kortreist_web.budgets.provenance import OWN_COST

__all__ = [
    "BEARERS",
    "NOTHING",
    "Sum",
    "Totals",
    "across",
    "add",
    "borne",
    "cell",
    "costs_nothing",
    "dash",
    "digits",
    "estimate",
    "in_scale",
    "kroner",
    "line_cell",
    "line_total",
    "money_ends",
    "size",
    "totals",
]

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
    ends : (int, int) or None
        NOK, lowest and highest of what is known; None where no range is known.
    own : bool
        Some of it is the municipality's own figure, which has no range.
    older : bool
        Some of it is from before ranges were kept: the whole then has none.
    """

    known: int | None
    missing: int = 0
    ends: tuple[int, int] | None = None
    own: bool = False
    older: bool = False

    @property
    def complete(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.missing

    @property
    def nothing(self) -> bool:
        """Tell whether there is nothing to pay and nothing missing."""
        return self.known is None and not self.missing


NOTHING = Sum(None, 0)


def kroner(value: float | int | str | Decimal) -> int:
    """Return an amount in whole kroner, halves away from zero.

    Examples
    --------
    >>> kroner(103780.5), kroner(-0.5), kroner(7)
    (103781, -1, 7)
    """
    return int(Decimal(str(value)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def estimate(value: float | int | str) -> int:
    """Return a computed amount with the digits it bears: whole thousands from ten thousand.

    Whole hundreds below.

    Examples
    --------
    >>> estimate(1_324_163), estimate(-93_085), estimate(1_649), estimate(412), estimate(0.4)
    (1324000, -93000, 1600, 400, 0)
    """
    whole = kroner(value)
    step = 1_000 if abs(whole) >= 10_000 else 100
    return kroner(str(Decimal(whole) / step)) * step


def size(nok: float) -> tuple[float, int]:
    """Return what kroner in a sentence are divided by and their decimals: millions from a million.

    Examples
    --------
    >>> size(6_858_000), size(120_400_000), size(810_000)
    ((1000000.0, 1), (1000000.0, 0), (1.0, 0))
    """
    if abs(nok) < 995_000:
        return 1.0, 0
    return 1e6, 0 if abs(nok) >= 99.5e6 else 1


def digits(value: Sum) -> tuple[float, float, float]:
    """Return a known sum and its ends with the digits its range bears, the ends outwards.

    Examples
    --------
    >>> digits(Sum(812_345, ends=(671_200, 1_304_100)))
    (810000.0, 670000.0, 1400000.0)
    """
    assert value.known is not None
    assert value.ends is not None
    low, high = money_ends(*value.ends)
    if size(value.known)[0] > 1.0:
        return float(value.known), low, high  # one decimal of a million is less
    step = interval_step(*value.ends) or 1.0
    return round(value.known / step) * step, low, high


def money_ends(low: float, high: float) -> tuple[float, float]:
    """Return the ends of a range of kroner as they are written everywhere, rounded outwards.

    From a million to a tenth of a million (from a hundred, to a million), as sentences are
    written; below that to the step the range bears. A smaller end keeps two digits of its own,
    so an end moves by a tenth of itself at most, or by a hundredth of the larger.

    Examples
    --------
    >>> money_ends(-2_310_400, 9_570_000), money_ends(671_200, 1_304_100), money_ends(0, 47)
    ((-2400000.0, 9600000.0), (670000.0, 1400000.0), (0.0, 47.0))
    """
    larger = max(abs(low), abs(high))
    scale, decimals = size(larger)
    step = scale / 10.0**decimals if scale > 1.0 else interval_step(low, high) or 1.0
    least = _two_digits(larger) / 10.0
    down, up = (max(1.0, min(step, max(least, _two_digits(end)))) for end in (low, high))
    return outwards(low, high, down)[0] + 0.0, outwards(low, high, up)[1] + 0.0


def _two_digits(nok: float) -> float:
    """Return the step of an amount's second digit; at least one krone."""
    return float(max(1.0, 10.0 ** (math.floor(math.log10(abs(nok))) - 1))) if nok else 1.0


def in_scale(nok: float, scale: float, decimals: int) -> tuple[float, int]:
    """Return a rounded amount in thousands or millions, with the decimals that tell all of it.

    Examples
    --------
    >>> in_scale(-2_400_000, 1e6, 1), in_scale(190_000, 1e6, 1), in_scale(95_000_000, 1e6, 0)
    ((-2.4, 1), (0.19, 2), (95.0, 0))
    """
    value = nok / scale
    while decimals < 4 and abs(round(value, decimals) - value) > 1e-9 * max(1.0, abs(value)):
        decimals += 1
    return value, decimals


def borne(value: Sum) -> int | None:
    """Return a sum as it is shown in a table: three digits of what is estimated.

    What the municipality has given itself, and what was kept without a range, is as it stands.

    Examples
    --------
    >>> borne(Sum(3_764_800, ends=(1, 2))), borne(Sum(-172_550, ends=(1, 2))), borne(Sum(1_234_567))
    (3760000, -173000, 1234567)
    >>> borne(Sum(0, ends=(0, 5)))
    0
    """
    if value.known is None or value.ends is None or abs(value.known) < 1_000:
        return value.known
    step = 10 ** (len(str(abs(value.known))) - 3)
    return kroner(str(Decimal(value.known) / step)) * step


def dash(low: float) -> str:
    """Return what stands between two ends: two signs beside a dash cannot be told apart."""
    return " – " if low < 0 else "\u2060–\u2060"


def cell(
    cost: Mapping[str, Mapping[str, Any]], missing: Iterable[str], bearer: str, year: int
) -> Sum:
    """Return what one bearer pays in one year.

    A line that says nothing of cost at all lacks the municipality's: it is not free.

    Examples
    --------
    >>> cell({"municipality": {"2027": 100}}, ["municipality"], "municipality", 2027)
    Sum(known=100, missing=1, ends=None, own=False, older=False)
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


def line_cell(line: Mapping[str, Any], bearer: str, year: int) -> Sum:
    """Return what one bearer pays for a line in one year, with its range where that is kept.

    Examples
    --------
    >>> cost = {"municipality": {"2027": 100}}
    >>> kept = {"municipality": {"2027": {"low": 80, "high": 150}}}
    >>> line = {"cost": cost, "cost_missing": [], "origins": {}, "cost_range": kept}
    >>> line_cell(line, "municipality", 2027).ends
    (80, 150)
    """
    found = cell(line["cost"], line["cost_missing"], bearer, year)
    if found.known is None:
        return found
    if str((line.get("origins") or {}).get("cost", "")).startswith(OWN_COST):
        return replace(found, own=True)
    kept = ((line.get("cost_range") or {}).get(bearer) or {}).get(str(year))
    if kept is None:
        return replace(found, older=True)
    return replace(found, ends=(kroner(kept["low"]), kroner(kept["high"])))


def add(parts: Iterable[Sum]) -> Sum:
    """Return the sum of what is known of one measure, and how much is missing; the ends add."""
    rows = list(parts)
    total = [p for p in rows if p.known is not None]
    ends = [p.ends for p in total if p.ends is not None]
    whole = bool(ends) and len(ends) == len(total)
    return Sum(
        sum(p.known or 0 for p in total) if total else None,
        sum(p.missing for p in rows),
        (sum(low for low, _ in ends), sum(high for _, high in ends)) if whole else None,
        any(p.own for p in rows),
        any(p.older for p in rows),
    )


def across(measures: Iterable[Sum]) -> Sum:
    """Return the sum over measures, which are wrong independently of each other.

    A measure with the municipality's own figure counts as it stands. Where one has no range
    because none was kept, the sum has none.

    Examples
    --------
    >>> across([Sum(100, 0, (70, 140)), Sum(200, 0, (160, 230)), Sum(50, own=True)]).ends
    (300, 400)
    """
    rows = list(measures)
    found = add(rows)
    spread = [(p.known, p.ends) for p in rows if p.known is not None and p.ends is not None]
    if found.known is None or found.older or not spread:
        return replace(found, ends=None)
    down = math.hypot(*(known - ends[0] for known, ends in spread))
    up = math.hypot(*(ends[1] - known for known, ends in spread))
    return replace(found, ends=(kroner(found.known - down), kroner(found.known + up)))


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
        With ``cost``, ``cost_missing`` and, where it is kept, ``cost_range``.
    years : sequence of int
        The plan's years.
    """
    rows = list(lines)
    cells = {
        bearer: {year: across(line_cell(r, bearer, year) for r in rows) for year in years}
        for bearer in BEARERS
    }
    by_bearer = {b: across(line_total(r, years, b) for r in rows) for b in BEARERS}
    by_year = {y: across(line_total(r, (y,)) for r in rows) for y in years}
    total = across(line_total(r, years) for r in rows)
    return Totals(tuple(years), cells, by_bearer, by_year, total)


def costs_nothing(line: Mapping[str, Any], years: Sequence[int]) -> bool:
    """Tell whether it is known that a line costs the municipality nothing in any year.

    Examples
    --------
    >>> costs_nothing({"cost": {"state": {"2027": 5}}, "cost_missing": []}, [2027])
    True
    >>> costs_nothing({"cost": {}, "cost_missing": []}, [2027])
    False
    """
    cells = [line_cell(line, "municipality", y) for y in years]
    return all(c.complete and not c.known and not any(c.ends or ()) for c in cells)


def line_total(line: Mapping[str, Any], years: Sequence[int], bearer: str | None = None) -> Sum:
    """Return what a line costs over years: all bearers, or one."""
    bearers = BEARERS if bearer is None else (bearer,)
    return add(line_cell(line, b, y) for b in bearers for y in years)
