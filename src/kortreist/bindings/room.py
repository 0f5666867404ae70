"""What a binding takes of the room that is left: tonnes, reach, cost to restore, goals."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kortreist.bindings.courses import Course, world
from kortreist.bindings.setting import Setting
from kortreist.plans.problem import Problem
from kortreist.plans.recourse import best_later

__all__ = [
    "Least",
    "Room",
    "above_frame",
    "above_path",
    "closed_tonnes",
    "in_year",
    "room_of",
    "without",
]

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


@dataclass(frozen=True, slots=True)
class Room:
    """What is left to choose from in a world.

    Parameters
    ----------
    above : Least
        V: t CO2e above the frame, summed over the plan's years.
    restore : Least
        W: present NOK of measures, and of tonnes above the frame at the carbon price.
    lowest : Least
        t CO2e in the goal year.
    """

    above: Least
    restore: Least
    lowest: Least


def _least(setting: Setting, problem: Problem, with_cost: bool = False) -> Least:
    found = best_later(problem, setting.early, with_cost=with_cost)
    return Least(problem, with_cost, found.value, found.choice)


def above_frame(setting: Setting, problem: Problem) -> Least:
    """Return V, least t CO2e above the frame with the best later decisions."""
    return _least(setting, problem)


def room_of(setting: Setting, problem: Problem) -> Room:
    """Return what is left to choose from in a world."""
    nok = setting.price.mean(axis=0)[setting.inside]
    last = in_year(problem, setting.goal_year)
    return Room(
        above_frame(setting, problem),
        _least(setting, replace(problem, year_weight=nok), with_cost=True),
        _least(setting, last),
    )


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


def above_path(yearly: FloatArray, frame: FloatArray) -> float:
    """Return CE, t CO2e above the binding's own share of the frame, over its life.

    Parameters
    ----------
    yearly : (Y,) float
        t CO2e it emits by year.
    frame : (Y,) float
        t CO2e of the frame.

    Examples
    --------
    >>> import numpy as np
    >>> straight = 150.0 * (1.0 - np.arange(20) / 20.0)
    >>> above_path(np.full(20, 150.0), straight), above_path(straight, straight)
    (1425.0, 0.0)
    """
    used = np.flatnonzero(yearly > 0.0)
    if used.size == 0:
        return 0.0
    first = int(used[0])
    if frame[first] <= 0.0:
        return float(yearly.sum())
    allowed = yearly[first] * (frame / frame[first])
    # A hair of rounding is no emission above a path.
    over = np.maximum(yearly - allowed, 0.0)[first:]
    return float(np.where(over > 1e-9 * yearly[first], over, 0.0).sum())


def closed_tonnes(setting: Setting, problem: Problem, course: Course, tonnes: FloatArray) -> float:
    """Return mean t CO2e above the frame that a course costs by what it closes alone."""
    if not any(s.binding.closes for s in course.stretches):
        return 0.0
    left = tuple(replace(s, binding=replace(s.binding, closes=())) for s in course.stretches)
    shut = above_frame(setting, world(setting, problem, course, tonnes))
    free = above_frame(setting, world(setting, problem, Course(left, course.paid), tonnes))
    return float((shut.value - without(free, shut)).mean())
