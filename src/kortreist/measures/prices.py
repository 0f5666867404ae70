"""What a unit costs per tonne, in one year's kroner: the same in every place.

The investment of a unit becomes equal yearly amounts over its lifetime (annuity) at the
discount rate of public analyses; with the running cost it is divided by what the unit cuts in a
year. To society taxes are taken out and transfers cancel (Ministry of Finance R-109/21). What
it takes to bring a measure about (own staff) is not in the unit's price, as in the national
study; a plan adds it (:mod:`kortreist.plans.pricing`), and it differs from place to place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from kortreist.errors import InputError
from kortreist.facts import load
from kortreist.measures.measure import Bearer, Cost, Measure, Spread
from kortreist.provenance import JUDGED, Mark, weakest

__all__ = [
    "LEVELS",
    "TAX_YEAR",
    "Level",
    "PriceLevel",
    "Three",
    "UnitPrice",
    "annuity",
    "cost_marks",
    "counted_per_unit",
    "discount_rate",
    "effect_for_amount",
    "effect_per_unit",
    "is_leased",
    "price_level",
    "savings_counted",
    "spread_of_price",
    "unit_costs",
    "unit_price",
    "whole_per_unit",
]

Level = Literal["low", "central", "high"]
LEVELS: tuple[Level, ...] = ("low", "central", "high")
#: Year whose kroner taxes per tonne are stated in.
TAX_YEAR = 2025
_RATES = ("discount_rate/0-40", "discount_rate/40-75", "discount_rate/75-")
_RATE_ENDS = (40, 75)


class Three(NamedTuple):
    """Low, central and high."""

    low: float
    central: float
    high: float


@dataclass(frozen=True, slots=True)
class PriceLevel:
    """The year all money is shown in, and what a krone of another year is then.

    ``year`` is the newest of the consumer price index in the facts; ``factor`` price year →
    kroner of ``year`` for one krone. A later price year is not yet known and counts as it is.
    """

    year: int
    factor: Mapping[int, float]

    def of(self, price_year: int) -> float:
        """Return the factor of a price year.

        Raises
        ------
        InputError
            The index does not go so far back.
        """
        if price_year > self.year:
            return 1.0
        if price_year not in self.factor:
            raise InputError("pathways.unknown_bearer_year", year=price_year)
        return self.factor[price_year]


@lru_cache(maxsize=1)
def price_level() -> PriceLevel:
    """Return the price level that money is shown in."""
    index = {r["year"]: r["value"] for r in load().table("price_index") if r["index"] == "cpi"}
    newest = max(index)
    return PriceLevel(newest, {y: index[newest] / v for y, v in index.items()})


def cost_marks(measure: Measure) -> dict[Bearer, Mark]:
    """Return bearer → the weakest mark among its amounts, of bearers of whom any is known."""
    marks: dict[Bearer, list[Mark]] = {}
    for cost in measure.costs:
        if cost.amount is not None and not cost.avoided:
            marks.setdefault(cost.bearer, []).append(cost.amount.mark)
    return {bearer: weakest(told) for bearer, told in marks.items()}


def discount_rate(years_ahead: int) -> float:
    """Return the yearly discount rate of public analyses for a cost so many years ahead.

    Raises
    ------
    FactsError
        The facts hold no discount rate.
    """
    step = sum(years_ahead > end for end in _RATE_ENDS)
    return load().figure(_RATES[step]).value


def is_leased(capital: float, yearly: float) -> bool:
    """Tell whether what is paid each year is what binds, and not what is invested.

    Parameters
    ----------
    capital : float
        NOK, once.
    yearly : float
        NOK a year that it is run or leased for.

    Examples
    --------
    >>> is_leased(10_000.0, 2_000_000.0), is_leased(2_000_000.0, 1_000_000.0), is_leased(0.0, 0.0)
    (True, False, False)
    """
    return capital < load().figure("bindings/leased_share").value * yearly


def annuity(lifetime: float) -> float:
    """Return the equal yearly amount for one krone invested, over its lifetime.

    Examples
    --------
    >>> round(annuity(12), 5)
    0.10655
    """
    rate = discount_rate(1)
    factor: float = rate / (1.0 - (1.0 + rate) ** -lifetime)
    return factor


def _at(spread: Spread, level: Level) -> float:
    value: float = getattr(spread, level)
    return value


def _per_unit(measure: Measure, level: Level, *, transfers: bool) -> float:
    """Return NOK a year and unit: running, and investment as an annuity; once: their sum."""
    activity = measure.activity
    assert activity is not None
    factor = 1.0 if activity.timing == "once" else annuity(activity.lifetime_years)
    total = 0.0
    for cost in measure.costs:
        if (
            cost.basis == "per_unit"
            and cost.amount is not None
            and not cost.avoided
            and (transfers or not cost.transfer)
        ):
            part = factor if cost.kind == "capital" else 1.0
            total += part * _at(cost.amount, level) * price_level().of(cost.price_year)
    return total


def savings_counted(measure: Measure, level: Level) -> dict[str, float]:
    """Return how much of each bearer's unread savings a unit counts in the plan's money.

    A saving that nobody has read in a source may pay for what the unit costs the one who
    saves, and no more: a sum must not fall because of a guess. Savings with a source count
    in whole.

    Returns
    -------
    dict
        Bearer → share 0–1 of the amounts below zero that rest on judgement or memory.
    """
    if measure.activity is None:
        return {}
    pays: dict[str, float] = {}
    unread: dict[str, float] = {}
    for cost in measure.costs:
        if cost.basis != "per_unit" or cost.amount is None or cost.transfer or cost.avoided:
            continue
        amount = whole_per_unit(measure, cost, _at(cost.amount, level))
        if amount < 0.0 and cost.amount.mark in JUDGED:
            unread[cost.bearer] = unread.get(cost.bearer, 0.0) - amount
        else:
            pays[cost.bearer] = pays.get(cost.bearer, 0.0) + amount
    return {b: min(max(pays.get(b, 0.0), 0.0) / saved, 1.0) for b, saved in unread.items()}


def whole_per_unit(measure: Measure, cost: Cost, amount: float) -> float:
    """Return NOK a year and unit of an amount of a cost, investment as an annuity."""
    activity = measure.activity
    assert activity is not None
    once = activity.timing == "once" or cost.kind != "capital"
    part = 1.0 if once else annuity(activity.lifetime_years)
    return part * amount * price_level().of(cost.price_year)


def counted_per_unit(measure: Measure, bearer: str) -> float:
    """Return NOK a year and unit that a bearer is counted to pay, transfers in."""
    counted = savings_counted(measure, "central")
    total = 0.0
    for cost in measure.costs:
        apart = cost.avoided or cost.earmarked
        if cost.basis != "per_unit" or cost.amount is None or cost.bearer != bearer or apart:
            continue
        nok = whole_per_unit(measure, cost, cost.amount.central)
        unread = nok < 0.0 and cost.amount.mark in JUDGED and not cost.transfer
        total += nok * (counted[bearer] if unread else 1.0)
    return total


def effect_per_unit(measure: Measure, level: Level) -> float | None:
    """Return the kg CO2e a unit cuts that belongs to a level of its cost.

    The low cost is the cheapest tonne: a dear unit cuts much, one that saves money cuts little
    for each krone saved. Where the effect may be nothing or the wrong way, the central one is
    used.

    Returns
    -------
    float or None
        None where a unit has no effect of its own.
    """
    if measure.activity is None or measure.activity.effect is None:
        return None
    dear = _per_unit(measure, level, transfers=False) > 0.0
    return _effect_at(measure.activity.effect, level, dear=dear)


def effect_for_amount(measure: Measure, level: Level, amount: float) -> float | None:
    """Return the kg CO2e a unit cuts that belongs to a level of one amount a unit.

    What is paid is least where few units are needed, what is saved is most where many are: by
    the amount's own sign, whatever the unit costs in all. A unit that saves its users money
    still costs the municipality its purchase.

    Parameters
    ----------
    measure : Measure
    level : {"low", "central", "high"}
    amount : float
        NOK a unit; below zero is a saving.

    Returns
    -------
    float or None
        None where a unit has no effect of its own.
    """
    if measure.activity is None or measure.activity.effect is None:
        return None
    return _effect_at(measure.activity.effect, level, dear=amount > 0.0)


def _effect_at(effect: Spread, level: Level, *, dear: bool) -> float | None:
    if effect.central <= 0.0:
        return None
    if level == "central":
        return effect.central
    chosen = effect.high if dear == (level == "low") else effect.low
    return chosen if chosen > 0.0 else effect.central


def unit_costs(measure: Measure) -> dict[str, tuple[float, float]]:
    """Return what one whole unit costs each bearer: investment, and running cost a year.

    Returns
    -------
    dict
        Bearer → NOK in the newest price level; what is known, without transfers and what is
        told apart. Empty without a unit.
    """
    out: dict[str, tuple[float, float]] = {}
    for cost in measure.costs:
        apart = cost.transfer or cost.avoided or cost.earmarked
        if cost.basis != "per_unit" or cost.amount is None or apart:
            continue
        investment, running = out.get(cost.bearer, (0.0, 0.0))
        nok = cost.amount.central * price_level().of(cost.price_year)
        capital = cost.kind == "capital"
        out[cost.bearer] = (investment + nok * capital, running + nok * (not capital))
    return out


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """NOK per t CO2e of the unit's own boundary, in the kroner of :func:`price_level`.

    ``paid`` is what the bearers pay, taxes in; ``society`` without taxes and transfers.
    """

    paid: Three
    society: Three


def unit_price(measure: Measure) -> UnitPrice | None:
    """Return the price of a measure's unit; None without one, or with an unknown cost.

    Examples
    --------
    >>> from kortreist.measures import library
    >>> vans = next(m for m in library() if m.id == "electric_vans")
    >>> round(unit_price(vans).paid.central), round(unit_price(vans).society.central)
    (-1645, 755)
    """
    own = [c for c in measure.costs if c.basis == "per_unit" and not c.avoided]
    if measure.activity is None or not own or any(c.amount is None for c in own):
        return None
    tax = measure.activity.tax_nok_per_tonne * price_level().of(TAX_YEAR)
    paid = []
    for level in LEVELS:
        effect = effect_per_unit(measure, level)
        if effect is None:
            return None
        paid.append(1000.0 * _per_unit(measure, level, transfers=False) / effect)
    return UnitPrice(Three(*paid), Three(*(p + tax for p in paid)))


def spread_of_price(measure: Measure) -> Spread | None:
    """Return society's price as a spread to draw from, NOK per t CO2e.

    Low and high of investment, running cost and effect are not met together: their distances
    from the central price are added in quadrature.
    """
    price = unit_price(measure)
    if price is None or measure.activity is None or measure.activity.effect is None:
        return None
    central = price.society.central
    effect = measure.activity.effect
    base = _per_unit(measure, "central", transfers=False)
    factor = 1.0 if measure.activity.timing == "once" else annuity(measure.activity.lifetime_years)
    down, up = 0.0, 0.0
    for cost in measure.costs:
        if cost.basis != "per_unit" or cost.amount is None or cost.transfer or cost.avoided:
            continue
        part = (factor if cost.kind == "capital" else 1.0) * price_level().of(cost.price_year)
        part *= 1000.0 / effect.central
        down += (part * (cost.amount.central - cost.amount.low)) ** 2
        up += (part * (cost.amount.high - cost.amount.central)) ** 2
    ends = [
        1000.0 * base / e - 1000.0 * base / effect.central
        for e in (effect.low, effect.high)
        if e > 0.0
    ]
    down += min([0.0, *ends]) ** 2
    up += max([0.0, *ends]) ** 2
    return Spread(central - down**0.5, central, central + up**0.5, effect.source, effect.mark)
