"""What to watch for measures that are right in some futures only, and how well it tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kortreist.facts import load
from kortreist.measures.measure import Measure
from kortreist.plans.interval import Resamples
from kortreist.plans.question import Prices, Question
from kortreist.plans.timeliness import first_seen, split, timing
from kortreist.plans.verdict import Signpost

__all__ = ["Watch", "drivers_of", "signpost"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

#: A difference between right and wrong futures smaller than this, in standard deviations,
#: is not worth watching for.
_TELLING = 0.5


@dataclass(frozen=True, slots=True)
class Watch:
    """What signs are looked for in: a question and some of its futures.

    Parameters
    ----------
    question : Question
    prices : Prices
    futures : (N,) int
        Which futures of the question.
    draws : Resamples
        The same futures drawn anew, for the intervals.
    published : int
        Years from a year ends to its official figures are there.
    """

    question: Question
    prices: Prices
    futures: IntArray
    draws: Resamples
    published: int

    @classmethod
    def of(
        cls, question: Question, prices: Prices, futures: IntArray, resamples: int, seed: int
    ) -> Watch:
        """Return it with what the facts say of official figures."""
        years = int(load().figure("signposts/published_years").value)
        draws = Resamples(futures.size, resamples, seed)
        return cls(question, prices, futures, draws, years)

    def lead_years(self, m: int) -> float:
        """Return years from a sign is seen to the measure's whole effect.

        The budget of a year is adopted the year before; then come the years it takes to carry
        out, and the usual delay.
        """
        model = self.question.model
        row = model.measure_ids.index(self.question.measures[m].id)
        return 1.0 + float(model.ramp[row] + np.median(model.delay[row, self.futures]))

    def told(self, sign: Signpost, m: int, right: BoolArray, seen: FloatArray) -> Signpost:
        """Return a sign with how often it comes in time, and for nothing."""
        known = replace(
            sign,
            lead_years=self.lead_years(m),
            futures=int(right.size),
            right=int(right.sum()),
        )
        if not right.any():
            return replace(known, unwatched="never_right")
        if sign.see_by is None:
            return replace(known, unwatched="no_deadline")
        timeliness, false = timing(seen, right, sign.see_by, self.draws)
        return replace(known, timeliness=timeliness, false_alarms=false)


def signpost(
    watch: Watch,
    m: int,
    right: BoolArray,
    see_by: int | None,
    against: str = "",
    asked: Signpost | None = None,
) -> Signpost | None:
    """Return what tells the futures in which a measure is right from the others.

    Parameters
    ----------
    watch : Watch
    m : int
        Measure.
    right : (N,) bool
        Futures whose best plan has it.
    see_by : int or None
        Last year in which it can be decided.
    against : str
        A condition whose coming speaks against the measure; it then tells by not coming.
    asked : Signpost or None
        The sign by which the pathway map decides it: then it has no other threshold here.

    Returns
    -------
    Signpost or None
        None where it is right in all.
    """
    q = watch.question
    measure = q.measures[m]
    year = q.learning_year - 1
    condition = against or next(iter(measure.enabling_conditions), "")
    if condition:
        sign = Signpost(
            "condition",
            condition,
            "down" if against else "up",
            year=year if see_by is None else see_by,
            see_by=see_by,
        )
        return watch.told(sign, m, right, _condition_seen(watch, sign))
    if watch.prices.price[m].mark == "unknown":
        # A cost that is not known is not drawn: nothing can be told of it.
        return Signpost(
            "cost",
            measure.id,
            "down",
            year=year,
            see_by=see_by,
            lead_years=watch.lead_years(m),
            unwatched="cost_unknown",
        )
    if asked is not None and asked.threshold is not None:
        sign = replace(asked, see_by=see_by)
        return watch.told(sign, m, right, _asked_seen(watch, sign, asked.threshold))
    if right.all():
        return None
    none = Signpost(
        "resources",
        measure.id,
        year=year,
        see_by=see_by,
        lead_years=watch.lead_years(m),
        unwatched="resources" if right.any() else "never_right",
    )
    if not right.any():
        return none
    return _best(watch, m, right, see_by) or none


def _condition_seen(watch: Watch, sign: Signpost) -> FloatArray:
    """Return (N,) when a condition is known to come, or known not to have come in time.

    A law is adopted before it is in force: as for a measure's deadline, it is known the year
    before.
    """
    drawn = watch.question.futures
    assert drawn.condition_from is not None
    row = drawn.conditions.index(sign.key)
    known: FloatArray = np.ceil(drawn.condition_from[row, watch.futures]) - 1.0
    if sign.direction == "up":
        return known
    last = np.inf if sign.see_by is None else float(sign.see_by)
    stays_away: FloatArray = np.where(known > last, last, np.inf)
    return stays_away


def _asked_seen(watch: Watch, sign: Signpost, threshold: float) -> FloatArray:
    """Return (N,) when a price or a development is known to be beyond a threshold."""
    q, up = watch.question, sign.direction == "up"
    assert sign.year is not None
    if sign.kind == "driver":
        column = q.column(sign.year)
        paths = q.model.index[q.model.driver_ids.index(sign.key)][watch.futures, 1 : column + 1]
        years = np.asarray(q.model.years[1 : column + 1])
        return first_seen(paths, years, threshold, up) + watch.published
    ids = [measure.id for measure in q.measures]
    drawn = q.futures.cost[q.futures.measures.index(sign.key), watch.futures]
    price = 1.0 + float(watch.prices.drawn[ids.index(sign.key)]) * (drawn - 1.0)
    beyond = price > threshold if up else price < threshold
    return np.where(beyond, float(q.plan_years[0] - 1), np.inf)


def _best(watch: Watch, m: int, right: BoolArray, see_by: int | None) -> Signpost | None:
    """Return the sign that parts right and wrong most, None where none does enough.

    A sign that is more often seen for nothing than for what it is a sign of is none.
    """
    found = [*_own_signs(watch, m, right, see_by), *_driver_signs(watch, m, right, see_by)]
    for _, sign, seen in sorted(found, key=lambda one: -one[0]):
        told = watch.told(sign, m, right, seen)
        if told.timeliness is None or told.false_alarms is None:
            return told
        if told.false_alarms.central <= told.timeliness.central * right.mean():
            return told
    return None


def _own_signs(
    watch: Watch, m: int, right: BoolArray, see_by: int | None
) -> Iterator[tuple[float, Signpost, FloatArray]]:
    """Give signs in the measure's own effect and cost: how far apart, sign, (N,) when seen."""
    q = watch.question
    for kind, values in _own(watch, m).items():
        parted = split(values, right)
        if parted.apart <= _TELLING or np.isnan(parted.threshold):
            continue
        first = year = q.learning_year - 1
        threshold, up = parted.threshold, True
        if kind == "cost":
            # An offer can be asked for when it is wanted, from the year before the plan.
            first = q.plan_years[0] - 1
            up = threshold > 0.0
            share = float(watch.prices.drawn[m])
            threshold = 1.0 + share * (abs(threshold) - 1.0)
            year = year if see_by is None else max(min(year, see_by), first)
        sign = Signpost(
            "cost" if kind == "cost" else "effect",
            q.measures[m].id,
            "up" if up else "down",
            threshold,
            year,
            see_by,
        )
        yield parted.apart, sign, np.where(values > parted.threshold, float(first), np.inf)


