"""How low one year can come, and whether a goal can still be met, once something is bound."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from kortreist.plans.milp import solve
from kortreist.plans.objectives import Aim
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.recourse import Later, best_later

__all__ = [
    "bound_to",
    "committed_emissions",
    "lowest",
    "met",
    "nothing",
    "settled",
]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


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
