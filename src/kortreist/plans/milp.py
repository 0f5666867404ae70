"""Solve a plan to a proven gap: outer approximation with HiGHS, straight from arrays.

The miss of the frame is convex in what is chosen, so it is replaced by its tangents: first
at the relaxed solution until the bound stops rising, then at each whole plan the solver
proposes (Duran & Grossmann 1986). Every plan is scored by the problem's own product, never
by the tangents, so value and bound close in on the same number from either side.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from kortreist.numerics.highs import highs
from kortreist.plans.columns import Columns, Rows
from kortreist.plans.gradient import tangents
from kortreist.plans.objectives import Aim, kept, value_of
from kortreist.plans.problem import NONE, Problem

__all__ = ["Solution", "relax", "solve"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_ROUNDS = 60
#: The relaxed bound is good enough when a round raises it by less than this share.
_STALL = 2e-4


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan, its value and a proven bound.

    Parameters
    ----------
    choice : (F, M) int
    value, bound : float
        In the unit of the aim; ``bound`` ≤ best possible ≤ ``value``.
    seconds : float
    status : {"optimal", "gap", "time_limit", "infeasible"}
    rounds : int
        Times the relaxation or the whole problem was solved.
    """

    choice: IntArray
    value: float
    bound: float
    seconds: float
    status: str
    rounds: int

    @property
    def gap(self) -> float:
        """(value − bound) / |value|, 0 where both are 0."""
        return max(0.0, self.value - self.bound) / max(abs(self.value), 1e-9)


