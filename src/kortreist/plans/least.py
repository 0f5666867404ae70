"""The least that later decisions bring a problem to: above its frame, in NOK, in one year."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kortreist.plans.problem import Problem
from kortreist.plans.recourse import best_later

__all__ = ["Least", "in_year", "least", "without"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Least:
    """The least a problem comes to in every future, and the decisions that bring it there.

    Parameters
    ----------
    problem : Problem
    with_cost : bool
        Whether cost counts beside the miss.
    value : (F,) float
    choice : (F, M) int
    """

    problem: Problem
    with_cost: bool
    value: FloatArray
    choice: IntArray

    def of(self, choice: IntArray) -> FloatArray:
        """Return (F,) what other decisions come to in the same problem."""
        value = self.problem.miss(choice)
        return value + self.problem.costs(choice) if self.with_cost else value


def least(problem: Problem, early: IntArray, *, with_cost: bool = False) -> Least:
    """Return the least a problem comes to with the best later decisions.

    Parameters
    ----------
    problem : Problem
    early : (M,) int
        What is bound before the learning year.
    with_cost : bool
        Whether cost counts beside the miss.
    """
    best = best_later(problem, early, with_cost=with_cost)
    return Least(problem, with_cost, best.value, best.choice)


def in_year(problem: Problem, year: int) -> Problem:
    """Return the problem of emitting as little as possible in one of its years."""
    at = [int(np.flatnonzero(problem.years == year)[0])]
    return replace(
        problem,
        years=problem.years[at],
        frame=np.zeros(1),
        year_weight=np.ones(1),
        term_log=np.ascontiguousarray(problem.term_log[:, :, at]),
        base=np.ascontiguousarray(problem.base[:, :, at]),
        rest=np.ascontiguousarray(problem.rest[:, at]),
        arrival=np.ascontiguousarray(problem.arrival[:, :, at]),
    )


def without(free: Least, bound: Least) -> FloatArray:
    """Return (F,) the least without a binding, no worse than by the decisions made with it.

    Whatever can be done with it can be done without it: where the search found better
    decisions in the narrower problem they count in the wider one too.
    """
    worse = bound.value < free.value
    if not worse.any():
        return free.value
    return np.where(worse, np.minimum(free.value, free.of(bound.choice)), free.value)
