"""A few futures that stand for all, and how far they are from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kortreist.plans.problem import Problem

__all__ = ["Reduced", "reduce_futures"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reduced:
    """Futures kept, their probabilities, and the distance to the whole set.

    Parameters
    ----------
    chosen : (W,) int
    weight : (W,) float
        Sum to 1: each future gives its probability to the nearest one kept.
    distance : float
        Mean distance of a future to the one that stands for it, as a share of the mean
        distance when a single future stands for all: 0 is perfect, 1 no better than one.
    """

    chosen: IntArray
    weight: FloatArray
    distance: float


def _features(problem: Problem) -> FloatArray:
    """Return (F, ·) t CO2e: the baseline of each year, and what each measure takes off alone."""
    p = problem
    baseline = p.rest + p.base.sum(axis=1)
    alone = np.zeros((p.weight.size, len(p.measures)))
    for m in range(len(p.measures)):
        own = p.of_measure(m)
        if own.size:
            # The last start on offer shows who is allowed; the first shows how it works.
            o, last = int(own[0]), int(own[-1])
            part = slice(int(p.term_start[o]), int(p.term_start[o + 1]))
            left = np.exp(p.term_log[:, part, -1])
            tonnes = (p.base[:, p.term_group[part], -1] * (1.0 - left)).sum(axis=1)
            alone[:, m] = (tonnes - p.arrival[:, o, -1]) * p.available[:, last]
    return np.concatenate([baseline, alone], axis=1)


def reduce_futures(problem: Problem, count: int) -> Reduced:
    """Keep the futures that, one after the other, bring all the rest closest.

    Fast forward selection (Heitsch & Römisch 2003) on the Euclidean distance of what moves
    the plan: emissions without measures year by year, and what each measure takes off.

    Parameters
    ----------
    problem : Problem
    count : int
        How many to keep.
    """
    points = _features(problem)
    squares = (points**2).sum(axis=1)
    distance = np.sqrt(np.maximum(squares[:, None] + squares - 2 * points @ points.T, 0.0))
    np.fill_diagonal(distance, 0.0)
    nearest = np.full(len(points), np.inf)
    chosen: list[int] = []
    alone = 0.0
    for i in range(min(count, len(points))):
        total = problem.weight @ np.minimum(nearest[:, None], distance)
        total[chosen] = np.inf
        best = int(np.argmin(total))
        alone = float(total[best]) if i == 0 else alone
        chosen.append(best)
        nearest = np.minimum(nearest, distance[:, best])
    stands_for = np.argmin(distance[:, chosen], axis=1)
    weight = np.zeros(len(chosen))
    np.add.at(weight, stands_for, problem.weight)
    rest = float(problem.weight @ nearest)
    return Reduced(np.array(chosen), weight, rest / alone if alone > 0.0 else 0.0)