def _driver_signs(
    watch: Watch, m: int, right: BoolArray, see_by: int | None
) -> Iterator[tuple[float, Signpost, FloatArray]]:
    """Give signs in developments, as :func:`_own_signs` does."""
    q = watch.question
    year, read = _read_in(watch, see_by)
    column = q.column(year)
    for d in drivers_of(q, q.measures[m]):
        paths = q.model.index[d][watch.futures, 1 : column + 1]
        parted = split(paths[:, -1], right)
        if abs(parted.apart) <= _TELLING or np.isnan(parted.threshold):
            continue
        up = parted.apart > 0.0
        key = q.model.driver_ids[d]
        sign = Signpost("driver", key, "up" if up else "down", parted.threshold, year, see_by)
        years = np.asarray(q.model.years[1 : column + 1])
        seen = first_seen(paths, years, parted.threshold, up) + watch.published
        yield abs(parted.apart), sign, seen if read else np.full(right.size, np.inf)


def _own(watch: Watch, m: int) -> dict[str, FloatArray]:
    """Return the measure's own effect and cost in each future; more is better."""
    q = watch.question
    drawn = q.futures.measures.index(q.measures[m].id)
    # A saving that is multiplied by more saves more.
    way = -np.sign(watch.prices.annual[m].sum())
    return {
        "effect": q.futures.fraction[drawn, watch.futures],
        "cost": way * q.futures.cost[drawn, watch.futures],
    }


def _read_in(watch: Watch, see_by: int | None) -> tuple[int, bool]:
    """Return the last year whose official figures are there in time, and whether any are."""
    q = watch.question
    if see_by is None:
        return q.learning_year, True
    last = see_by - watch.published
    first = int(q.model.years[0]) + 1
    return (min(last, q.learning_year), True) if last >= first else (q.learning_year, False)


def drivers_of(question: Question, measure: Measure) -> list[int]:
    """Return the drivers of the sources a measure acts on, in a fixed order."""
    model = question.model
    m = model.measure_ids.index(measure.id)
    sources = model.effect_source[int(model.effect_start[m]) : int(model.effect_start[m + 1])]
    indices = {int(model.activity_driver[s]) for s in sources}
    indices |= {int(model.intensity_driver[s]) for s in sources}
    # The first of a name is the driver; the others are a part of a source that goes by it.
    return sorted({model.driver_ids.index(model.driver_ids[d]) for d in indices if d >= 0})
