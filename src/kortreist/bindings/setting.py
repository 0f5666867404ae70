"""The futures, the frame and the price that bindings are judged in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kortreist.baseline.sampling import sobol, triangular
from kortreist.bindings.binding import Flow
from kortreist.plans.problem import Problem

__all__ = ["Setting"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Setting:
    """A plan's problem, and what holds after its last year.

    F futures, T years of the problem, Y calendar years from the first that a binding is used
    in to the end of the longest life.

    Parameters
    ----------
    problem : Problem
        Every year of the plan, with the inventory's own variation in ``rest``.
    early : (M,) int
        What is bound before the learning year.
    calendar : (Y,) int
        Ascending, without gaps; holds the problem's years.
    frame : (Y,) float
        t CO2e that may be emitted; after the last goal it falls to the long-term goal.
    price : (F, Y) float
        Discounted NOK per t CO2e.
    discount : (Y,) float
        What a krone of the year is worth today, share 0–1.
    annuity : callable
        Years → equal yearly amount for one krone invested.
    goals : mapping of str to float
        Name → t CO2e in the problem's last goal year, from the easiest to the hardest.
    goal_year : int
    account_tonnes : float
        t CO2e of the newest account.
    index : mapping of str to (F, Y) float
        Driver → its index; after the problem's last year as in it.
    seed : int
    """

    problem: Problem
    early: IntArray
    calendar: IntArray
    frame: FloatArray
    price: FloatArray
    discount: FloatArray
    annuity: Callable[[float], float]
    goals: Mapping[str, float]
    goal_year: int
    account_tonnes: float
    index: Mapping[str, FloatArray]
    seed: int

    @property
    def futures(self) -> int:
        """Number of futures, F."""
        return int(self.price.shape[0])

    @property
    def inside(self) -> IntArray:
        """Return (T,) columns of the calendar that are years of the problem."""
        columns: IntArray = self.problem.years - int(self.calendar[0])
        return columns

    def yearly(self, capital: float, lifetime: int) -> float:
        """Return the equal yearly NOK for capital over a lifetime in years."""
        return capital * self.annuity(lifetime) if capital else 0.0

    def tonnes(self, flow: Flow, start: int, first: int, last: int) -> FloatArray:
        """Return a flow's tonnes in every future and year.

        Parameters
        ----------
        flow : Flow
        start : int
            Year that the flow's path is counted from.
        first, last : int
            First and last year of use.

        Returns
        -------
        (F, Y) float
            t CO2e.
        """
        amount = self._amount(flow)
        shape: FloatArray = self.shape(flow, start, first, last)
        return amount[:, None] * shape

    def shape(self, flow: Flow, start: int, first: int, last: int) -> FloatArray:
        """Return (F, Y) a flow's tonnes by year as shares of its yearly amount."""
        years = self.calendar
        if flow.once:
            used = years == max(first, flow.first or first)
            used = used & (years <= last)
            return np.broadcast_to(used.astype(np.float64), (self.futures, years.size)).copy()
        begin, end = max(first, flow.first or first), min(last, flow.last or last)
        used = (years >= begin) & (years <= end)
        share = np.ones((self.futures, years.size))
        if flow.path:
            at = np.clip(years - start, 0, len(flow.path) - 1)
            share *= np.array(flow.path)[at]
        if flow.driver:
            index = self.index[flow.driver]
            there = int(np.clip(start - years[0], 0, years.size - 1))
            share *= index / index[:, [there]]
        return share * used

    def _amount(self, flow: Flow) -> FloatArray:
        if flow.low == flow.high:
            return np.full(self.futures, flow.central)
        # What is not known of one source is not known alike of all that is bound on it: the
        # halves of a binding are then the whole, and the order of rows is nothing.
        name = f"binding/{flow.account}/{flow.source}/{flow.driver}"
        u = sobol(self.futures, 1, self.seed, name)[:, 0]
        return triangular(u, flow.low, flow.central, flow.high)

    def first(self, problem: Problem, count: int) -> Setting:
        """Return the setting of a problem in its first futures only, all equally likely.

        Holds are drawn anew in them: what is already drawn is cut to them by the caller.
        """
        few = np.arange(min(count, self.futures))
        return replace(
            self,
            problem=problem.with_futures(few),
            price=self.price[few],
            index={name: index[few] for name, index in self.index.items()},
        )

    def with_price(self, times: float) -> Setting:
        """Return the setting with another carbon price."""
        return replace(self, price=self.price * times)
