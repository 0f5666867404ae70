"""Room for manoeuvre: in how many futures the goal can still be met, once something is bound."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kortreist.plans.milp import solve
from kortreist.plans.objectives import Aim
from kortreist.plans.outcome import Goal, Room, RoomDifference
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.recourse import Later, best_later

__all__ = [
    "Counted",
    "bound_to",
    "committed_emissions",
    "counted",
    "interval",
    "lowest",
    "met",
    "nothing",
    "room",
    "room_difference",
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
    minimum = lowest(problem, early, bounds=True, enough=enough, above=enough)
    reached: BoolArray = minimum.value <= tonnes
    whole = replace(bound_to(problem, early), frame=np.array([tonnes]), year_weight=np.ones(1))
    # Giving up what is bound is left out of the bound: only solving can tell there.
    can_leave = bool(np.isin(problem.stem, early[early >= 0]).sum() > (early >= 0).sum())
    for f in np.flatnonzero(~reached & ((minimum.bound <= tonnes) | can_leave)):
        one = whole.with_futures(np.array([f]))
        answer = solve(one, Aim("miss"), minimum.choice[[f]], time_limit=time_limit, gap=1e-9)
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


@dataclass(frozen=True, slots=True)
class Counted:
    """In which futures a goal can be met once something is bound.

    Parameters
    ----------
    reached : (F,) bool
        The search comes there.
    possible : (F,) bool
        The search comes there, or has not proven that nobody can.
    to_target : float
        Share 0–1 in which the target itself is reached.
    """

    reached: BoolArray
    possible: BoolArray
    to_target: float


def counted(
    problem: Problem, early: IntArray, goal: Goal, target_tonnes: float, noise: FloatArray
) -> Counted:
    """Return in which futures the goal can be met under a set of commitments.

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
    possible = reached | (found.bound + noise <= goal.tonnes)
    return Counted(reached, possible, float((found.value + noise <= target_tonnes).mean()))


def room(count: Counted, goal: Goal) -> Room:
    """Return the room for manoeuvre that a set of commitments leaves."""
    share = float(count.reached.mean())
    low, _ = interval(share, count.reached.size)
    _, high = interval(float(count.possible.mean()), count.reached.size)
    return Room(share, low, high, goal, count.to_target)


def room_difference(bound: Counted, free: Counted) -> RoomDifference:
    """Return what commitments do to the room, counted in the same futures.

    Most futures reach the goal in both cases or in none: only those that differ tell. The two
    shares' own intervals say nothing of that, and are far too wide to compare by.

    Parameters
    ----------
    bound, free : Counted
        In the same futures, in the same order.

    Returns
    -------
    RoomDifference
        With its 90 % interval, widened by the futures that the searches could not settle.

    References
    ----------
    Agresti & Min (2005), *Simple improved confidence intervals for comparing matched
    proportions*, Statistics in Medicine 24(5).
    """
    low, _ = _paired(bound.reached, free.possible)
    _, high = _paired(bound.possible, free.reached)
    value = float(bound.reached.mean() - free.reached.mean())
    return RoomDifference(value, min(low, value), max(high, value))


def _paired(here: BoolArray, there: BoolArray) -> tuple[float, float]:
    """Return the 90 % interval of the difference of two shares of the same futures."""
    count = here.size + 2.0
    gained, lost = float((here & ~there).sum()) + 0.5, float((there & ~here).sum()) + 0.5
    value = (gained - lost) / count
    half = _Z90 * math.sqrt((gained + lost) - (gained - lost) ** 2 / count) / count
    return value - half, value + half


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
