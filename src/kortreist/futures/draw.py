"""Draw the futures: drivers, true effects, costs, delays and enabling conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from kortreist.baseline.conditions import Condition, conditions
from kortreist.baseline.drivers import (
    copula,
    correlation_matrix,
    driver_paths,
    driver_values,
    drivers,
)
from kortreist.baseline.known_changes import KnownChange, known_changes
from kortreist.baseline.sampling import triangular
from kortreist.errors import InputError
from kortreist.facts import load
from kortreist.futures.future_set import FloatArray, FutureSet
from kortreist.futures.uniforms import Uniforms, sample
from kortreist.measures.measure import Measure, Spread
from kortreist.measures.prices import spread_of_price

__all__ = ["DEFAULT_SEED", "condition_ids", "draw", "from_uniforms"]

DEFAULT_SEED = 20261123


def draw(
    measures: Sequence[Measure],
    years: Iterable[int],
    n: int = 1000,
    seed: int = DEFAULT_SEED,
    *,
    overrides: Mapping[str, tuple[float, float, float]] | None = None,
    at: date | None = None,
    known: Sequence[KnownChange] | None = None,
) -> FutureSet:
    """Draw ``n`` futures.

    Drivers are one block of scrambled Sobol points, tied together by a Gaussian copula.
    Every measure, enabling condition and known change has a block of its own, named by its
    id: adding or leaving out one changes no other draw.

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
        Date at which facts must be valid and rules in force.
    known : sequence of KnownChange, optional
        What is known to happen at plants; by default the facts.

    Returns
    -------
    FutureSet

    Raises
    ------
    InputError
        No year, years not ascending, n < 1, a spread that is not ordered, an unknown
        driver or an unknown enabling condition.
    """
    when = _checked_years(years)
    if n < 1:
        raise InputError("futures.bad_number", n=n)
    names = [d.id for d in drivers(at, overrides, known)]
    plants = [name for name in names if name.startswith("known/")]
    points = sample(
        n, seed, len(names) - len(plants), [m.id for m in measures], condition_ids(at), plants
    )
    return from_uniforms(
        measures, when.tolist(), points, seed, overrides=overrides, at=at, known=known
    )


def from_uniforms(
    measures: Sequence[Measure],
    years: Iterable[int],
    uniforms: Uniforms,
    seed: int = DEFAULT_SEED,
    *,
    root: FloatArray | None = None,
    overrides: Mapping[str, tuple[float, float, float]] | None = None,
    at: date | None = None,
    known: Sequence[KnownChange] | None = None,
) -> FutureSet:
    """Make futures of given points, for designs that decide themselves what varies.

    Parameters
    ----------
    measures : sequence of Measure
    years : iterable of int
        Ascending; the first is the base year.
    uniforms : Uniforms
        Rows in the order of :func:`drivers`, ``measures`` and :func:`condition_ids`.
    seed : int
        Written down in the result only.
    root : (D, D) float, optional
        A square root of the drivers' correlation matrix (``root @ root.T``); by default the
        Cholesky factor. Which one decides what each row of points stands for.
    overrides : mapping, optional
        Driver id → (low, central, high) known for the place.
    at : datetime.date, optional
        Date at which facts must be valid and rules in force.
    known : sequence of KnownChange, optional
        What is known to happen at plants; by default the facts.

    Returns
    -------
    FutureSet

    Raises
    ------
    InputError
        As for :func:`draw`.
    ValueError
        The points do not fit the drivers, the measures or the conditions.
    """
    when = _checked_years(years)
    chosen = drivers(at, overrides, known)
    names = tuple(d.id for d in chosen)
    n = uniforms.size
    asked = conditions(at)
    shape = (len(uniforms.drivers), len(uniforms.measures), len(uniforms.conditions))
    if shape != (len(names), len(measures), len(asked)):
        raise ValueError(
            f"points for {shape}, but {len(names)} drivers, {len(measures)} "
            f"measures and {len(asked)} conditions"
        )
    mixing = root
    if mixing is None:
        mixing = np.asarray(np.linalg.cholesky(correlation_matrix(names, at)), np.float64)
    drawn = driver_values(chosen, copula(mixing, uniforms.drivers))
    present = _first_years_present(asked, uniforms.conditions)
    delays = _delay_spreads(measures, at)
    ids = tuple(m.id for m in measures)
    fraction, cost, delay = np.ones((3, len(ids), n))
    quantile = np.full((len(ids), n), 0.5)
    enabled = np.full((len(ids), n), -np.inf)
    for i, measure in enumerate(measures):
        block = uniforms.measures[i]
        quantile[i] = block[0]
        fraction[i] = _multiplier(measure.id, _first_fraction(measure), block[0])
        cost[i] = _multiplier(measure.id, _cost(measure), block[1])
        delay[i] = triangular(block[2], *delays[measure.level])
        for condition in measure.enabling_conditions:
            if condition not in present:
                raise InputError(
                    "futures.unknown_condition",
                    measure=measure.id,
                    condition=condition,
                    known=", ".join(present),
                )
            enabled[i] = np.maximum(enabled[i], present[condition])
    return FutureSet(
        seed=seed,
        years=when,
        drivers=names,
        index=driver_paths(chosen, drawn, when),
        measures=ids,
        fraction=fraction,
        cost=cost,
        delay=delay,
        enabled_from=enabled,
        quantile=quantile,
        conditions=tuple(present),
        condition_from=np.array(list(present.values())).reshape(len(present), n),
        drawn=drawn,
        known=tuple(known_changes() if known is None else known),
    )


def condition_ids(at: date | None = None) -> tuple[str, ...]:
    """Return the ids of the enabling conditions, in the order in which they are drawn."""
    return tuple(c.id for c in conditions(at))


def _checked_years(years: Iterable[int]) -> npt.NDArray[np.int64]:
    when = np.array(list(years), dtype=np.int64)
    if when.size == 0 or np.any(np.diff(when) <= 0):
        raise InputError("futures.bad_years", years=", ".join(map(str, when)))
    return when


def _first_years_present(asked: Sequence[Condition], points: FloatArray) -> dict[str, FloatArray]:
    """Return condition id → (F,) first year present, ``inf`` where it never comes.

    What is in force or adopted is there in every future from its day: no coin is tossed.
    """
    out: dict[str, FloatArray] = {}
    for condition, block in zip(asked, points, strict=True):
        if condition.probability is None or condition.from_year is None:
            assert condition.in_force_from is not None
            out[condition.id] = np.full(block.shape[1], float(condition.in_force_from.year))
            continue
        year = triangular(block[1], *condition.from_year)
        out[condition.id] = np.where(block[0] < condition.probability, year, np.inf)
    return out


def _first_fraction(measure: Measure) -> Spread | None:
    return next((e.fraction for e in measure.effects if e.fraction is not None), None)


def _cost(measure: Measure) -> Spread | None:
    """Return what the measure's cost is drawn from: the price of its unit, else a cost of it."""
    amounts = (c.amount for c in measure.costs if c.amount is not None and c.basis != "per_unit")
    return spread_of_price(measure) or next(amounts, None)


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


def _delay_spreads(
    measures: Sequence[Measure], at: date | None
) -> dict[int, tuple[float, float, float]]:
    """Return level → (low, central, high) years of delay."""
    out: dict[int, tuple[float, float, float]] = {}
    for level in sorted({measure.level for measure in measures}):
        fact = load().figure(f"delay/level-{level}", at)
        low = fact.value if fact.low is None else fact.low
        high = fact.value if fact.high is None else fact.high
        out[level] = (low, fact.value, high)
    return out
