"""The problem a plan solves: measures × start years × futures, with what limits them.

A two-stage stochastic programme. An *option* is one way to carry out a measure: a start
year, and possibly a year in which it is given up. Options that start before the learning
year are decided in ignorance, the same in every future; later ones may differ by future.
In a future and a year

    emission = rest + Σ_g base_g · exp(Σ terms of the options taken on g) + Σ arrivals

which is the pathway kernel's own product over measures: exact where measures avoid or
improve. What a shift sends on is counted as if the measure stood alone (``arrival``); the
exact kernel scores every answer, and the difference is published.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from kortreist.plans.adding import add_options
from kortreist.plans.limits import with_lasting

__all__ = ["NONE", "Problem"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

#: A measure that is not carried out.
NONE = -1


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything the solver, the search and the checker read; plain arrays.

    M measures, O options grouped by measure, R terms grouped by option, G groups of sources,
    T years, F futures (or the scenarios that stand for them).

    Parameters
    ----------
    measures : tuple of str, length M
    years : (T,) int
        Years whose emissions count, ascending.
    year_weight : (T,) float
        Calendar years each stands for.
    frame : (T,) float
        t CO2e that may be emitted.
    weight : (F,) float
        Probabilities; sum to 1.
    learning_year : int
    option_measure : (O,) int
    option_start, option_end : (O,) int
        Calendar years; ``option_end`` is the first year in which it is given up, or a large
        number.
    early : (O,) bool
        Starts before the learning year.
    stem : (O,) int
        Options with the same stem are one decision until the learning year: the index of
        the option that is not given up. Later options are their own stem.
    available : (F, O) bool
        False where an enabling condition is not yet present in the start year.
    term_start : (O + 1,) int
        Terms of option o are ``term_start[o]:term_start[o + 1]``.
    term_group : (R,) int
        At most one term for an option and a group.
    term_log : (F, R, T) float
        ln of what is left, ≤ 0.
    base : (F, G, T) float
        t CO2e of each group without measures, inside the boundary.
    rest : (F, T) float
        t CO2e that no option touches.
    arrival : (F, O, T) float
        t CO2e that shifts send to other sources, standing alone.
    money : (O, C) float
        Expected NOK of the municipality's own money in each calendar year of the limits, and
        where it ``lasts`` a last column for every year after them
        (:func:`kortreist.plans.limits.with_lasting`).
    staff : (O, C) float
        Full-time equivalents.
    money_limit, staff_limit : (C,) float
        Unspent money is carried over to later years; staff is not. What lasts is not paid by
        what is carried over.
    cost : (O,) float
        Discounted expected NOK, all bearers, known costs, capital as an annuity.
    cost_spread : (F, M) float
        Cost multiplier of each measure in each future, mean near 1.
    quality : (M,) float
        Sum of the measure's scores on qualities.
    requires, excludes : (n, 2) int
        Pairs of measures: the first needs the second, started no later; at most one of two.
    must, never : (M,) bool
        Fixed and shut out by the user. A fixed measure has only the options of its year.
    group_source : tuple of str, length G
        Ledger id of each group's source; empty in problems that are made.
    lost : (O,) float, optional
        Discounted NOK of capital that is lost when an option is given up, the same in every
        future: not in ``cost``.
    lasts : bool
        Whether the limits' last column is for every year after the others.
    """

    measures: tuple[str, ...]
    years: IntArray
    year_weight: FloatArray
    frame: FloatArray
    weight: FloatArray
    learning_year: int
    option_measure: IntArray
    option_start: IntArray
    option_end: IntArray
    early: BoolArray
    stem: IntArray
    available: BoolArray
    term_start: IntArray
    term_group: IntArray
    term_log: FloatArray
    base: FloatArray
    rest: FloatArray
    arrival: FloatArray
    money: FloatArray
    staff: FloatArray
    money_limit: FloatArray
    staff_limit: FloatArray
    cost: FloatArray
    cost_spread: FloatArray
    quality: FloatArray
    requires: IntArray
    excludes: IntArray
    must: BoolArray
    never: BoolArray
    group_source: tuple[str, ...] = ()
    lost: FloatArray | None = None
    lasts: bool = False

    def with_money(self, nok: float) -> Problem:
        """Return the problem with another amount of NOK a year."""
        limit = np.full(self._limit_years, float(nok))
        return replace(self, money_limit=with_lasting(limit, nok) if self.lasts else limit)

    def money_for(self, options: IntArray) -> float:
        """Return the least NOK a year that some options can be paid with."""
        so_far = np.cumsum(self.money[options].sum(axis=0))
        years = np.arange(1.0, self._limit_years + 1.0)
        least = [0.0, float((so_far[: years.size] / years).max()), *so_far[years.size :]]
        return float(max(least))

    @property
    def spent(self) -> FloatArray:
        """Return (O,) NOK of the municipality's own money over the limits' calendar years."""
        nok: FloatArray = self.money[:, : self._limit_years].sum(axis=1)
        return nok

    @property
    def given(self) -> float:
        """NOK that the limit gives over its calendar years."""
        return float(self.money_limit[: self._limit_years].sum())

    @property
    def _limit_years(self) -> int:
        return self.money_limit.size - int(self.lasts)

    @property
    def size(self) -> tuple[int, int, int, int]:
        """Measures, options, years, futures."""
        return len(self.measures), self.option_measure.size, self.years.size, self.weight.size

    def of_measure(self, m: int) -> IntArray:
        """Return the options of a measure."""
        return np.flatnonzero(self.option_measure == m)

    def with_futures(self, chosen: IntArray, weight: FloatArray | None = None) -> Problem:
        """Return the problem seen in some of its futures only, equally likely by default."""
        w = np.full(len(chosen), 1.0 / len(chosen)) if weight is None else weight
        return replace(
            self,
            weight=w,
            available=self.available[chosen],
            term_log=self.term_log[chosen],
            base=self.base[chosen],
            rest=self.rest[chosen],
            arrival=self.arrival[chosen],
            cost_spread=self.cost_spread[chosen],
        )

    def emission(self, choice: IntArray) -> FloatArray:
        """Return emissions of a choice.

        Parameters
        ----------
        choice : (F, M) int
            Option taken in each future, ``NONE`` where the measure is not carried out.

        Returns
        -------
        (F, T) float
            t CO2e.
        """
        logs = np.zeros_like(self.base)
        total = self.rest.copy()
        if choice.shape[0] > 0 and bool((choice == choice[0]).all()):
            # One plan for all futures is asked about most: then all futures at once.
            self._add_to_all(choice[0], logs, total)
        else:
            add_options(
                np.ascontiguousarray(choice),
                self.term_start,
                self.term_group,
                self.term_log,
                self.arrival,
                logs,
                total,
            )
        total += (self.base * np.exp(logs)).sum(axis=1)
        return total

    def _add_to_all(self, row: IntArray, logs: FloatArray, total: FloatArray) -> None:
        """Add options to the (F, G, T) logarithms and the (F, T) sum, the same in all futures."""
        taken = row[row >= 0]
        if taken.size == 0:
            return
        total += self.arrival[:, taken].sum(axis=-2)
        # The terms of all options taken, group by group.
        first, count = self.term_start[taken], self.term_start[taken + 1]
        count = count - first
        offset = np.repeat(first - np.concatenate([[0], np.cumsum(count)[:-1]]), count)
        terms = offset + np.arange(offset.size)
        if terms.size:
            terms = terms[np.argsort(self.term_group[terms], kind="stable")]
            group, begin = np.unique(self.term_group[terms], return_index=True)
            logs[:, group] = np.add.reduceat(self.term_log[:, terms], begin, axis=-2)

    def miss(self, choice: IntArray) -> FloatArray:
        """Return (F,) t CO2e above the frame, summed over calendar years."""
        over = np.maximum(self.emission(choice) - self.frame, 0.0)
        total: FloatArray = over @ self.year_weight
        return total

    def option_costs(self) -> FloatArray:
        """Return (F, O) discounted NOK of each option, with the future's cost multiplier."""
        nok: FloatArray = self.cost * self.cost_spread[:, self.option_measure]
        return nok if self.lost is None else nok + self.lost

    def costs(self, choice: IntArray) -> FloatArray:
        """Return (F,) discounted NOK, all bearers, with each future's cost multipliers."""
        price = np.append(self.cost, 0.0)[choice]  # the last stands for NONE
        total: FloatArray = (price * self.cost_spread).sum(axis=1)
        if self.lost is not None:
            total = total + np.append(self.lost, 0.0)[choice].sum(axis=1)
        return total
