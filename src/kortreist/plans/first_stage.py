"""What to bind before the learning year: a good start for the solver, found by exchange."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kortreist.plans.bundles import chains
from kortreist.plans.feasibility import fits, take
from kortreist.plans.milp import relax
from kortreist.plans.objectives import Aim, value_of
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.recourse import best_later

__all__ = ["fill_early", "first_stage", "relaxed_score"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


def fill_early(problem: Problem, score: FloatArray, start: IntArray | None = None) -> IntArray:
    """Take early options by falling score, as long as they fit, each with what it needs.

    What is fixed comes first, also what starts later: its money and staff are not given away,
    nor those of what it needs.

    Parameters
    ----------
    problem : Problem
    score : (O,) float
        Options at or below 0, later ones and given-up ones are left out.
    start : (M,) int, optional
        What is bound already; by default nothing but what is fixed.

    Returns
    -------
    (M,) int
        Early option of each measure, ``NONE`` where it is not bound.
    """
    p = problem
    choice = np.full(len(p.measures), NONE, dtype=np.int64) if start is None else start.copy()
    own = np.arange(p.stem.size) == p.stem
    possible = np.flatnonzero(p.early & own & p.available.all(axis=0))
    needs = chains(p.requires, len(p.measures))
    everywhere = np.flatnonzero(own & p.available.all(axis=0) & ~p.never[p.option_measure])
    for fixed in np.flatnonzero(p.must & (choice < 0)):
        mine = everywhere[p.option_measure[everywhere] == fixed]
        if mine.size:
            choice[fixed] = mine[0]
    for fixed in np.flatnonzero(p.must & (choice >= 0)):
        for r in needs[fixed][needs[fixed] >= 0]:
            in_time = everywhere[
                (p.option_measure[everywhere] == r)
                & (p.option_start[everywhere] <= p.option_start[choice[fixed]])
            ]
            held = choice[r] >= 0 and (p.must[r] or choice[r] in in_time)
            if in_time.size and not held:
                choice[r] = in_time[np.argmax(p.option_start[in_time])]
    taken = choice[choice >= 0]
    money_left = np.cumsum(p.money_limit - p.money[taken].sum(axis=0))
    staff_left = p.staff_limit - p.staff[taken].sum(axis=0)
    for o in possible[np.argsort(-score[possible], kind="stable")]:
        m = int(p.option_measure[o])
        if score[o] <= 0.0 or choice[m] >= 0 or p.never[m]:
            continue
        part = _with_needs(p, int(o), needs[m], possible, choice, score)
        trial, money_then, staff_then = choice.copy(), money_left.copy(), staff_left.copy()
        if all(_taken(p, one, trial, money_then, staff_then) for one in part):
            choice, money_left, staff_left = trial, money_then, staff_then
    early: IntArray = np.where(np.append(p.early, False)[choice], choice, NONE)
    return early


def _with_needs(
    p: Problem, o: int, needs: IntArray, possible: IntArray, choice: IntArray, score: FloatArray
) -> list[int]:
    """Return an option after those of what it needs that is not taken: what is needed first."""
    part = []
    for r in needs[needs >= 0]:
        if choice[r] < 0 and not p.never[r]:
            mine = possible[
                (p.option_measure[possible] == r) & (p.option_start[possible] <= p.option_start[o])
            ]
            if mine.size:
                part.append(int(mine[np.argmax(score[mine])]))
    return [*part, o]


def _taken(
    p: Problem, o: int, choice: IntArray, money_left: FloatArray, staff_left: FloatArray
) -> bool:
    """Take an option where it fits; tell whether it did."""
    m = int(p.option_measure[o])
    if not fits(
        m,
        NONE,
        o,
        choice,
        p.option_start,
        p.requires,
        p.excludes,
        p.must,
        p.money,
        p.staff,
        money_left,
        staff_left,
    ):
        return False
    choice[m] = o
    take(NONE, o, p.money, p.staff, money_left, staff_left)
    return True


def first_stage(problem: Problem, aim: Aim, score: FloatArray) -> IntArray:
    """Return a whole plan: early options by score, then improved one exchange at a time.

    Each exchange binds, moves or frees one measure and fills up with the rest; what comes
    later is the best found in each scenario.

    Parameters
    ----------
    problem : Problem
        A reduced set of futures.
    aim : Aim
        ``miss``.
    score : (O,) float
        How good each early option looks.

    Returns
    -------
    (F, M) int
    """
    early = fill_early(problem, score)
    best = best_later(problem, early).choice
    value = value_of(problem, aim, best)
    own = np.flatnonzero(problem.early & (np.arange(problem.stem.size) == problem.stem))
    for o in own[np.argsort(-score[own], kind="stable")]:
        m = int(problem.option_measure[o])
        if problem.must[m] or problem.never[m]:
            continue
        changed = score.copy()
        mine = problem.of_measure(m)
        changed[mine] = -1.0
        if early[m] != o:  # bind it, and let others make way
            changed[o] = np.inf
        trial = fill_early(problem, changed)
        if (trial == early).all():
            continue
        choice = best_later(problem, trial).choice
        worth = value_of(problem, aim, choice)
        if worth < value * (1.0 - 1e-9):
            early, best, value, score = trial, choice, worth, changed
    return best


def relaxed_score(problem: Problem, aim: Aim, rounds: int = 30) -> FloatArray:
    """Return how much of each early option the relaxed problem takes, (O,) share 0–1."""
    y, _ = relax(problem, aim, rounds)
    score: FloatArray = np.where(problem.early, problem.weight @ y, 0.0)
    return score
