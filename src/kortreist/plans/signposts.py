"""What to watch, and by when to decide, for measures that are right in some futures only."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from kortreist.measures.measure import Measure
from kortreist.plans.outcome import Decider, Signpost
from kortreist.plans.question import Prices, Question

__all__ = ["decide_by", "decider", "deciders", "signpost"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

#: A difference between right and wrong futures smaller than this, in standard deviations,
#: is not worth watching for.
_TELLING = 0.5


def decider(measure: Measure, binds: bool, owners: Mapping[str, str]) -> Decider:
    """Return whose decision a measure needs first.

    A measure that waits for a condition needs the one who decides that condition, the state
    before the county (``owners``: condition id → who decides it, as in the facts); one that
    county or state decides needs them; otherwise one that binds, or changes the system, needs
    the council; one that others carry out needs them; the rest is delegated.
    """
    if measure.enabling_conditions:
        waits = {owners.get(c, "state") for c in measure.enabling_conditions}
        return "county" if waits == {"county"} else "state"
    if measure.decided_by == "county":
        return "county"
    if measure.decided_by == "state":
        return "state"
    if binds or measure.level == 3:
        return "council"
    payers = {c.bearer for c in measure.costs if c.kind == "capital" and c.amount is not None}
    if payers and "municipality" not in payers:
        return "partners"
    return "delegated"


def deciders(first: str, last: str) -> tuple[str, ...]:
    """Return everybody who must want a measure, as text keys: who decides it first, then last.

    Parameters
    ----------
    first : str
        Whose decision it needs first, as in :class:`kortreist.plans.Verdict`; "" where no plan
        has judged it.
    last : str
        Who has the last word: ``Measure.decided_by``.

    Examples
    --------
    >>> deciders("partners", "residents")
    ('plans.decider.council', 'measures.decided_by.residents')
    >>> deciders("council", "municipality")
    ('plans.decider.council',)
    >>> deciders("", "company")
    ('measures.decided_by.company',)
    """
    if not first:
        return (f"measures.decided_by.{last}",)
    if last in ("municipality", first):
        return (f"plans.decider.{first}",)
    # Who else pays is then said by name.
    here = "council" if first == "partners" else first
    return (f"plans.decider.{here}", f"measures.decided_by.{last}")


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


def decide_by(
    question: Question, measure: Measure, share_kept: float, futures: npt.NDArray[np.int64]
) -> int:
    """Return the last year in which a measure can be decided without losing what it gives.

    The budget of a year is adopted the year before, so a start needs its decision a year
    earlier. A measure that waits for a condition cannot be decided before that is expected.

    Parameters
    ----------
    question : Question
    measure : Measure
    share_kept : float
        Share 0–1 of the adoption in the horizon year that must be kept.
    futures : (N,) int
    """
    model = question.model
    m = model.measure_ids.index(measure.id)
    delay = model.delay[m, futures]

    def reached(start: int) -> float:
        since = question.horizon - np.maximum(start + delay, model.enabled_from[m, futures]) + 1
        return float(np.clip(since / model.ramp[m], 0.0, 1.0).mean())

    first = question.plan_years[0]
    whole = reached(first)
    last = first
    while last + 1 < question.horizon and reached(last + 1) >= share_kept * whole > 0.0:
        last += 1
    if measure.enabling_conditions:
        enabled = model.enabled_from[m, futures]
        comes = enabled[np.isfinite(enabled)]
        if comes.size:
            last = max(last, math.ceil(float(np.median(comes))))
    return last - 1
