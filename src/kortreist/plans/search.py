"""Look for a good plan fast: simulated annealing over start years, one choice for all futures.

Gives the solver a plan to start from, and is the whole search where a bound is not asked
for. Works by count of moves and a seed, so the same answer comes on every machine. Emission
is kept as a product and corrected move by move; the plan found is scored anew afterwards.
"""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from kortreist.plans.feasibility import fits, take
from kortreist.plans.objectives import Aim, value_of
from kortreist.plans.problem import NONE, Problem

__all__ = ["anneal"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: A source that is removed whole keeps this share, so that a move can be taken back.
_FLOOR = 1e-9


@numba.njit(cache=True, nogil=True)
def _worth(
    over: FloatArray, cost: FloatArray, best: FloatArray, weight: FloatArray,
    price: float, tail: float, tail_weight: float, regret: bool,
) -> float:  # fmt: skip  # pragma: no cover
    if regret:
        worst, mean = -np.inf, 0.0
        for f in range(over.size):
            one = price * over[f] + cost[f] - best[f]
            worst = max(worst, one)
            mean += weight[f] * one
        return worst + 1e-4 * mean  # a slope where the worst future does not change
    mean = 0.0
    for f in range(over.size):
        mean += weight[f] * over[f]
    if tail_weight == 0.0:
        return mean
    order = np.argsort(-over)
    left, worst = tail, 0.0
    for f in order:
        part = min(weight[f], left)
        worst += part * over[f]
        left -= part
        if left <= 0.0:
            break
    return (1.0 - tail_weight) * mean + tail_weight * worst / (tail - max(left, 0.0))


@numba.njit(cache=True, nogil=True)
def _move(
    m: int, old: int, new: int, write: bool,
    term_start: IntArray, term_group: IntArray, left: FloatArray, arrival: FloatArray,
    option_cost: FloatArray, cost_spread: FloatArray, year_weight: FloatArray,
    frame: FloatArray, now: FloatArray, total: FloatArray, cost: FloatArray,
    over: FloatArray, over_new: FloatArray, cost_new: FloatArray,
) -> None:  # fmt: skip  # pragma: no cover
    futures, steps = total.shape
    some = new if new >= 0 else old
    first, last = term_start[some], term_start[some + 1]
    line = np.empty(steps)
    for f in range(futures):
        for t in range(steps):
            line[t] = total[f, t]
        for r in range(first, last):
            g = term_group[r]
            a = term_start[new] + r - first if new >= 0 else 0
            b = term_start[old] + r - first if old >= 0 else 0
            for t in range(steps):
                ratio = (left[f, a, t] if new >= 0 else 1.0) / (left[f, b, t] if old >= 0 else 1.0)
                after = now[f, g, t] * ratio
                line[t] += after - now[f, g, t]
                if write:
                    now[f, g, t] = after
        change = 0.0
        if new >= 0:
            change += option_cost[new]
            for t in range(steps):
                line[t] += arrival[f, new, t]
        if old >= 0:
            change -= option_cost[old]
            for t in range(steps):
                line[t] -= arrival[f, old, t]
        missed = 0.0
        for t in range(steps):
            missed += year_weight[t] * max(0.0, line[t] - frame[t])
            if write:
                total[f, t] = line[t]
        over_new[f] = missed
        cost_new[f] = cost[f] + change * cost_spread[f, m]
        if write:
            over[f] = missed
            cost[f] = cost_new[f]


@numba.njit(cache=True, nogil=True)
def _near(option: int, options: IntArray, low: int, high: int) -> int:  # pragma: no cover
    """Return an option of the same measure a few start years away."""
    here = int(np.searchsorted(options[low:high], option)) + low
    step = np.random.randint(1, 5)
    if np.random.random() < 0.5:
        step = -step
    here = max(low, min(high - 1, here + step))
    return int(options[here])


@numba.njit(cache=True, nogil=True)
def _anneal(
    seed: int, moves: int, hot: float, cold: float, choice: IntArray,
    options: IntArray, first: IntArray, option_start: IntArray,
    term_start: IntArray, term_group: IntArray, left: FloatArray, arrival: FloatArray,
    option_cost: FloatArray, cost_spread: FloatArray, year_weight: FloatArray,
    frame: FloatArray, weight: FloatArray, best: FloatArray, price: float, tail: float,
    tail_weight: float, regret: bool, requires: IntArray, excludes: IntArray,
    must: npt.NDArray[np.bool_], money: FloatArray, staff: FloatArray,
    money_left: FloatArray, staff_left: FloatArray, now: FloatArray, total: FloatArray,
    cost: FloatArray,
) -> IntArray:  # fmt: skip  # pragma: no cover
    np.random.seed(seed)
    futures, _ = total.shape
    measures = choice.size
    over, over_new, cost_new = np.empty(futures), np.empty(futures), np.empty(futures)
    for f in range(futures):
        over[f] = 0.0
        for t in range(frame.size):
            over[f] += year_weight[t] * max(0.0, total[f, t] - frame[t])
    value = _worth(over, cost, best, weight, price, tail, tail_weight, regret)
    record, kept = value, choice.copy()
    heat = hot * abs(value) + 1e-12
    cooling = (cold / hot) ** (1.0 / max(moves, 1))
    for _ in range(moves):
        heat *= cooling
        m = np.random.randint(measures)
        if first[m] == first[m + 1]:
            continue
        old = choice[m]
        # A swap frees money and staff first: another measure out, or later.
        other, other_old, other_new = -1, -1, -1
        if np.random.random() < 0.4:
            other = np.random.randint(measures)
            if other == m or choice[other] < 0:
                continue
            other_old = choice[other]
            if np.random.random() < 0.6:
                other_new = _near(other_old, options, first[other], first[other + 1])
            if other_new == other_old or not fits(
                other, other_old, other_new, choice, option_start, requires, excludes, must,
                money, staff, money_left, staff_left,
            ):  # fmt: skip
                continue
            take(other_old, other_new, money, staff, money_left, staff_left)
            choice[other] = other_new
        new = -1
        if old >= 0 and np.random.random() < 0.8:
            new = _near(old, options, first[m], first[m + 1])
        elif old < 0:
            new = options[first[m] + np.random.randint(first[m + 1] - first[m])]
        good = new != old and fits(
            m, old, new, choice, option_start, requires, excludes, must,
            money, staff, money_left, staff_left,
        )  # fmt: skip
        if good:
            if other >= 0:
                _move(other, other_old, other_new, True, term_start, term_group, left, arrival,
                      option_cost, cost_spread, year_weight, frame, now, total, cost, over,
                      over_new, cost_new)  # fmt: skip
            _move(m, old, new, False, term_start, term_group, left, arrival, option_cost,
                  cost_spread, year_weight, frame, now, total, cost, over, over_new,
                  cost_new)  # fmt: skip
            after = _worth(over_new, cost_new, best, weight, price, tail, tail_weight, regret)
            good = after <= value or np.random.random() < np.exp((value - after) / heat)
            if good:
                _move(m, old, new, True, term_start, term_group, left, arrival, option_cost,
                      cost_spread, year_weight, frame, now, total, cost, over, over_new,
                      cost_new)  # fmt: skip
                take(old, new, money, staff, money_left, staff_left)
                choice[m] = new
                value = after
                if value < record:
                    record = value
                    for i in range(measures):
                        kept[i] = choice[i]
            elif other >= 0:
                _move(other, other_new, other_old, True, term_start, term_group, left, arrival,
                      option_cost, cost_spread, year_weight, frame, now, total, cost, over,
                      over_new, cost_new)  # fmt: skip
        if not good and other >= 0:
            take(other_new, other_old, money, staff, money_left, staff_left)
            choice[other] = other_old
    return kept


def anneal(
    problem: Problem,
    aim: Aim,
    start: IntArray | None = None,
    *,
    moves: int = 20_000,
    seed: int = 0,
    hot: float = 3e-2,
    cold: float = 1e-5,
) -> IntArray:
    """Return the best choice found, the same in all futures.

    Parameters
    ----------
    problem : Problem
        Options of a measure act on the same groups in the same order.
    aim : Aim
        ``miss`` or ``regret``.
    start : (M,) int, optional
        An allowed choice to start from; by default the fixed measures alone.
    moves : int
        Changes tried.
    seed : int
    hot, cold : float
        Temperatures as shares of the first value.

    Returns
    -------
    (M,) int
        Option of each measure, ``NONE`` for none. Never worse than ``start``.
    """
    p = problem
    m_count = len(p.measures)
    open_ = (
        p.available.all(axis=0) & ~p.never[p.option_measure] & (p.stem == np.arange(p.stem.size))
    )
    options = np.flatnonzero(open_)
    first = np.searchsorted(p.option_measure[options], np.arange(m_count + 1))
    choice = _fixed_choice(p, options) if start is None else start.astype(np.int64)
    taken = choice[choice >= 0]
    left = np.maximum(np.exp(p.term_log), _FLOOR)
    now = p.base.copy()
    for o in taken:
        for r in range(int(p.term_start[o]), int(p.term_start[o + 1])):
            now[:, p.term_group[r]] *= left[:, r]
    total = p.rest + now.sum(axis=1) + p.arrival[:, taken].sum(axis=1)
    cost = (np.append(p.cost, 0.0)[choice] * p.cost_spread).sum(axis=1)  # NONE is the last
    money_left = np.cumsum(p.money_limit - p.money[taken].sum(axis=0))
    staff_left = p.staff_limit - p.staff[taken].sum(axis=0)
    best = np.zeros(p.weight.size) if aim.best is None else aim.best
    annealed = _anneal(
        seed, moves, hot, cold, choice.copy(), options, first.astype(np.int64), p.option_start,
        p.term_start, p.term_group, left, p.arrival, p.cost, p.cost_spread, p.year_weight,
        p.frame, p.weight, best, aim.price, aim.tail, aim.tail_weight, aim.kind == "regret",
        p.requires, p.excludes, p.must, p.money, p.staff, money_left, staff_left, now, total,
        cost,
    )  # fmt: skip
    same = (p.weight.size, 1)
    if value_of(p, aim, np.tile(annealed, same)) <= value_of(p, aim, np.tile(choice, same)):
        return np.asarray(annealed, dtype=np.int64)
    return choice


def _fixed_choice(problem: Problem, options: IntArray) -> IntArray:
    choice = np.full(len(problem.measures), NONE, dtype=np.int64)
    for o in options[::-1]:
        if problem.must[problem.option_measure[o]]:
            choice[problem.option_measure[o]] = o
    return choice
