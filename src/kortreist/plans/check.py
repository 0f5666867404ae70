"""Whether a plan keeps to what is demanded of it: read straight off the definitions.

Shares no code with the builder of the solver's rows: loops over measures, years and
futures as one would by hand, so that a mistake there cannot hide here.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kortreist.plans.problem import NONE, Problem

__all__ = ["broken"]


def broken(problem: Problem, choice: npt.NDArray[np.int64], tolerance: float = 1e-6) -> list[str]:
    """Return what a choice breaks; empty when it is allowed.

    Parameters
    ----------
    problem : Problem
    choice : (F, M) int
        Option of each measure in each future, ``NONE`` for none.
    tolerance : float
        Relative slack on money and staff.

    Returns
    -------
    list of str
        ``kind: detail`` for each broken demand.
    """
    breaches: list[str] = []
    for f, row in enumerate(choice.tolist()):
        breaches += _one_future(problem, f, row, tolerance)
    for m, name in enumerate(problem.measures):
        stems = set()
        for row in choice.tolist():
            o = row[m]
            early = o != NONE and bool(problem.early[o])
            stems.add(int(problem.stem[o]) if early else NONE)
        if len(stems) > 1:
            breaches.append(f"learning: {name} differs between futures before the learning year")
    return breaches


def _one_future(problem: Problem, f: int, row: list[int], tolerance: float) -> list[str]:
    breaches: list[str] = []
    start: dict[int, int] = {}
    for m, o in enumerate(row):
        name = problem.measures[m]
        if o == NONE:
            if problem.must[m]:
                breaches.append(f"fix: {name} is left out in future {f}")
            continue
        if problem.option_measure[o] != m:
            breaches.append(f"option: {o} is not a way to carry out {name}")
        if problem.never[m]:
            breaches.append(f"exclude: {name}")
        if not problem.available[f, o]:
            breaches.append(f"available: {name} in future {f}")
        start[m] = int(problem.option_start[o])
    for a, b in problem.requires.tolist():
        if a in start and (b not in start or start[b] > start[a]):
            breaches.append(f"requires: {problem.measures[a]} needs {problem.measures[b]}")
    for a, b in problem.excludes.tolist():
        if a in start and b in start:
            breaches.append(f"excludes: {problem.measures[a]} and {problem.measures[b]}")
    left = 0.0
    for c in range(len(problem.money_limit)):
        spent = sum(float(problem.money[o, c]) for o in row if o != NONE)
        busy = sum(float(problem.staff[o, c]) for o in row if o != NONE)
        left += float(problem.money_limit[c]) - spent
        if left < -tolerance * max(1.0, float(np.sum(problem.money_limit[: c + 1]))):
            breaches.append(f"money: column {c} in future {f} is {-left:.0f} NOK over")
        if busy > float(problem.staff_limit[c]) * (1 + tolerance) + tolerance:
            breaches.append(f"staff: column {c} in future {f} has {busy:.3f} FTE")
    return breaches
