"""What a plan costs, who pays, and when: expected kroner by measure, bearer and year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kortreist.errors import FiguresMissingError, InputError
from kortreist.facts import load
from kortreist.futures.future_set import FloatArray
from kortreist.measures.measure import Cost, Measure, Spread
from kortreist.pathways.evaluate import PathwayResult
from kortreist.pathways.model import PathwayModel
from kortreist.pathways.reference import adoption

__all__ = [
    "Costs", "cost_of", "costs", "discount_factors", "discount_rate", "discounted",
    "nok_per_tonne",
]  # fmt: skip

_RATES = ("discount_rate/0-40", "discount_rate/40-75", "discount_rate/75-")
_RATE_ENDS = (40, 75)


@dataclass(frozen=True, slots=True)
class Costs:
    """Expected costs of a plan.

    Parameters
    ----------
    years : (T,) int
    nok : dict
        Measure id → bearer → (T,) expected NOK a year, without VAT; negative is a saving.
        A bearer of whom some cost is unknown is not here but in ``missing``.
    missing : dict
        Measure id → bearers with at least one unknown cost: unknown is not zero.
    """

    years: npt.NDArray[np.int64]
    nok: dict[str, dict[str, FloatArray]]
    missing: dict[str, tuple[str, ...]]

    def by_bearer(self) -> dict[str, FloatArray]:
        """Return bearer → (T,) NOK over all measures, known costs only."""
        out: dict[str, FloatArray] = {}
        for parts in self.nok.values():
            for bearer, amount in parts.items():
                out[bearer] = out.get(bearer, 0.0) + amount
        return out


def costs(
    model: PathwayModel,
    measures: Sequence[Measure],
    result: PathwayResult,
    inhabitants: float | None,
    price_index: Mapping[int, float] | None = None,
) -> Costs:
    """Return the expected cost of every measure in a plan.

    Capital falls as the measure is carried out, through the ramp years, and again when
    its lifetime ends and it is renewed. Running costs follow how far it is carried out.
    An amount a tonne is paid for each tonne the measure cuts that year. Expected: mean of
    the amount's triangular spread times the mean over futures.

    Parameters
    ----------
    model : PathwayModel
    measures : sequence of Measure
        Those of the plan at least.
    result : PathwayResult
        The plan evaluated.
    inhabitants : float or None
        Residents; None if unknown.
    price_index : mapping of int to float, optional
        Price year → factor to the wanted price level; without it amounts keep their own
        price year.

    Returns
    -------
    Costs

    Raises
    ------
    FiguresMissingError
        An amount is per inhabitant and the number of inhabitants is unknown.
    InputError
        The index lacks a price year, or a measure of the plan is not among ``measures``.
    """
    by_id = {m.id: m for m in measures}
    x = adoption(model, result.starts)
    place = {name: i for i, name in enumerate(model.measure_ids)}
    nok: dict[str, dict[str, FloatArray]] = {}
    missing: dict[str, tuple[str, ...]] = {}
    for row, name in enumerate(result.measures):
        if name not in by_id:
            raise InputError("pathways.unknown_measure", measure=name)
        nok[name], missing[name] = cost_of(
            model, by_id[name], x[place[name]], result.effect_mean[row], inhabitants, price_index
        )
    return Costs(model.years, nok, missing)


def cost_of(
    model: PathwayModel,
    measure: Measure,
    x: FloatArray,
    tonnes: FloatArray,
    inhabitants: float | None,
    price_index: Mapping[int, float] | None = None,
    *,
    annuity: bool = False,
) -> tuple[dict[str, FloatArray], tuple[str, ...]]:
    """Return bearer → (T,) expected NOK of one measure, and bearers with an unknown cost.

    Parameters
    ----------
    model : PathwayModel
    measure : Measure
    x : (F, T) float
        How far it is carried out, share 0–1.
    tonnes : (T,) float
        Mean t CO2e it cuts.
    inhabitants : float or None
    price_index : mapping, optional
    annuity : bool
        Capital as equal yearly amounts over the lifetime while the measure is in force, so
        that a horizon shorter than the lifetime does not count against it; otherwise when
        it is paid.

    Raises
    ------
    FiguresMissingError, InputError
        As for :func:`costs`.
    """
    m = model.measure_ids.index(measure.id)
    in_force = x.mean(axis=0)
    built = _annuity(model.lifetime[m]) * in_force if annuity else _built(model, m, x)
    lacking = {c.bearer for c in measure.costs if c.amount is None}
    known: dict[str, FloatArray] = {}
    for cost in measure.costs:
        if cost.amount is None:  # what is known of the bearer still counts
            continue
        amount = _mean(cost.amount) * _price(cost, price_index)
        if cost.basis == "per_tonne":
            yearly = amount * np.maximum(tonnes, 0.0)
        else:
            if cost.basis == "per_inhabitant":
                if inhabitants is None:
                    raise FiguresMissingError("pathways.no_inhabitants", measure=measure.id)
                amount *= inhabitants
            yearly = amount * (built if cost.kind == "capital" else in_force)
        known[cost.bearer] = known.get(cost.bearer, 0.0) + yearly
    return known, tuple(sorted(lacking))


def _annuity(lifetime: float) -> float:
    rate = discount_rate(1)
    factor: float = rate / (1.0 - (1.0 + rate) ** -lifetime)
    return factor


def _built(model: PathwayModel, m: int, x: FloatArray) -> FloatArray:
    """Return (T,) mean share of the capital that is paid in each year, renewals included."""
    rise: FloatArray = np.maximum(np.diff(x, axis=1, prepend=0.0), 0.0).mean(axis=0)
    if not model.renewed[m]:
        return rise
    life = float(model.lifetime[m])
    since = (model.years - model.years[0]).astype(np.float64)
    total: FloatArray = rise.copy()
    for age in np.arange(life, since[-1] + life, life):
        total += np.interp(since - age, since, rise, left=0.0, right=0.0)
    return total


def _mean(spread: Spread) -> float:
    return (spread.low + spread.central + spread.high) / 3.0


def _price(cost: Cost, index: Mapping[int, float] | None) -> float:
    if index is None:
        return 1.0
    if cost.price_year not in index:
        raise InputError("pathways.unknown_bearer_year", year=cost.price_year)
    return index[cost.price_year]


def discount_rate(years_ahead: int) -> float:
    """Return the yearly discount rate of public analyses for a cost so many years ahead.

    Raises
    ------
    FactsError
        The facts hold no discount rate.
    """
    step = sum(years_ahead > end for end in _RATE_ENDS)
    return load().figure(_RATES[step]).value


def discount_factors(years: Sequence[int]) -> FloatArray:
    """Return what a krone in each of consecutive years is worth in the first.

    Returns
    -------
    (T,) float
        Share 0–1, falling.

    Examples
    --------
    >>> discount_factors((2027, 2028)).round(4).tolist()
    [1.0, 0.9615]
    """
    return _factors(len(years)).copy()


@lru_cache(maxsize=None)
def _factors(count: int) -> FloatArray:
    rates = [0.0, *(discount_rate(ahead) for ahead in range(1, count))]
    factors: FloatArray = np.cumprod(1.0 / (1.0 + np.array(rates))).astype(np.float64)
    return factors


def discounted(
    series: FloatArray, years: npt.NDArray[np.int64], to_year: int, rate: float | None = None
) -> float:
    """Return the present value of a yearly series.

    Parameters
    ----------
    series : (T,) float
        NOK or t CO2e a year.
    years : (T,) int
    to_year : int
        Year that is not discounted; earlier years are left out.
    rate : float, optional
        Share a year; by default the rate in the facts, falling with time, compounded over
        the years in each interval.

    Returns
    -------
    float
        In the unit of ``series``.

    Raises
    ------
    FactsError
        No rate is given and the facts hold none.
    """
    total, factor = 0.0, 1.0
    ahead = 0
    wanted = {int(y): float(v) for y, v in zip(years, series, strict=True)}
    for year in range(to_year, int(years[-1]) + 1):
        if year > to_year:
            ahead += 1
            factor /= 1.0 + (discount_rate(ahead) if rate is None else rate)
        total += factor * wanted.get(year, 0.0)
    return total


def nok_per_tonne(
    known: Costs, result: PathwayResult, measure: str, to_year: int, rate: float | None = None
) -> float | None:
    """Return discounted cost over discounted tonnes of one measure, all bearers together.

    Returns
    -------
    float or None
        NOK per t CO2e; None when a cost is unknown, no cost is stated, or nothing is cut.
    """
    if known.missing.get(measure) or not known.nok.get(measure):
        return None
    row = result.measures.index(measure)
    tonnes = discounted(result.effect_mean[row], result.years, to_year, rate)
    if tonnes <= 0.0:
        return None
    money: FloatArray = sum(known.nok[measure].values())  # type: ignore[assignment]
    return discounted(money, result.years, to_year, rate) / tonnes
