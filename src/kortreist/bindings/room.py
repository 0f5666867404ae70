"""What a binding takes of the room that is left: tonnes, reach, cost to restore, goals."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kortreist.bindings.binding import Binding
from kortreist.bindings.courses import Course, world
from kortreist.bindings.setting import Setting
from kortreist.plans.least import Least, in_year, least, without
from kortreist.plans.problem import Problem

__all__ = [
    "Room",
    "above_frame",
    "above_path",
    "closed_tonnes",
    "room_of",
]

FloatArray = npt.NDArray[np.float64]


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


def above_frame(setting: Setting, problem: Problem) -> Least:
    """Return V, least t CO2e above the frame with the best later decisions."""
    return least(problem, setting.early)


def room_of(setting: Setting, problem: Problem) -> Room:
    """Return what is left to choose from in a world."""
    nok = setting.price.mean(axis=0)[setting.inside]
    last = in_year(problem, setting.goal_year)
    return Room(
        above_frame(setting, problem),
        least(replace(problem, year_weight=nok), setting.early, with_cost=True),
        least(last, setting.early),
    )


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


def closed_tonnes(
    setting: Setting,
    problem: Problem,
    course: Course,
    tonnes: FloatArray,
    *,
    held: bool = False,
) -> float:
    """Return mean t CO2e above the frame that a course costs by what it closes alone.

    Parameters
    ----------
    setting : Setting
    problem : Problem
    course : Course
    tonnes : (F, Y) float
        t CO2e it adds.
    held : bool
        Also by what it holds of sources there are.
    """

    def closes(b: Binding) -> bool:
        return bool(b.closes) or (held and any(f.mode == "holds" for f in b.flows))

    def opened(b: Binding) -> Binding:
        flows = tuple(f for f in b.flows if f.mode != "holds") if held else b.flows
        return replace(b, closes=(), flows=flows)

    if not any(closes(s.binding) for s in course.stretches):
        return 0.0
    left = tuple(replace(s, binding=opened(s.binding)) for s in course.stretches)
    shut = above_frame(setting, world(setting, problem, course, tonnes))
    free = above_frame(setting, world(setting, problem, Course(left, course.paid), tonnes))
    return float((shut.value - without(free, shut)).mean())
