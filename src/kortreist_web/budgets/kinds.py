"""The municipality's own money apart: running cost and investment, two accounts by law.

A line keeps ``kinds``: kind → year → {low, central, high} NOK of ``cost``'s municipal part; the
two central amounts add up to it. Own staff is running cost. Where a line has a cost and no
``kinds`` (a budget from before they were kept), how it falls on the two is not known, and both
are missing: never all of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kortreist_web.budgets.money_totals import Sum, across, estimate, line_cell, line_total

__all__ = [
    "INVESTMENT",
    "KINDS",
    "RUNNING",
    "Kind",
    "KindMoney",
    "MunicipalMoney",
    "kinds_of",
    "line_kinds",
    "municipal_money",
    "of_kind",
    "own_kinds",
    "posts_of",
    "price_year_of",
    "weakest_source",
]

Kind = Literal["running", "investment"]
KINDS: tuple[Kind, ...] = ("running", "investment")
RUNNING, INVESTMENT = KINDS
_BEARER = "municipality"
#: Marks of somebody's figure that was read; the other marks are judgement.
_READ = ("verified", "partly", "computed")


@dataclass(frozen=True, slots=True)
class KindMoney:
    """Money of one kind: by year, and over the plan's years."""

    kind: Kind
    by_year: dict[int, Sum]
    total: Sum


@dataclass(frozen=True, slots=True)
class MunicipalMoney:
    """What the municipality itself pays, its two accounts apart.

    Parameters
    ----------
    years : tuple of int
    price_year : int or None
        Year whose kroner every amount is in; None where the lines are of several years' kroner,
        and then nothing is added up.
    running, investment : KindMoney
        NOK; ends are the range.
    total : Sum
        Both, over the years.
    marks : dict
        ``own``, ``official``, ``judgement`` or ``unknown`` → how many lines rest on that.
    """

    years: tuple[int, ...]
    price_year: int | None
    running: KindMoney
    investment: KindMoney
    total: Sum
    marks: dict[str, int]

    @property
    def kinds(self) -> tuple[KindMoney, KindMoney]:
        """Running cost, then investment."""
        return self.running, self.investment


def kinds_of(
    measure: Mapping[str, Any], years: Sequence[int], growth: float | None
) -> dict[str, dict[str, dict[str, int]]]:
    """Return the municipality's money of a plan's measure by kind and year.

    Rounded and raised like the line's cost, which the two central amounts add up to.

    Parameters
    ----------
    measure : mapping
        Of ``plan.json``; one made before money was kept apart gives nothing.
    years : sequence of int
    growth : float or None
        Share by which prices rise to the budget's year.

    Examples
    --------
    >>> money = {"investment": 60_400, "running": 30_400, "low": 1, "high": 2}
    >>> kinds_of({"money": {"municipality": {"2027": money}}}, [2027], None)["running"]
    {'2027': {'central': 31000}}
    """
    factor = 1.0 + (growth or 0.0)
    by_year = (measure.get("money") or {}).get(_BEARER) or {}
    out: dict[str, dict[str, dict[str, int]]] = {}
    for year in map(str, years):
        if year not in by_year:
            continue
        told = by_year[year]
        investment = estimate(told["investment"] * factor)
        whole = estimate((told["investment"] + told["running"]) * factor)
        for kind, central in ((RUNNING, whole - investment), (INVESTMENT, investment)):
            band = {"central": central}
            if f"{kind}_low" in told:
                # The rest of a rounded sum may fall a little outside its own rounded ends.
                band["low"] = min(estimate(told[f"{kind}_low"] * factor), central)
                band["high"] = max(estimate(told[f"{kind}_high"] * factor), central)
            out.setdefault(kind, {})[year] = band
    return out


def posts_of(measure: Mapping[str, Any], years: Sequence[int]) -> dict[str, float]:
    """Return the full-time posts a plan's measure takes of the municipality, by year."""
    by_year = (measure.get("money") or {}).get(_BEARER) or {}
    found = {str(y): by_year.get(str(y), {}).get("posts") for y in years}
    return {y: round(posts, 2) for y, posts in found.items() if posts is not None}


