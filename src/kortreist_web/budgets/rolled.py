"""Money moved a year on: what an adopted line costs, as next year's budget begins with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kortreist_web.budgets.money_totals import estimate, kroner

__all__ = ["at_last", "differs", "rolled", "rolled_range"]

#: A figure that moves by less than this share is the same figure computed again.
_SAME = 0.01


def rolled(
    cost: Mapping[str, Mapping[str, float]],
    years: Sequence[int],
    growth: float | None,
    *,
    exact: bool = False,
) -> dict[str, dict[str, int]]:
    """Return bearer → year → NOK of the new years.

    A year both budgets have keeps its amount; a year after the last has the last one's. All are
    raised by the growth of prices from the old budget's year to the new one's.

    Parameters
    ----------
    cost : mapping
        Bearer → year → NOK at the old budget year's prices.
    years : sequence of int
        The new budget's.
    growth : float or None
        Share; None: as they are.
    exact : bool
        Whole kroner, for what the municipality has given itself; else rounded as an estimate.

    Examples
    --------
    >>> rolled({"municipality": {"2027": 1000, "2028": 2000}}, [2028, 2029], 0.05)
    {'municipality': {'2028': 2100, '2029': 2100}}
    """
    factor, whole = 1.0 + (growth or 0.0), kroner if exact else estimate
    out = {}
    for bearer, amounts in cost.items():
        last = max(amounts, default=None)
        kept = {
            str(y): whole(amounts[str(y) if str(y) in amounts else str(last)] * factor)
            for y in years
            if str(y) in amounts or (last is not None and y > int(last))
        }
        if kept:
            out[bearer] = kept
    return out


def rolled_range(
    ranges: Mapping[str, Mapping[str, Mapping[str, float]]],
    years: Sequence[int],
    growth: float | None,
) -> dict[str, dict[str, dict[str, int]]]:
    """Return bearer → year → low and high, moved as :func:`rolled` moves the amounts."""
    ends: dict[str, dict[str, dict[str, int]]] = {}
    for end in ("low", "high"):
        amounts = {b: {y: v[end] for y, v in by_year.items()} for b, by_year in ranges.items()}
        for bearer, by_year in rolled(amounts, years, growth).items():
            for year, value in by_year.items():
                ends.setdefault(bearer, {}).setdefault(year, {})[end] = value
    return ends


def differs(before: float | None, after: float | None) -> bool:
    """Tell whether a figure has become another, and not just been computed again.

    Examples
    --------
    >>> differs(100.0, 100.4), differs(100.0, 110.0), differs(None, 5.0), differs(None, None)
    (False, True, True, False)
    """
    if before is None or after is None:
        return before is not after
    return abs(after - before) > _SAME * max(abs(before), abs(after))


def at_last(band: Mapping[str, Any], year: int) -> float | None:
    """Return a year's central effect; None where none is told."""
    found = band.get(str(year))
    return None if found is None else float(found["central"])
