"""What to watch for measures that are right in some futures only."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kortreist.measures.measure import Measure
from kortreist.plans.outcome import Signpost
from kortreist.plans.question import Prices, Question

__all__ = ["signpost"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

#: A difference between right and wrong futures smaller than this, in standard deviations,
#: is not worth watching for.
_TELLING = 0.5


def signpost(
    question: Question, m: int, right: BoolArray, prices: Prices, futures: npt.NDArray[np.int64]
) -> Signpost | None:
    """Return what tells the futures in which a measure is right from the others.

    Parameters
    ----------
    question : Question
    m : int
        Measure.
    right : (N,) bool
        Futures whose best plan has it.
    prices : Prices
    futures : (N,) int
        Which futures of the question.

    Returns
    -------
    Signpost or None
        None where it is right in all or in none.
    """
    measure = question.measures[m]
    year = question.learning_year
    if measure.enabling_conditions:
        return Signpost("condition", measure.enabling_conditions[0], year=year - 1)
    if prices.price[m].mark == "unknown":
        return Signpost("cost", measure.id, year=year - 1)
    if right.all():
        return None
    if not right.any():
        return Signpost("resources", measure.id, year=year - 1)
    column = question.column(year)
    drawn = question.futures.measures.index(measure.id)
    best, sign = _TELLING, Signpost("resources", measure.id, year=year - 1)
    own = {
        "effect": question.futures.fraction[drawn, futures],
        # A saving that is multiplied by more saves more.
        "cost": -np.sign(prices.annual[m].sum()) * question.futures.cost[drawn, futures],
    }
    for kind, values in own.items():
        telling = _apart(values, right)
        if telling > best:
            best = telling
            sign = Signpost("effect" if kind == "effect" else "cost", measure.id, year=year - 1)
    for d in _drivers_of(question, measure):
        values = question.model.index[d, futures, column]
        telling = _apart(values, right)
        if abs(telling) > best:
            best = abs(telling)
            middle = (values[right].mean() + values[~right].mean()) / 2.0
            sign = Signpost(
                "driver",
                question.model.driver_ids[d],
                "up" if telling > 0 else "down",
                float(middle),
                year,
            )
    return sign


def _apart(values: FloatArray, right: BoolArray) -> float:
    spread = float(values.std())
    if spread == 0.0:
        return 0.0
    return float(values[right].mean() - values[~right].mean()) / spread


def _drivers_of(question: Question, measure: Measure) -> list[int]:
    """Return the drivers of the sources a measure acts on, in a fixed order."""
    model = question.model
    m = model.measure_ids.index(measure.id)
    sources = model.effect_source[int(model.effect_start[m]) : int(model.effect_start[m + 1])]
    indices = {int(model.activity_driver[s]) for s in sources}
    indices |= {int(model.intensity_driver[s]) for s in sources}
    return sorted(d for d in indices if d >= 0)
