"""The best later decisions in each future, once what comes first is bound.

In a future everything is known, so what is left is to fill money and staff with the
measures that take off most. They are taken one by one by what they take off for what they
use, in several orders of what is scarce, and the best is kept. What that search cannot
prove, a bound does: tangents of the emission and prices on money and staff (Lagrangian
relaxation; Fisher 1981) say how low the emission could possibly come.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from kortreist.numerics.compiled import LOCK, compiled
from kortreist.plans.bundles import chains
from kortreist.plans.greedy import fill
from kortreist.plans.problem import NONE, Problem

__all__ = ["Later", "best_later"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: What an hour of staff and a krone weigh against each other, order by order.
_ORDERS = np.array([[1.0, 1.0], [1.0, 0.1], [0.1, 1.0], [0.02, 0.02]])
_STEPS = 80


@dataclass(frozen=True, slots=True)
class Later:
    """The plan in every future with the best later decisions found.

    Parameters
    ----------
    choice : (F, M) int
    value : (F,) float
        Objective reached: t CO2e above the frame times the price, plus cost.
    bound : (F,) float
        Nothing lower is possible in the problem (``-inf`` where not asked for).
    """

    choice: IntArray
    value: FloatArray
    bound: FloatArray


@compiled
def _lower(
    choice: IntArray,
    value: FloatArray,
    option_measure: IntArray,
    on_offer: npt.NDArray[np.bool_],
    start: IntArray,
    group: IntArray,
    left: FloatArray,
    log: FloatArray,
    arrival: FloatArray,
    base: FloatArray,
    rest: FloatArray,
    year_weight: FloatArray,
    frame: FloatArray,
    price: float,
    cost: FloatArray,
    money: FloatArray,
    staff: FloatArray,
    money_limit: FloatArray,
    staff_limit: FloatArray,
    fixed: npt.NDArray[np.bool_],
    above: FloatArray,
    steps_wanted: int,
    bound: FloatArray,
) -> None:  # pragma: no cover - runs as machine code
    futures, groups, steps = base.shape
    options, measures, columns = option_measure.size, choice.shape[1], money_limit.size
    for f in numba.prange(futures):
        if value[f] <= above[f]:
            continue
        now, total = base[f].copy(), rest[f].copy()
        here = 0.0
        for m in range(measures):
            o = choice[f, m]
            if o >= 0:
                here += cost[f, o]
                for t in range(steps):
                    total[t] += arrival[f, o, t]
                    for r in range(start[o], start[o + 1]):
                        now[group[r], t] *= left[f, r, t]
        for g in range(groups):
            for t in range(steps):
                total[t] += now[g, t]
        for t in range(steps):
            here += price * year_weight[t] * max(0.0, total[t] - frame[t])
        slope = np.zeros(options)
        given = np.cumsum(money_limit)
        busy = staff_limit.copy()
        spent = np.zeros(columns)
        for m in range(measures):
            o = choice[f, m]
            if o >= 0 and fixed[m]:
                spent += money[o]
                busy -= staff[o]
        given -= np.cumsum(spent)
        for o in range(options):
            if on_offer[f, o]:
                slope[o] = cost[f, o]
                for t in range(steps):
                    if total[t] > frame[t]:
                        change = arrival[f, o, t]
                        for r in range(start[o], start[o + 1]):
                            change += now[group[r], t] * log[f, r, t]
                        slope[o] += price * year_weight[t] * change
        constant = here
        for m in range(measures):
            o = choice[f, m]
            if o >= 0 and not fixed[m]:
                constant -= slope[o]
        mu, nu = np.zeros(columns), np.zeros(columns)
        best = -np.inf
        pick = np.empty(measures, dtype=np.int64)
        minimum = np.empty(measures)
        for step in range(steps_wanted):
            low = constant
            # Money is counted so far: a krone in year c counts in every later year too.
            tail = np.zeros(columns)
            running = 0.0
            for c in range(columns - 1, -1, -1):
                running += mu[c]
                tail[c] = running
                low -= mu[c] * given[c] + nu[c] * busy[c]
            pick[:] = -1
            minimum[:] = 0.0
            for o in range(options):
                m = option_measure[o]
                if on_offer[f, o] and not fixed[m]:
                    reduced = slope[o]
                    for c in range(columns):
                        reduced += tail[c] * money[o, c] + nu[c] * staff[o, c]
                    if reduced < minimum[m]:
                        minimum[m] = reduced
                        pick[m] = o
            for m in range(measures):
                low += minimum[m]
            best = max(best, low)
            over_money, over_staff = -given, -busy
            for m in range(measures):
                if pick[m] >= 0:
                    running = 0.0
                    for c in range(columns):
                        running += money[pick[m], c]
                        over_money[c] += running
                        over_staff[c] += staff[pick[m], c]
            # A krone and an FTE are of different size: each has its own length of step.
            lengths = np.zeros(2)
            for c in range(columns):
                if over_money[c] > 0 or mu[c] > 0:
                    lengths[0] += over_money[c] ** 2
                if over_staff[c] > 0 or nu[c] > 0:
                    lengths[1] += over_staff[c] ** 2
            if lengths[0] + lengths[1] == 0.0:
                break
            reach = (1.0 if step < steps_wanted // 2 else 0.4) * max(here - low, 1e-9) / 2.0
            for c in range(columns):
                if lengths[0] > 0.0:
                    mu[c] = max(0.0, mu[c] + reach / lengths[0] * over_money[c])
                if lengths[1] > 0.0:
                    nu[c] = max(0.0, nu[c] + reach / lengths[1] * over_staff[c])
        bound[f] = min(best, value[f])


def best_later(
    problem: Problem,
    bound_early: IntArray,
    *,
    price: float = 1.0,
    with_cost: bool = False,
    bounds: bool = False,
    enough: FloatArray | None = None,
    above: FloatArray | None = None,
) -> Later:
    """Return the best decisions found after the learning year, in each future.

    Parameters
    ----------
    problem : Problem
    bound_early : (M,) int
        Options that are bound, the same in all futures; ``NONE`` leaves the measure open to
        a later start.
    price : float
        What a tonne above the frame counts.
    with_cost : bool
        Whether discounted cost counts beside it.
    bounds : bool
        Whether to prove how low the objective could come (given-up options left out of
        account: what is bound stays bound).
    enough : (F,) float, optional
        Objective at or below which nothing better is looked for in that future: for a caller
        who asks only whether it is reached.
    above : (F,) float, optional
        With ``bounds``: objective at or below which no bound is asked for in that future.

    Returns
    -------
    Later
    """
    p = problem
    measures, options, _, futures = p.size
    given_up = p.stem != np.arange(options)
    swap = np.full(measures, NONE, dtype=np.int64)
    for o in np.flatnonzero(given_up):
        if bound_early[p.option_measure[o]] == p.stem[o]:
            swap[p.option_measure[o]] = o
    on_offer = p.available & ~(p.early | p.never[p.option_measure])
    left = np.exp(p.term_log)
    # Row by row whatever it is cut from, so that the search is compiled once: a look at one year
    # of a plan's would otherwise take twenty seconds the first time.
    arrival, base, rest = (np.ascontiguousarray(one) for one in (p.arrival, p.base, p.rest))
    cost = np.zeros((futures, options))
    if with_cost:
        cost = np.ascontiguousarray(p.option_costs())
    money_share = p.spent / max(p.given, 1.0)
    staff_share = p.staff.sum(axis=1) / max(float(p.staff_limit.sum()), 1e-9)
    use = _ORDERS[:, :1] * money_share + _ORDERS[:, 1:] * staff_share + 1e-3
    choice = np.full((futures, measures), NONE, dtype=np.int64)
    value = np.empty(futures)
    low = np.full(futures, -np.inf)
    early = bound_early.astype(np.int64, copy=True)
    # What is fixed to start later is done in every future, before anything else is chosen.
    decided = on_offer.all(axis=0) & p.must[p.option_measure] & ~given_up
    for o in np.flatnonzero(decided)[::-1]:
        if early[p.option_measure[o]] == NONE:
            early[p.option_measure[o]] = o
    with LOCK:
        fill(
            early,
            swap,
            p.option_measure,
            p.option_start,
            on_offer,
            p.term_start,
            p.term_group,
            left,
            arrival,
            base,
            rest,
            p.year_weight,
            p.frame,
            price,
            cost,
            p.requires,
            p.excludes,
            p.must,
            p.money,
            p.staff,
            p.money_limit,
            p.staff_limit,
            use,
            chains(p.requires, measures),
            np.full(futures, -np.inf) if enough is None else enough,
            choice,
            value,
        )
        if bounds:
            _lower(
                choice,
                value,
                p.option_measure,
                on_offer,
                p.term_start,
                p.term_group,
                left,
                p.term_log,
                arrival,
                base,
                rest,
                p.year_weight,
                p.frame,
                price,
                cost,
                p.money,
                p.staff,
                p.money_limit,
                p.staff_limit,
                early >= 0,
                np.full(futures, -np.inf) if above is None else above,
                _STEPS,
                low,
            )
    return Later(choice, value, low)
