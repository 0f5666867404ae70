"""Room for manoeuvre: in how many futures the goal can still be met, once something is bound."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from kortreist.plans.milp import solve
from kortreist.plans.objectives import Aim
from kortreist.plans.outcome import Goal, Room
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.recourse import Later, best_later

__all__ = [
    "bound_to",
    "committed_emissions",
    "interval",
    "lowest",
    "met",
    "nothing",
    "room",
    "settled",
]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

#: Standard normal quantile of a two-sided 90 % interval.
_Z90 = 1.6448536269514722


def lowest(
    problem: Problem,
    early: IntArray,
    *,
    bounds: bool = False,
    enough: FloatArray | None = None,
    above: FloatArray | None = None,
) -> Later:
    """Return how low the emission of the goal year can come in each future.

    Parameters
    ----------
    problem : Problem
        With the goal year alone.
    early : (M,) int
        What is bound before the learning year; must itself be allowed.
    bounds : bool
        Whether to prove how low it could come at best.
    enough : (F,) float, optional
        t CO2e: in a future that comes so low nothing lower is looked for.
    above : (F,) float, optional
        t CO2e: in a future that comes so low no bound is proven.
    """
    aimless = replace(problem, frame=np.zeros(1), year_weight=np.ones(1))
    return best_later(aimless, early, bounds=bounds, enough=enough, above=above)


def met(problem: Problem, early: IntArray, tonnes: float, noise: FloatArray) -> BoolArray:
    """Tell in which futures the search comes to a goal or below it.

    Parameters
    ----------
    problem : Problem
        With the goal year alone.
    early : (M,) int
        What is bound before the learning year.
    tonnes : float
        Goal, t CO2e.
    noise : (F,) float
        t CO2e added to every future's emission of the goal year.

    Returns
    -------
    (F,) bool
    """
    reached: BoolArray = (
        lowest(problem, early, enough=_enough(tonnes, noise)).value + noise <= tonnes
    )
    return reached


def _enough(tonnes: float, noise: FloatArray) -> FloatArray:
    # A hair below, so that rounding never leaves a search short of its goal.
    enough: FloatArray = tonnes - noise - 1e-9 * abs(tonnes)
    return enough


def bound_to(problem: Problem, early: IntArray) -> Problem:
    """Return the problem once ``early`` is bound and nothing else starts before learning."""
    stems = early[early >= 0]
    shut = problem.early & ~np.isin(problem.stem, stems)
    must = problem.must.copy()
    must[problem.option_measure[stems]] = True
    others = must[problem.option_measure] & ~np.isin(problem.stem, stems)
    return replace(problem, available=problem.available & ~shut & ~others, must=must)


def settled(
    problem: Problem, early: IntArray, tonnes: float, *, time_limit: float = 60.0
) -> BoolArray:
    """Return exactly in which futures a goal can be met, by solving where the search cannot.

    Parameters
    ----------
    problem : Problem
        With the goal year alone.
    early : (M,) int
    tonnes : float
        Goal, t CO2e.
    time_limit : float
        Seconds for each future that must be solved.

    Returns
    -------
    (F,) bool

    Raises
    ------
    RuntimeError
        A future could not be settled in time.
    """
    enough = np.full(problem.weight.size, tonnes)
    found = lowest(problem, early, bounds=True, enough=enough, above=enough)
    reached: BoolArray = found.value <= tonnes
    whole = replace(bound_to(problem, early), frame=np.array([tonnes]), year_weight=np.ones(1))
    # Giving up what is bound is left out of the bound: only solving can tell there.
    can_leave = bool(np.isin(problem.stem, early[early >= 0]).sum() > (early >= 0).sum())
    for f in np.flatnonzero(~reached & ((found.bound <= tonnes) | can_leave)):
        one = whole.with_futures(np.array([f]))
        answer = solve(one, Aim("miss"), found.choice[[f]], time_limit=time_limit, gap=1e-9)
        reached[f] = answer.value <= 1e-7 * max(tonnes, 1.0)
        if not reached[f] and answer.bound <= 1e-7 * max(tonnes, 1.0):
            raise RuntimeError(f"future {f} could not be settled in {time_limit} s")
    return reached


def interval(share: float, count: int) -> tuple[float, float]:
    """Return the 90 % interval of a share seen in ``count`` futures (Wilson 1927).

    Examples
    --------
    >>> low, high = interval(0.5, 100)
    >>> round(low, 3), round(high, 3)
    (0.419, 0.581)
    """
    z2 = _Z90**2 / count
    middle = (share + z2 / 2) / (1 + z2)
    half = _Z90 / (1 + z2) * math.sqrt(share * (1 - share) / count + z2 / (4 * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def room(
    problem: Problem, early: IntArray, goal: Goal, target_tonnes: float, noise: FloatArray
) -> Room:
    """Return the room for manoeuvre that a set of commitments leaves.

    Parameters
    ----------
    problem : Problem
        With the goal year alone, in all futures.
    early : (M,) int
        What is bound before the learning year, ``NONE`` where nothing is.
    goal : Goal
    target_tonnes : float
        The target itself in the goal's year, t CO2e.
    noise : (F,) float
        t CO2e added to every future's emission of the goal year: the inventory's own
        variation.
    """
    enough = _enough(min(goal.tonnes, target_tonnes), noise)
    found = lowest(problem, early, bounds=True, enough=enough, above=_enough(goal.tonnes, noise))
    reached = found.value + noise <= goal.tonnes
    could = found.bound + noise <= goal.tonnes
    low, _ = interval(float(reached.mean()), reached.size)
    _, high = interval(float((reached | could).mean()), reached.size)
    to_target = float((found.value + noise <= target_tonnes).mean())
    return Room(float(reached.mean()), low, high, goal, to_target)


def committed_emissions(yearly: FloatArray, path: FloatArray, lifetime: int) -> float:
    """Return t CO2e that something installed emits above its path, over its life.

    Parameters
    ----------
    yearly : (T,) float
        t CO2e it emits in each year from its start; after the last, as in the last.
    path : (T,) float
        t CO2e its share of the frame allows; after the last, as in the last.
    lifetime : int
        Years.

    Examples
    --------
    >>> committed_emissions(np.array([10.0, 10.0]), np.array([8.0, 4.0]), 4)
    20.0
    """
    years = np.minimum(np.arange(lifetime), yearly.size - 1)
    return float(np.maximum(yearly[years] - path[years], 0.0).sum())


def nothing(problem: Problem) -> IntArray:
    """Return the choice in which nothing is bound."""
    return np.full(len(problem.measures), NONE, dtype=np.int64)
