"""All planned bindings at once: small ones add up, and effects are not additive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kortreist.bindings.courses import Course, world
from kortreist.bindings.room import above_frame
from kortreist.bindings.setting import Setting
from kortreist.bindings.thresholds import Thresholds
from kortreist.plans.problem import Problem

__all__ = ["Portfolio", "portfolio_of"]

FloatArray = npt.NDArray[np.float64]

#: Searches that sharing out may take: with many bindings fewer orders are drawn.
_MAX_SEARCHES = 600
#: Futures that effects are shared out in; the shares are brought to the sum in all of them.
_SHARING_FUTURES = 64


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Mean t CO2e above the frame that the planned bindings cost.

    Parameters
    ----------
    together : float
        All at once.
    alone : tuple of float
        Each alone.
    left_out : tuple of float
        What leaving out one of them saves.
    share : tuple of float
        Each one's share; they add up to ``together``.
    orders : int
        Orders the shares are a mean over; 0 where leaving out adds up.
    """

    together: float
    alone: tuple[float, ...]
    left_out: tuple[float, ...]
    share: tuple[float, ...]
    orders: int


def portfolio_of(
    setting: Setting,
    problem: Problem,
    courses: Sequence[Course],
    tonnes: Sequence[FloatArray],
    alone: Sequence[float],
    limits: Thresholds,
) -> Portfolio:
    """Return what bindings cost together, and each one's part of it.

    Parameters
    ----------
    setting : Setting
    problem : Problem
        What is committed already.
    courses : sequence of Course
    tonnes : sequence of (F, Y) float
        t CO2e each adds to what happens without it.
    alone : sequence of float
        Mean t CO2e above the frame that each costs alone.
    limits : Thresholds

    References
    ----------
    Castro, Gómez & Tejada (2009), *Polynomial calculation of the Shapley value based on
    sampling*, Computers & Operations Research 36(5).
    """
    n = len(courses)

    if n == 0:
        return Portfolio(0.0, (), (), (), 0)

    def value(chosen: Sequence[int], seen: Setting = setting) -> float:
        few = seen.futures
        whole = Course(tuple(s for i in chosen for s in courses[i].stretches))
        extra = sum((tonnes[i][:few] for i in chosen), np.zeros_like(tonnes[0][:few]))
        decided = problem if seen is setting else seen.problem
        return float(above_frame(seen, world(seen, decided, whole, extra)).value.mean())

    start = value([])
    everything = list(range(n))
    together = value(everything) - start
    saved = [together + start - value([j for j in everything if j != i]) for i in everything]
    apart = abs(sum(saved) - together)
    if apart <= limits.interaction * max(abs(together), 1e-9) or n == 1:
        scale = together / sum(saved) if abs(sum(saved)) > 1e-9 else 0.0
        return Portfolio(together, tuple(alone), tuple(saved), tuple(scale * s for s in saved), 0)
    pairs = max(1, min(limits.orders, _MAX_SEARCHES // n) // 2)
    rng = np.random.default_rng(setting.seed)
    share = np.zeros(n)
    few = setting.first(problem, _SHARING_FUTURES)
    start = value([], few)
    for _ in range(pairs):
        order = rng.permutation(n).tolist()
        # An order and its reverse: what comes first in one comes last in the other.
        for row in (order, order[::-1]):
            before = start
            chosen: list[int] = []
            for i in row:
                chosen.append(i)
                after = value(chosen, few)
                share[i] += after - before
                before = after
    in_few = float(share.sum())
    scale = together / in_few if abs(in_few) > 1e-9 else 0.0
    parts = tuple((scale * share).tolist())
    return Portfolio(together, tuple(alone), tuple(saved), parts, 2 * pairs)