class _Model:
    """The HiGHS model of a problem and an aim, and the tangents it has been given."""

    def __init__(self, problem: Problem, aim: Aim) -> None:
        self.problem, self.aim = problem, aim
        self.columns = Columns(problem)
        _, _, _, futures = problem.size
        n = self.columns.count
        self.miss = n + np.arange(futures)
        self.over = n + futures + np.arange(futures)  # miss beyond eta, for the tail
        self.eta, self.theta = n + 2 * futures, n + 2 * futures + 1
        self.total = n + 2 * futures + 2
        self.objective = np.zeros(self.total)
        self.cost = problem.option_costs()
        rows = self.columns.rows()
        self._aim_rows(rows)
        self.fixed_rows = len(rows.lower)
        lower = np.zeros(self.total)
        lower[self.theta] = -np.inf
        upper = np.full(self.total, np.inf)
        upper[:n] = self.columns.upper()
        self.h = highs()
        self.h.passModel(_lp(self.objective, lower, upper, rows))
        self.rounds = 0

    def _miss_terms(self) -> tuple[IntArray, FloatArray]:
        a, w = self.aim, self.problem.weight
        index: list[IntArray] = [self.miss, self.over, np.array([self.eta])]
        value: list[FloatArray] = [
            (1 - a.tail_weight) * w,
            a.tail_weight / a.tail * w,
            np.array([a.tail_weight]),
        ]
        return np.concatenate(index), np.concatenate(value)

    def _mean_terms(self, per_option: FloatArray) -> tuple[IntArray, FloatArray]:
        """Return columns and coefficients of the mean over futures of (F, O) values."""
        value = self.columns.fold(per_option) * self.problem.weight[:, None]
        summed = np.bincount(
            self.columns.of.ravel(), weights=value.ravel(), minlength=self.columns.count
        )
        return np.arange(self.columns.count), summed.astype(np.float64)

    def _aim_rows(self, rows: Rows) -> None:
        p, a = self.problem, self.aim
        if a.tail_weight > 0.0:
            for f in range(p.weight.size):
                index = np.array([self.over[f], self.eta, self.miss[f]])
                rows.add(index, np.array([1.0, 1.0, -1.0]), 0.0, np.inf)
        if a.max_miss is not None:
            rows.add(*self._miss_terms(), -np.inf, a.max_miss)
        if a.max_cost is not None:
            rows.add(*self._mean_terms(self.cost), -np.inf, a.max_cost)
        if a.kind == "miss":
            index, value = self._miss_terms()
        elif a.kind == "cost":
            index, value = self._mean_terms(self.cost)
        elif a.kind == "quality":
            scores = -self.problem.quality[p.option_measure]
            index, value = self._mean_terms(np.broadcast_to(scores, self.columns.of.shape))
        else:
            index, value = np.array([self.theta]), np.ones(1)
            best = np.zeros(p.weight.size) if a.best is None else a.best
            folded = self.columns.fold(self.cost)
            for f in range(p.weight.size):
                rows.add(
                    np.concatenate([[self.theta, self.miss[f]], self.columns.of[f]]),
                    np.concatenate([[1.0, -a.price], -folded[f]]),
                    -float(best[f]),
                    np.inf,
                )
        self.objective[index] = value

    def cut(self, x: FloatArray, tolerance: float = 1e-7) -> bool:
        """Add the tangents at columns ``x`` that it does not satisfy; tell whether any."""
        value, slope = tangents(self.problem, self.columns.spread(x))
        folded = self.columns.fold(slope)
        stated = x[self.miss] if x.size == self.total else np.full(value.size, -np.inf)
        rows = Rows()
        for f in np.flatnonzero(value > stated + tolerance * np.maximum(1.0, value)):
            of = self.columns.of[f]
            rows.add(
                np.concatenate([[self.miss[f]], of]),
                np.concatenate([[1.0], -folded[f]]),
                float(value[f] - folded[f] @ x[of]),
                np.inf,
            )
        if not rows.lower:
            return False
        lower, upper, start, index, coefficient = rows.arrays()
        self.h.addRows(
            lower.size,
            lower,
            upper,
            index.size,
            start[:-1].astype(np.int32),
            index.astype(np.int32),
            coefficient,
        )
        return True

    def run(self, seconds: float) -> str:
        """Run HiGHS for at most so long; return its status in words."""
        self.rounds += 1
        # HiGHS counts from the model's first run.
        if np.isfinite(seconds):
            self.h.setOptionValue("time_limit", self.h.getRunTime() + max(seconds, 0.05))
        self.h.run()
        return str(self.h.modelStatusToString(self.h.getModelStatus())).lower()

    def x(self) -> FloatArray:
        """Return the columns' values."""
        return np.array(self.h.getSolution().col_value)

    def tighten(self, slack: float) -> None:
        """Drop tangents that do not bind and options that cannot be in a better plan.

        By the relaxed solution's prices an option whose reduced cost exceeds ``slack``,
        the distance from the best plan known to the bound, can only make it worse. HiGHS
        is an order of magnitude faster on what is left.
        """
        solution = self.h.getSolution()
        x, price = np.array(solution.col_value), np.array(solution.col_dual)
        idle = np.flatnonzero(np.abs(np.array(solution.row_dual)) < 1e-9)
        idle = idle[idle >= self.fixed_rows].astype(np.int32)
        if idle.size:
            self.h.deleteRows(idle.size, idle)
        out = np.flatnonzero((x < 1e-9) & (price > slack + 1e-9))
        out = out[out < self.columns.count].astype(np.int32)
        if out.size:
            self.h.changeColsBounds(out.size, out, np.zeros(out.size), np.zeros(out.size))

    def whole(self) -> None:
        """Ask for whole options from now on."""
        n = self.columns.count
        kinds = np.full(n, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        self.h.changeColsIntegrality(n, np.arange(n, dtype=np.int32), kinds)

    def offer(self, choice: IntArray) -> None:
        """Give HiGHS a plan to start from."""
        solution = highspy.HighsSolution()
        x = np.zeros(self.total)
        x[: self.columns.count] = self.columns.values(choice)
        miss = self.problem.miss(choice)
        x[self.miss] = miss
        order = np.argsort(-miss)
        reached = np.cumsum(self.problem.weight[order]) >= self.aim.tail
        x[self.eta] = miss[order][int(np.argmax(reached))]
        x[self.over] = np.maximum(miss - x[self.eta], 0.0)
        if self.aim.kind == "regret":
            x[self.theta] = value_of(self.problem, self.aim, choice)
        solution.col_value = x.tolist()
        self.h.setSolution(solution)
        # With a plan in hand there is no need to look for a first one.
        self.h.setOptionValue("mip_heuristic_run_feasibility_jump", False)


def _lp(objective: FloatArray, lower: FloatArray, upper: FloatArray, rows: Rows) -> Any:
    lp = highspy.HighsLp()
    low, high, start, index, value = rows.arrays()
    lp.num_col_, lp.num_row_ = objective.size, low.size
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = objective, lower, upper
    lp.row_lower_, lp.row_upper_ = low, high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = start, index, value
    return lp


def _relaxed_bound(
    model: _Model, left: Callable[[], float], reserve: float, rounds: int
) -> tuple[float, str]:
    """Cut until the relaxed bound stops rising; return it and HiGHS's last status."""
    bound = -np.inf
    for _ in range(rounds):
        status = model.run(left())
        if status != "optimal":
            return bound, status
        before, bound = bound, max(bound, model.h.getInfo().objective_function_value)
        slow = bound - before < _STALL * max(abs(bound), 1e-9)
        if not model.cut(model.x()) or slow or left() < reserve:
            break
    return bound, "optimal"


def relax(problem: Problem, aim: Aim, rounds: int = _ROUNDS) -> tuple[FloatArray, float]:
    """Return how much of each option the problem takes when parts are allowed, and its bound.

    Returns
    -------
    y : (F, O) float
        Share 0–1.
    bound : float
        In the unit of the aim: no whole plan does better.
    """
    model = _Model(problem, aim)
    bound, _ = _relaxed_bound(model, lambda: np.inf, 0.0, rounds)
    return model.columns.spread(model.x()), bound


def _choice(problem: Problem, columns: Columns, x: FloatArray) -> IntArray:
    y = columns.spread(np.round(x))
    choice = np.full((problem.weight.size, len(problem.measures)), NONE, dtype=np.int64)
    f, o = np.nonzero(y > 0.5)
    choice[f, problem.option_measure[o]] = o
    return choice


def solve(
    problem: Problem,
    aim: Aim,
    start: IntArray | None = None,
    *,
    time_limit: float = 10.0,
    gap: float = 1e-3,
    node_limit: int | None = None,
) -> Solution:
    """Solve a problem to a gap, or as far as time reaches.

    Parameters
    ----------
    problem : Problem
        Few futures: a reduced set (:mod:`kortreist.plans.scenarios`).
    aim : Aim
    start : (F, M) int, optional
        A plan to start from; the answer is never worse. Left out of account where it leaves
        out what is fixed.
    time_limit : float
        Seconds. The best so far is returned with its gap.
    gap : float
        Share; good enough.
    node_limit : int, optional
        Stops the search by work instead of by time: the same answer on every machine.

    Returns
    -------
    Solution
        ``choice`` is all ``NONE`` and the status ``infeasible`` when nothing is allowed.
    """
    began = time.perf_counter()

    def left() -> float:
        return time_limit - (time.perf_counter() - began)

    model = _Model(problem, aim)
    # What leaves out something fixed is nothing to start from: it would look better than all.
    best = None if start is None or (start[:, problem.must] == NONE).any() else start.copy()
    value = np.inf if best is None else value_of(problem, aim, best)
    nothing = np.full((problem.weight.size, len(problem.measures)), NONE, dtype=np.int64)
    if best is not None:
        model.cut(model.columns.values(best))
    bound, status = _relaxed_bound(model, left, 0.5 * time_limit, _ROUNDS)
    if aim.kind == "miss":  # nobody is less than nothing above the frame, however short the time
        bound = max(bound, 0.0)
    if status == "infeasible":
        return Solution(nothing, np.inf, np.inf, time.perf_counter() - began, status, model.rounds)
    if best is not None and value - bound <= gap * max(abs(value), 1e-9):
        return Solution(
            best, value, min(bound, value), time.perf_counter() - began, "gap", model.rounds
        )
    if status == "optimal":
        model.tighten(value - bound)
    model.whole()
    if node_limit is not None:
        model.h.setOptionValue("mip_max_nodes", node_limit)
    status = "time_limit"
    while left() > 0.1 * time_limit or best is None:
        model.h.setOptionValue("mip_rel_gap", gap / 2)
        if best is not None:
            model.offer(best)
        reached = model.run(left() if best is not None else max(left(), time_limit))
        info = model.h.getInfo()
        if reached == "infeasible":
            if best is None:
                return Solution(nothing, np.inf, np.inf, time.perf_counter() - began, reached, 1)
            break
        bound = max(bound, info.mip_dual_bound)
        if info.primal_solution_status != 2:  # no whole plan was found in time
            break
        x = model.x()
        candidate = _choice(problem, model.columns, x)
        worth = value_of(problem, aim, candidate)
        if worth < value and kept(problem, aim, candidate):
            best, value = candidate, worth
        more = model.cut(x)
        if not more or (np.isfinite(value) and value - bound <= gap * max(abs(value), 1e-9)):
            status = "optimal" if value - bound <= 1e-6 * max(abs(value), 1.0) else "gap"
            break
        if node_limit is not None and model.rounds > _ROUNDS:
            break
    if best is None:
        return Solution(
            nothing, np.inf, bound, time.perf_counter() - began, "time_limit", model.rounds
        )
    return Solution(
        best, value, min(bound, value), time.perf_counter() - began, status, model.rounds
    )
