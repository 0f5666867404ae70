"""What a plan is counted towards, and the room for manoeuvre that is left, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kortreist.plans.interval import Range

__all__ = ["Goal", "GoalShare", "Levels", "Room", "RoomChange"]


@dataclass(frozen=True, slots=True)
class Goal:
    """What "the target is met" means in a plan.

    Parameters
    ----------
    kind : {"target", "reachable"}
        ``reachable`` where the target is met in too few futures, whatever is decided: then
        the goal is the strongest cut that the best decisions reach in the wanted share of
        futures.
    year : int
    tonnes : float
        t CO2e that may be emitted in ``year``.
    reduction : float
        Share 0–1 of the reference year's emissions that is cut.
    wanted : float
        Share 0–1 of futures ``reachable`` was set by, and reach is counted in.
    """

    kind: Literal["target", "reachable"]
    year: int
    tonnes: float
    reduction: float
    wanted: float


@dataclass(frozen=True, slots=True)
class Levels:
    """How far the best later decisions come once something is bound, with 90 % intervals.

    Parameters
    ----------
    reach_t : Range
        t CO2e in the goal year that the wanted share of futures comes down to.
    cumulative_t : Range
        Mean t CO2e above the frame, summed over the plan's years.
    cost : Range
        Mean present NOK of measures, all bearers, and of what is above the frame at the
        carbon price.
    """

    reach_t: Range
    cumulative_t: Range
    cost: Range


@dataclass(frozen=True, slots=True)
class RoomChange:
    """What binding one measure in the first year changes, with the rest of the plan.

    Parameters
    ----------
    reach_t, cumulative_t, cost : Range
        As in :class:`Levels`, bound less not bound before the learning year, in the same
        futures: negative where the best later decisions come further, or cheaper.
    price_of_binding : Range
        NOK that being free to leave it in the learning year would save: never negative.
    """

    reach_t: Range
    cumulative_t: Range
    cost: Range
    price_of_binding: Range


@dataclass(frozen=True, slots=True)
class GoalShare:
    """One goal of the curve: in how many futures the best later decisions reach it.

    Parameters
    ----------
    reduction : float
        Share of the reference year's emissions that is cut.
    tonnes : float
        t CO2e that may be emitted in the goal year.
    bound, free : float
        Share 0–1 of futures that come there once what starts first is bound, and with
        nothing bound.
    low, high : float
        90 % interval of ``bound``.
    """

    reduction: float
    tonnes: float
    bound: float
    free: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Room:
    """Room for manoeuvre: what is left to choose from once what starts first is bound.

    Parameters
    ----------
    bound, free : Levels
        With what the plan starts before the learning year bound and kept, and with nothing
        bound.
    change : Levels
        The first less the second, in the same futures.
    price_of_binding : Range
        NOK that being free to leave all of it in the learning year would save.
    price_of_binding_t : Range
        t CO2e above the frame that it would save.
    curve : tuple of GoalShare
        From the easiest goal to the hardest; goals are not made from the plan.
    goal : Goal
    to_target : float
        Share 0–1 of futures in which the target itself is reached.
    until : int
        Last year that ``cumulative_t`` counts.
    learning_year : int
    """

    bound: Levels
    free: Levels
    change: Levels
    price_of_binding: Range
    price_of_binding_t: Range
    curve: tuple[GoalShare, ...]
    goal: Goal
    to_target: float
    until: int
    learning_year: int
