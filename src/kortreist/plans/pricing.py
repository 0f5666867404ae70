"""The one price of every measure: what it costs the municipality, and society, per tonne.

Computed once, for the measure alone and started in the plan's first year, with investment as
an annuity; the plan, its documents, the data and the site all show this figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from kortreist.facts import load
from kortreist.measures.measure import Measure
from kortreist.measures.prices import TAX_YEAR, price_level, unit_price
from kortreist.pathways.costs import Spending
from kortreist.units import Boundary

__all__ = ["PRICE_MARKS", "Price", "PriceMark", "carbon_price", "counts_here", "price_of"]

FloatArray = npt.NDArray[np.float64]
PriceMark = Literal["ranked", "saves", "not_ranked", "too_small", "unknown"]
PRICE_MARKS: tuple[PriceMark, ...] = ("ranked", "saves", "not_ranked", "too_small", "unknown")
#: Boundaries of a plan in which the tonnes of a unit are counted.
_COUNTS: dict[str, tuple[str, ...]] = {
    "direct": ("territorial", "combined"),
    "consumption": ("consumption", "combined"),
    "land": (),
}
#: NOK a year below which nothing is saved.
_NOTHING = 1.0


@dataclass(frozen=True, slots=True)
class Price:
    """What a measure costs per tonne, or why that is not said.

    Parameters
    ----------
    mark : {"ranked", "saves", "not_ranked", "too_small", "unknown"}
        ``saves``: the municipality or society saves money that is counted, and a price per
        tonne would be negative: the fewer the tonnes, the more negative. ``not_ranked``:
        money and tonnes are not of the same boundary, or health and time are what it is for.
        ``too_small``: it cuts so little that staff decides the price; the limit holds for it
        all the same. ``unknown``: a cost is unknown, or
        there is no unit.
    municipality : float or None
        NOK per t CO2e of the municipality's budget, own staff in it; None unless ``ranked``.
    company : float or None
        The same of companies the municipality owns, ports and services paid by fees; None
        unless ``ranked`` and they pay something.
    known : float or None
        NOK per t CO2e of the municipality's budget where the mark is ``unknown`` for others'
        sake: all the municipality pays is known, and held against the limit.
    society : float or None
        NOK per t CO2e of all bearers, without taxes, transfers and own staff: as national
        studies count, which leave staff out. Savings nobody has read pay for what they cost
        the one who saves, and no more. None where it is below zero.
    society_low, society_high : float or None
        Its range.
    society_with_staff : float or None
        The same with own staff: what is held against the limit and decides the mark.
    saves : dict
        Bearer → NOK saved a year in ``saves_year``, investment and own staff as equal yearly
        amounts over the lifetime; empty unless ``saves``.
    saves_year : int
        The plan's last year.
    saves_by_year : dict
        Bearer → year → the same.
    earmarked : dict
        Bearer → NOK a year in the plan's last year of income that the measure itself spends.
    apart : dict
        Bearer → NOK a year in the plan's last year that is told and not counted: what is not
        built or bought, and savings nobody has read in a source.
    cuts : float
        Mean t CO2e it cuts alone in the plan's last year.
    limit : float
        NOK per t CO2e above which it is not chosen.
    """

    mark: PriceMark
    municipality: float | None = None
    society: float | None = None
    society_low: float | None = None
    society_high: float | None = None
    society_with_staff: float | None = None
    saves: Mapping[str, float] = field(default_factory=dict)
    cuts: float = 0.0
    limit: float = 0.0
    apart: Mapping[str, float] = field(default_factory=dict)
    company: float | None = None
    known: float | None = None
    saves_year: int = 0
    saves_by_year: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    earmarked: Mapping[str, float] = field(default_factory=dict)


def carbon_price(years: tuple[int, ...]) -> FloatArray:
    """Return (T,) NOK per t CO2e outside the quota system, in the newest price level.

    Raises
    ------
    FactsError
        The path or the price index lacks a year.
    """
    from kortreist.errors import FactsError

    path = {r["year"]: r for r in load().table("carbon_price") if r["path"] == "non_ets"}
    out = []
    for year in years:
        if year not in path:
            raise FactsError(
                "facts.not_one", table="carbon_price", keys=f"non_ets {year}", found=0, at=""
            )
        out.append(path[year]["nok_per_tonne"] * price_level().of(path[year]["price_year"]))
    return np.array(out)


def counts_here(measure: Measure, boundary: Boundary) -> bool:
    """Tell whether the tonnes of a measure's unit are tonnes of a plan's boundary."""
    return measure.activity is None or boundary in _COUNTS[measure.activity.boundary]


def price_of(
    measure: Measure,
    boundary: Boundary,
    money: Spending,
    tonnes: FloatArray,
    weight: FloatArray,
    limit: FloatArray,
    last: int,
    minimum: float,
    years: tuple[int, ...],
) -> Price:
    """Return the price of a measure.

    Parameters
    ----------
    measure : Measure
    boundary : Boundary
    money : Spending
        (C,) NOK a year with capital and own staff as an annuity.
    tonnes : (C,) float
        Mean t CO2e a year.
    weight : (C,) float
        Discount factors.
    limit : (C,) float
        Highest NOK per t CO2e of each year.
    last : int
        Column of the plan's last year.
    minimum : float
        t CO2e a year below which there is no price.
    years : tuple of int, length C
    """
    cut = float(tonnes @ weight)
    cuts = float(tonnes[last])
    maximum = max(cuts, float(tonnes[-1]))
    bar = (
        float((limit * tonnes) @ weight) / cut
        if cut > 0.0
        else float(limit @ weight / weight.sum())
    )

    def at(amounts: Mapping[str, FloatArray], sign: float = 1.0) -> dict[str, float]:
        return {b: sign * float(a[last]) for b, a in amounts.items() if sign * a[last] > _NOTHING}

    told = Price(
        "unknown",
        cuts=cuts,
        limit=bar,
        apart=at(money.apart),
        earmarked=at(money.earmarked),
        saves_year=years[last],
    )
    nok = money.nok
    zero = np.zeros_like(tonnes)
    mine = float(nok.get("municipality", zero) @ weight) / cut if cut > 0.0 else 0.0
    own = "own" in measure.overridden
    stated = [c for c in measure.costs if c.kind != "staff"]
    if money.missing or not stated or cut <= 0.0 or (measure.activity is None and not own):
        whole = cut > 0.0 and "municipality" not in money.missing and mine > 0.0
        return replace(told, known=mine if whole else None)
    if not counts_here(measure, boundary):
        return replace(told, mark="not_ranked")
    if measure.activity is not None and not measure.activity.rank_by_price:
        return replace(told, mark="not_ranked")
    if maximum < minimum:
        return replace(told, mark="too_small")
    society = float((money.counted + taxes(measure, money, tonnes)) @ weight) / cut
    with_staff = society + float(money.staff @ weight) / cut
    low, high = _range(measure, society, bool(money.guessed.any()))
    shown = society >= 0.0
    told = replace(
        told,
        society=society if shown else None,
        society_low=low if shown else None,
        society_high=high if shown else None,
        society_with_staff=with_staff if with_staff >= 0.0 else None,
    )
    if mine >= 0.0 and with_staff >= 0.0:
        fees = float(nok["company"] @ weight) / cut if "company" in nok else None
        return replace(
            told,
            mark="ranked",
            municipality=mine,
            company=fees,
        )
    savers = {b: a for b, a in nok.items() if float(a @ weight) < 0.0}
    by_year = {
        b: {y: -float(a[c]) for c, y in enumerate(years) if a[c] < -_NOTHING}
        for b, a in savers.items()
    }
    return replace(
        told,
        mark="saves",
        saves=at(savers, -1.0),
        saves_year=years[last],
        saves_by_year=by_year,
    )


def taxes(measure: Measure, money: Spending, tonnes: FloatArray) -> FloatArray:
    """Return (T,) NOK of tax in the savings that are counted: no saving to society.

    The tax in a saving that is not counted is not counted either.
    """
    if measure.activity is None:
        return np.zeros_like(tonnes)
    per_tonne = measure.activity.tax_nok_per_tonne * price_level().of(TAX_YEAR)
    saved: FloatArray = np.maximum(per_tonne * np.maximum(tonnes, 0.0) - money.guessed, 0.0)
    return saved


def _range(measure: Measure, society: float, capped: bool) -> tuple[float | None, float | None]:
    price = unit_price(measure)
    if price is None:
        return None, None
    # Where a saving is not counted the unit costs nothing at the least. Other costs than the
    # unit's move the whole range.
    low, central, high = (max(p, 0.0) if capped else p for p in price.society)
    shift = society - central
    return low + shift, high + shift
