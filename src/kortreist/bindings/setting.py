"""The futures, the frame and the price that bindings are judged in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kortreist.bindings.binding import Flow
from kortreist.bindings.flow_years import FlowYears
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

    @property
    def frame_by_year(self) -> dict[int, float]:
        """Return the frame from the problem's first year on: what is older has none."""
        years = zip(self.calendar.tolist(), self.frame.tolist(), strict=True)
        return {year: tonnes for year, tonnes in years if year >= int(self.problem.years[0])}

    def yearly(self, capital: float, lifetime: int) -> float:
        """Return the equal yearly NOK for capital over a lifetime in years."""
        return capital * self.annuity(lifetime) if capital else 0.0

    @property
    def flow_years(self) -> FlowYears:
        """Return the years and futures that flows are spread over."""
        return FlowYears(self.calendar, self.futures, self.index, self.seed)

    def tonnes(self, flow: Flow, start: int, first: int, last: int) -> FloatArray:
        """Return (F, Y) t CO2e of a flow: see :meth:`FlowYears.tonnes`."""
        return self.flow_years.tonnes(flow, start, first, last)

    def shape(self, flow: Flow, start: int, first: int, last: int) -> FloatArray:
        """Return (F, Y) a flow's tonnes by year as shares of its yearly amount."""
        return self.flow_years.shape(flow, start, first, last)

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
