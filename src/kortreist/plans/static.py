"""The plan as it looks today: one set of start years, whatever the future turns out to be.

What starts before the learning year is bound already; the rest is what is expected now,
and may be changed when the learning year comes. Target first, then cost, then qualities:
each aim may give up a little of the one before for the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kortreist.errors import InputError
from kortreist.plans.milp import solve
from kortreist.plans.objectives import Aim, value_of
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.search import anneal

__all__ = ["Weights", "fixed_starts", "one_for_all"]

IntArray = npt.NDArray[np.int64]

#: With one choice for all futures the relaxed problem is tight, and few nodes are enough. The
#: search ends by work, so that a busy machine gives the same plan; the time only stops what hangs.
_NODES, _SECONDS, _GAP = 500, 120.0, 1e-3


@dataclass(frozen=True, slots=True)
class Weights:
    """How aims are weighed: dated facts.

    ``tail``: share of futures that count as the worst; ``tail_weight``: their weight;
    ``tolerance``: share of what the plan takes off that may be given up for the next aim.
    """

    tail: float
    tail_weight: float
    tolerance: float

    @property
    def miss(self) -> Aim:
        """The first aim: little miss of the frame, in the mean and in the worst futures."""
        return Aim("miss", tail=self.tail, tail_weight=self.tail_weight)


def fixed_starts(problem: Problem, starts: Mapping[str, int]) -> Problem:
    """Return the problem with some measures held to their start years."""
    must = problem.must.copy()
    shut = np.zeros(problem.option_measure.size, dtype=np.bool_)
    for m, name in enumerate(problem.measures):
        if name in starts:
            mine = problem.option_measure == m
            must[m] = True
            shut |= mine & (problem.option_start != starts[name])
    return replace(problem, must=must, available=problem.available & ~shut)


def one_for_all(
    problem: Problem, weights: Weights, start: IntArray | None = None, *, moves: int, seed: int
) -> IntArray:
    """Return one choice for all futures, target first, then cost, then qualities.

    Parameters
    ----------
    problem : Problem
        Every start is decided now.
    weights : Weights
    start : (M,) int, optional
    moves : int
        Of the search.
    seed : int

    Returns
    -------
    (M,) int

    Raises
    ------
    InputError
        What is fixed cannot all be done.
    """
    aim = weights.miss
    count = (problem.weight.size, 1)
    annealed = np.tile(anneal(problem, aim, start, moves=moves, seed=seed), count)
    solution = solve(problem, aim, annealed, time_limit=_SECONDS, gap=_GAP, node_limit=_NODES)
    if not np.isfinite(solution.value):
        raise InputError("plans.no_plan", status=solution.status)
    choice: IntArray = solution.choice[0]

    def miss(one: IntArray) -> float:
        return value_of(problem, aim, np.tile(one, count))

    reached = miss(choice)
    empty = np.where(problem.must, choice, NONE)
    maximum = reached + weights.tolerance * max(miss(empty) - reached, 0.0)
    # Cost: leave out, one by one, what costs most for what it takes off.
    for m in _dearest(problem, choice, miss):
        without = choice.copy()
        without[m] = NONE
        if problem.must[m] or _is_needed(problem, choice, m) or miss(without) > maximum:
            continue
        if problem.cost[choice[m]] > 0.0 and problem.quality[m] <= 0.0:
            choice = without
    for m in _dearest(problem, choice, miss):
        without = choice.copy()
        without[m] = NONE
        if problem.must[m] or _is_needed(problem, choice, m) or miss(without) > maximum:
            continue
        if problem.cost[choice[m]] > 0.0:
            choice = without
    return choice


def _is_needed(problem: Problem, choice: IntArray, m: int) -> bool:
    return any(b == m and choice[a] >= 0 for a, b in problem.requires.tolist())


def _dearest(problem: Problem, choice: IntArray, miss: object) -> list[int]:
    """Return the measures taken, dearest tonne first."""
    assert callable(miss)
    here = miss(choice)
    price = {}
    for m in np.flatnonzero(choice >= 0).tolist():
        without = choice.copy()
        without[m] = NONE
        tonnes = max(miss(without) - here, 1e-9)
        price[m] = problem.cost[choice[m]] / tonnes
    return sorted(price, key=lambda m: -price[m])
