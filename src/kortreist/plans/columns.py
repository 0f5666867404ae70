"""The solver's columns and the rows that never change: who may start what, with what.

Decisions before the learning year have one column for all futures; later ones, and giving
up what was started, have one for each future.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kortreist.plans.problem import Problem

__all__ = ["Columns", "Rows"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


class Rows:
    """Sparse rows ``lower ≤ a·x ≤ upper``, gathered one by one."""

    def __init__(self) -> None:
        self.start: list[int] = [0]
        self.index: list[IntArray] = []
        self.value: list[FloatArray] = []
        self.lower: list[float] = []
        self.upper: list[float] = []

    def add(self, index: IntArray, value: FloatArray, lower: float, upper: float) -> None:
        """Add a row; zeros are dropped."""
        keep = value != 0.0
        self.index.append(index[keep])
        self.value.append(value[keep])
        self.start.append(self.start[-1] + int(keep.sum()))
        self.lower.append(lower)
        self.upper.append(upper)

    def arrays(self) -> tuple[FloatArray, FloatArray, IntArray, IntArray, FloatArray]:
        """Return lower, upper, row starts, column indices and values."""
        return (
            np.array(self.lower),
            np.array(self.upper),
            np.array(self.start, dtype=np.int64),
            np.concatenate(self.index) if self.index else np.zeros(0, np.int64),
            np.concatenate(self.value) if self.value else np.zeros(0),
        )


class Columns:
    """Which column stands for an option in a future, and the rows over them.

    Parameters
    ----------
    problem : Problem

    Attributes
    ----------
    of : (F, O) int
        Column of each option in each future.
    count : int
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        _, options, _, futures = problem.size
        own = np.arange(options)
        self.given_up = problem.early & (problem.stem != own)
        shared = problem.early & ~self.given_up
        self.of = np.empty((futures, options), dtype=np.int64)
        self.of[:, shared] = np.arange(int(shared.sum()))
        later = ~shared
        per_future = int(later.sum())
        first = int(shared.sum()) + per_future * np.arange(futures)
        self.of[:, later] = first[:, None] + np.arange(per_future)
        self.count = int(shared.sum()) + per_future * futures
        #: One future is enough for rows that hold alike in all.
        self.row_futures = range(futures) if per_future else range(1)

    def fold(self, per_option: FloatArray) -> FloatArray:
        """Return (F, O) coefficients of the columns from those of the options.

        The column of a start means "started"; giving it up changes it to the other option.
        """
        out = per_option.copy()
        up = np.flatnonzero(self.given_up)
        out[..., up] -= per_option[..., self.problem.stem[up]]
        return out

    def spread(self, x: FloatArray) -> FloatArray:
        """Return (F, O) shares of the options from the columns' values."""
        y: FloatArray = x[self.of]
        up = np.flatnonzero(self.given_up)
        for o in up:
            y[:, self.problem.stem[o]] -= x[self.of[:, o]]
        return np.clip(y, 0.0, 1.0)

    def values(self, choice: IntArray) -> FloatArray:
        """Return the columns' values of a choice (F, M)."""
        x = np.zeros(self.count)
        for f, row in enumerate(choice):
            for o in row[row >= 0]:
                x[self.of[f, o]] = 1.0
                x[self.of[f, self.problem.stem[o]]] = 1.0
        return x

    def upper(self) -> FloatArray:
        """Return the upper bounds: 0 where an option is shut out or not yet possible."""
        bound = np.ones(self.count)
        shut = ~self.problem.available | self.problem.never[self.problem.option_measure]
        bound[self.of[shut]] = 0.0
        return bound

    def rows(self) -> Rows:
        """Return the rows that do not depend on what is aimed at."""
        rows = Rows()
        p = self.problem
        for f in self.row_futures:
            self._one_start(rows, f)
            self._limits(rows, f)
            for a, b in p.requires.tolist():
                self._needs(rows, f, a, b)
            for a, b in p.excludes.tolist():
                both = np.isin(p.option_measure, (a, b)) & ~self.given_up
                index = self.of[f, both]
                rows.add(index, np.ones(index.size), -np.inf, 1.0)
        return rows

    def _one_start(self, rows: Rows, f: int) -> None:
        p = self.problem
        for m in range(len(p.measures)):
            index = self.of[f, (p.option_measure == m) & ~self.given_up]
            if index.size > 1 or p.must[m]:
                rows.add(index, np.ones(index.size), 1.0 if p.must[m] else 0.0, 1.0)
        for o in np.flatnonzero(self.given_up):
            pair = np.array([self.of[f, o], self.of[f, p.stem[o]]])
            rows.add(pair, np.array([1.0, -1.0]), -np.inf, 0.0)

    def _limits(self, rows: Rows, f: int) -> None:
        p = self.problem
        # Unspent money is carried over: what is spent so far is within what was given so far.
        spent = self.fold(np.cumsum(p.money, axis=1).T)
        given = np.cumsum(p.money_limit)
        busy = self.fold(p.staff.T)
        for c in range(given.size):
            if spent[c].any():
                rows.add(self.of[f], spent[c], -np.inf, float(given[c]))
            if busy[c].any():
                rows.add(self.of[f], busy[c], -np.inf, float(p.staff_limit[c]))

    def _needs(self, rows: Rows, f: int, a: int, b: int) -> None:
        p = self.problem
        for year in np.unique(p.option_start[p.option_measure == a]):
            started = (p.option_start <= year) & ~self.given_up
            of_a = self.of[f, started & (p.option_measure == a)]
            of_b = self.of[f, started & (p.option_measure == b)]
            rows.add(
                np.concatenate([of_a, of_b]),
                np.concatenate([np.ones(of_a.size), -np.ones(of_b.size)]),
                -np.inf,
                0.0,
            )
