"""Draw the futures: drivers, true effects, costs, delays and enabling conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np

from kortreist.errors import InputError
from kortreist.facts import load
from kortreist.futures.drivers import correlation_matrix, driver_paths, drivers
from kortreist.futures.future_set import FloatArray, FutureSet
from kortreist.futures.sampling import sobol, triangular
from kortreist.measures.measure import Measure, Spread

__all__ = ["DEFAULT_SEED", "draw"]

DEFAULT_SEED = 20261123


def draw(
    measures: Sequence[Measure],
    years: Iterable[int],
    n: int = 1000,
    seed: int = DEFAULT_SEED,
    *,
    overrides: Mapping[str, tuple[float, float, float]] | None = None,
    at: date | None = None,
) -> FutureSet:
    """Draw ``n`` futures.

    Drivers are one block of scrambled Sobol points, tied together by a Gaussian copula.
    Every measure and every enabling condition has a block of its own, named by its id:
    adding or leaving out a measure changes no other draw.

    Parameters
    ----------
    measures : sequence of Measure
    years : iterable of int
        Ascending; the first is the base year.
    n : int
        Number of futures, F; needs not be a power of two.
    seed : int
        Same seed, same futures, on every machine.
    overrides : mapping, optional
        Driver id → (low, central, high) known for the place.
    at : datetime.date, optional
        Date at which facts must be valid.

    Returns
    -------
    FutureSet

    Raises
    ------
    InputError
        No year, years not ascending, n < 1, a spread that is not ordered, an unknown
        driver or an unknown enabling condition.
    """
    when = np.array(list(years), dtype=np.int64)
    if when.size == 0 or np.any(np.diff(when) <= 0):
        raise InputError("futures.bad_years", years=", ".join(map(str, when)))
    if n < 1:
        raise InputError("futures.bad_number", n=n)
    chosen = drivers(at, overrides)
    names = tuple(d.id for d in chosen)
    u = _copula(correlation_matrix(names, at), n, seed)
    conditions = _conditions(n, seed, at)
    ids = tuple(m.id for m in measures)
    fraction, cost, delay = np.ones((3, len(ids), n))
    quantile = np.full((len(ids), n), 0.5)
    enabled = np.full((len(ids), n), -np.inf)
    for i, measure in enumerate(measures):
        block = sobol(n, 3, seed, "measure/" + measure.id)
        quantile[i] = block[:, 0]
        fraction[i] = _multiplier(measure.id, _first_fraction(measure), block[:, 0])
        cost[i] = _multiplier(measure.id, _first_cost(measure), block[:, 1])
        delay[i] = _delay(measure, block[:, 2], at)
        for condition in measure.enabling_conditions:
            if condition not in conditions:
                raise InputError(
                    "futures.unknown_condition",
                    measure=measure.id,
                    condition=condition,
                    known=", ".join(conditions),
                )
            enabled[i] = np.maximum(enabled[i], conditions[condition])
    return FutureSet(
        seed=seed,
        years=when,
        drivers=names,
        index=driver_paths(chosen, u, when),
        measures=ids,
        fraction=fraction,
        cost=cost,
        delay=delay,
        enabled_from=enabled,
        quantile=quantile,
        conditions=tuple(conditions),
        condition_from=np.array(list(conditions.values())).reshape(len(conditions), n),
    )


def _copula(correlation: FloatArray, n: int, seed: int) -> FloatArray:
    """Return (D, F) draws between 0 and 1 whose normal scores have this correlation."""
    from scipy.special import ndtr, ndtri

    points = sobol(n, len(correlation), seed, "drivers", shuffle=False)
    scores = np.linalg.cholesky(correlation) @ ndtri(points).T
    uniform: FloatArray = np.clip(ndtr(scores), 1e-12, 1.0 - 1e-12)
    return uniform


def _conditions(n: int, seed: int, at: date | None) -> dict[str, FloatArray]:
    """Return condition id → (F,) first year present, ``inf`` where it never comes."""
    facts = load()
    if "enabling_conditions" not in facts.names:
        return {}
    out: dict[str, FloatArray] = {}
    for row in facts.table("enabling_conditions", at):
        block = sobol(n, 2, seed, "condition/" + row["id"])
        p = (row["probability_low"] + row["probability_central"] + row["probability_high"]) / 3
        year = triangular(
            block[:, 1], row["from_year_low"], row["from_year_central"], row["from_year_high"]
        )
        out[row["id"]] = np.where(block[:, 0] < p, year, np.inf)
    return out


def _first_fraction(measure: Measure) -> Spread | None:
    return next((e.fraction for e in measure.effects if e.fraction is not None), None)


def _first_cost(measure: Measure) -> Spread | None:
    return next((c.amount for c in measure.costs if c.amount is not None), None)


def _multiplier(name: str, spread: Spread | None, u: FloatArray) -> FloatArray:
    """Return drawn/central; 1 where nothing is known or the central value is 0."""
    if spread is None:
        return np.ones_like(u)
    if not spread.low <= spread.central <= spread.high:
        raise InputError(
            "futures.bad_spread",
            name=name,
            low=spread.low,
            central=spread.central,
            high=spread.high,
        )
    if spread.central == 0.0:
        return np.ones_like(u)
    drawn = triangular(u, spread.low, spread.central, spread.high)
    return drawn / spread.central


def _delay(measure: Measure, u: FloatArray, at: date | None) -> FloatArray:
    fact = load().figure(f"delay/level-{measure.level}", at)
    low = fact.value if fact.low is None else fact.low
    high = fact.value if fact.high is None else fact.high
    return triangular(u, low, fact.value, high)