def own_kinds(
    cost: Mapping[str, int], investment: Mapping[str, int]
) -> dict[str, dict[str, dict[str, int]]]:
    """Return a municipality's own figures by kind: what is not investment is running cost.

    Parameters
    ----------
    cost : mapping of str to int
        Year → NOK of both.
    investment : mapping of str to int
        Year → NOK of it that is investment; a year that is not there has none.
    """
    return {
        RUNNING: {y: {"central": nok - investment.get(y, 0)} for y, nok in cost.items()},
        INVESTMENT: {y: {"central": investment.get(y, 0)} for y in cost},
    }


def of_kind(line: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    """Return a line with the municipality's money of one kind alone.

    What :func:`~kortreist_web.budgets.money_totals.line_cell` reads of it is that kind's.
    """
    cost = (line.get("cost") or {}).get(_BEARER) or {}
    lacking = [b for b in line.get("cost_missing") or () if b == _BEARER]
    if not line.get("cost") and not lacking:
        lacking = [_BEARER]
    told = (line.get("kinds") or {}).get(kind)
    if cost and told is None:
        cost, told, lacking = {}, {}, [_BEARER]
    kept = {y: band for y, band in (told or {}).items() if y in cost}
    ranges = {y: {k: b[k] for k in ("low", "high")} for y, b in kept.items() if "low" in b}
    # Who pays nothing of a line is told from who nobody knows by others being there.
    others = {b: v for b, v in (line.get("cost") or {}).items() if b != _BEARER}
    own = {_BEARER: {y: b["central"] for y, b in kept.items()}} if cost else {}
    return {
        "cost": {**others, **own},
        "cost_missing": lacking,
        "cost_range": {_BEARER: ranges},
        "origins": line.get("origins") or {},
    }


def line_kinds(line: Mapping[str, Any], years: Sequence[int]) -> dict[Kind, KindMoney]:
    """Return a line's money by kind."""
    out = {}
    for kind in KINDS:
        alone = of_kind(line, kind)
        by_year = {y: line_cell(alone, _BEARER, y) for y in years}
        out[kind] = KindMoney(kind, by_year, line_total(alone, years, _BEARER))
    return out


def price_year_of(content: Mapping[str, Any]) -> int | None:
    """Return the year whose kroner a budget's money is in; None where it is of several.

    Examples
    --------
    >>> price_year_of({"prices": {"years": [2025], "budget_year": 2027, "growth": None}})
    2025
    >>> price_year_of({"prices": {"years": [2025], "budget_year": 2027, "growth": 0.05}})
    2027
    >>> price_year_of({"prices": {"years": [2024, 2025], "budget_year": 2027, "growth": None}})
    """
    prices = content.get("prices") or {}
    years = prices.get("years") or []
    if len(years) != 1:
        return None
    return int(years[0] if prices.get("growth") is None else prices["budget_year"])


def weakest_source(line: Mapping[str, Any]) -> str:
    """Return what a line's cost rests on at its weakest: own, official, judgement or unknown."""
    mark = line.get("cost_mark") or ""
    if mark in ("", "own"):
        return mark or "unknown"
    return "official" if mark in _READ else "judgement"


def municipal_money(
    content: Mapping[str, Any], lines: Iterable[Mapping[str, Any]] | None = None
) -> MunicipalMoney:
    """Return what a budget costs the municipality: running cost and investment apart.

    Parameters
    ----------
    content : mapping
        A budget's, frozen or as it is now.
    lines : iterable of mappings, optional
        These of its lines, as their page shows them; all by default.
    """
    years = tuple(content["plan_years"])
    rows = list(content["lines"] if lines is None else lines)
    price_year, apart = price_year_of(content), [line_kinds(row, years) for row in rows]

    def added(kind: Kind) -> KindMoney:
        return KindMoney(
            kind,
            {y: across(a[kind].by_year[y] for a in apart) for y in years},
            across(a[kind].total for a in apart),
        )

    marks: dict[str, int] = {}
    for row in rows:
        if (row.get("cost") or {}).get(_BEARER):
            marks[weakest_source(row)] = marks.get(weakest_source(row), 0) + 1
    total = across(line_total(row, years, _BEARER) for row in rows)
    return MunicipalMoney(years, price_year, added(RUNNING), added(INVESTMENT), total, marks)
