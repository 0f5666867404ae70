"""How much each option would take off the miss, at a point between plans: the solver's cuts.

Emission is a sum of exponentials of what is chosen, and so convex: a tangent never lies
above it. A lower bound proven with tangents holds for the plan itself.
"""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from kortreist.numerics.compiled import LOCK, compiled
from kortreist.plans.problem import Problem

__all__ = ["tangents"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@compiled
def _tangents(
    term_start: IntArray,
    term_group: IntArray,
    term_log: FloatArray,
    base: FloatArray,
    rest: FloatArray,
    arrival: FloatArray,
    year_weight: FloatArray,
    frame: FloatArray,
    y: FloatArray,
    value: FloatArray,
    slope: FloatArray,
) -> None:  # pragma: no cover - runs as machine code
    futures, groups, steps = base.shape
    options = arrival.shape[1]
    for f in numba.prange(futures):
        logs = np.zeros((groups, steps))
        total = rest[f].copy()
        for o in range(options):
            share = y[f, o]
            if share > 0.0:
                for t in range(steps):
                    total[t] += share * arrival[f, o, t]
                for r in range(term_start[o], term_start[o + 1]):
                    for t in range(steps):
                        logs[term_group[r], t] += share * term_log[f, r, t]
        counted = np.zeros(steps)
        for g in range(groups):
            for t in range(steps):
                logs[g, t] = base[f, g, t] * np.exp(logs[g, t])
                total[t] += logs[g, t]
        for t in range(steps):
            if total[t] > frame[t]:
                counted[t] = year_weight[t]
                value[f] += year_weight[t] * (total[t] - frame[t])
        for o in range(options):
            change = 0.0
            for t in range(steps):
                here = arrival[f, o, t]
                for r in range(term_start[o], term_start[o + 1]):
                    here += logs[term_group[r], t] * term_log[f, r, t]
                change += counted[t] * here
            slope[f, o] = change


def tangents(problem: Problem, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the miss and its slope at a point.

    Parameters
    ----------
    problem : Problem
    y : (F, O) float
        Share 0–1 of each option taken in each future.

    Returns
    -------
    value : (F,) float
        t CO2e above the frame, summed over calendar years.
    slope : (F, O) float
        Change of the miss for a whole option more.

    Notes
    -----
    Outer approximation by tangents: Duran & Grossmann 1986; Kelley 1960.
    """
    value = np.zeros(problem.weight.size)
    slope = np.zeros((problem.weight.size, problem.option_measure.size))
    with LOCK:
        _tangents(
            problem.term_start,
            problem.term_group,
            problem.term_log,
            problem.base,
            problem.rest,
            problem.arrival,
            problem.year_weight,
            problem.frame,
            np.ascontiguousarray(y),
            value,
            slope,
        )
    return value, slope
