"""Signs that could decide what is done later, each with the futures in which it has come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kortreist.facts import load
from kortreist.plans.problem import Problem
from kortreist.plans.question import Question
from kortreist.plans.signposts import drivers_of
from kortreist.plans.verdict import Signpost

__all__ = ["Sign", "signs"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

#: Where the futures are cut in two, as shares of them.
_CUTS = (0.2, 0.4, 0.6, 0.8)
#: Thresholds are said in whole per cent, so they are also counted so.
_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign with one threshold.

    Parameters
    ----------
    post : Signpost
    start : int
        First year in which what it decides can start: the year after it is read.
    come : (F,) bool
        Futures in which it has come.
    """

    post: Signpost
    start: int
    come: BoolArray

    @property
    def key(self) -> tuple[str, str]:
        """What is watched, whatever the threshold."""
        return self.post.kind, self.post.key


def signs(
    question: Question, problem: Problem, futures: IntArray, unpriced: Sequence[str] = ()
) -> tuple[Sign, ...]:
    """Return the signs that can be read before what is still open is decided.

    Parameters
    ----------
    question : Question
    problem : Problem
        Of the measures still open (:func:`kortreist.plans.narrowed.narrowed`), in the futures.
    futures : (F,) int
        Which futures of the question, in the problem's order.
    unpriced : sequence of str
        Measures whose cost is not known, or that nobody can offer a price of: it cannot be told
        whether it came out lower.

    Returns
    -------
    tuple of Sign
        Those that neither come nor stay away too seldom to be prepared for (the fact
        ``signposts/least_share``).
    """
    found = (
        *_conditions(question, problem, futures),
        *_drivers(question, problem, futures),
        *_costs(question, problem, unpriced),
    )
    least = load().figure("signposts/least_share").value
    return tuple(s for s in found if least <= s.come.mean() <= 1.0 - least)


def _conditions(q: Question, p: Problem, futures: IntArray) -> Iterator[Sign]:
    by_id = {m.id: m for m in q.measures}
    seen = set()
    for name in p.measures:
        waits = by_id[name].enabling_conditions
        if len(waits) != 1 or waits[0] in seen:
            continue  # of two together neither decides alone
        seen.add(waits[0])
        row = q.model.measure_ids.index(name)
        come = q.model.enabled_from[row][futures]
        for start in sorted({int(y) for y in p.option_start}):
            post = Signpost("condition", waits[0], "up", year=start - 1)
            yield Sign(post, start, come <= start)


def _drivers(q: Question, p: Problem, futures: IntArray) -> Iterator[Sign]:
    by_id = {m.id: m for m in q.measures}
    # Read off official figures, which come some years after the year they are of.
    late = int(load().figure("signposts/published_years").value)
    year = max(p.learning_year - 1 - late, int(q.model.years[1]))
    for d in sorted({d for name in p.measures for d in drivers_of(q, by_id[name])}):
        values = q.model.index[d, futures, q.column(year)]
        for at in _thresholds(values):
            post = Signpost("driver", q.model.driver_ids[d], "up", at, year)
            yield Sign(post, p.learning_year, values > at)


def _costs(q: Question, p: Problem, unpriced: Sequence[str]) -> Iterator[Sign]:
    year = p.learning_year - 1
    for m, name in enumerate(p.measures):
        options = p.of_measure(m)
        if name in unpriced or options.size == 0:
            continue
        values = p.cost_spread[:, m]
        # A saving that comes out larger is what makes it right, as a cost that comes out lower.
        saves = float(p.cost[options].sum()) < 0.0
        # Below nothing it is no longer a part of a price.
        for at in (t for t in _thresholds(values) if t > 0.0):
            post = Signpost("cost", name, "up" if saves else "down", at, year)
            yield Sign(post, p.learning_year, values > at if saves else values < at)


def _thresholds(values: FloatArray) -> list[float]:
    if values.std() == 0.0:
        return []
    return sorted({round(float(v), _DECIMALS) for v in np.quantile(values, _CUTS)})
