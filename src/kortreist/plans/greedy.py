"""Fill money and staff with the measures that take off most, future by future.

A measure's options wait in a queue by what they take off for what they use. The first is
looked at anew, since what was taken before it changes what it takes off, and is taken if it
still comes before the next: a lazy greedy search (Minoux 1978), in several orders of what is
scarce; the best is kept. What needs others is taken with them as one, before the queue or
after it (:mod:`kortreist.plans.bundles`): one by one neither may be worth it.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from kortreist.numerics.compiled import compiled
from kortreist.plans.bundles import add_bundles, apply_option
from kortreist.plans.feasibility import fits, take
from kortreist.plans.queue import sift

__all__ = ["fill"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@numba.njit(cache=True, nogil=True)
def _copy(source: npt.NDArray[Any], target: npt.NDArray[Any]) -> None:  # pragma: no cover
    """Copy a line of as many numbers; saves what ``target[:] = source`` compiles to complain."""
    for i in range(target.size):
        target[i] = source[i]


@numba.njit(cache=True, nogil=True)
def _same(some: IntArray, others: IntArray) -> bool:  # pragma: no cover
    """Tell whether two lines of numbers are alike."""
    differs = 0
    for i in range(some.size):
        differs += some[i] != others[i]
    return differs == 0


@numba.njit(cache=True, nogil=True)
def _change(
    f: int,
    o: int,
    start: IntArray,
    group: IntArray,
    left: FloatArray,
    arrival: FloatArray,
    now: FloatArray,
    total: FloatArray,
    year_weight: FloatArray,
    frame: FloatArray,
    after: FloatArray,
) -> float:  # pragma: no cover
    """Return what taking option o would take off the weighted miss; ``after`` is scratch.

    Term by term, so that the years of a term, which lie side by side, are worked out at once.
    """
    gain = 0.0
    for t in range(frame.size):
        after[t] = total[t] + arrival[f, o, t]
    for r in range(start[o], start[o + 1]):
        g = group[r]
        for t in range(frame.size):
            after[t] += now[g, t] * (left[f, r, t] - 1.0)
    for t in range(frame.size):
        gain += year_weight[t] * (max(0.0, total[t] - frame[t]) - max(0.0, after[t] - frame[t]))
    return gain


@numba.njit(cache=True, nogil=True)
def _fill_one(
    f: Any,
    bound: IntArray,
    money_then: FloatArray,
    staff_then: FloatArray,
    option_measure: IntArray,
    option_start: IntArray,
    on_offer: npt.NDArray[np.bool_],
    start: IntArray,
    group: IntArray,
    left: FloatArray,
    arrival: FloatArray,
    base: FloatArray,
    rest: FloatArray,
    year_weight: FloatArray,
    frame: FloatArray,
    price: float,
    cost: FloatArray,
    requires: IntArray,
    excludes: IntArray,
    must: npt.NDArray[np.bool_],
    money: FloatArray,
    staff: FloatArray,
    use: FloatArray,
    chain: IntArray,
    enough: FloatArray,
    choice: IntArray,
    value: FloatArray,
) -> None:  # pragma: no cover - runs as machine code
    """Write the best choice and its value of one future; see :func:`fill`.

    A function of its own: what runs on all cores takes long to compile, so it is kept short.
    """
    groups, steps = base.shape[1], base.shape[2]
    options, measures = option_measure.size, bound.shape[1]
    bindings = bound.shape[0]
    value[f] = np.inf
    after = np.empty(steps)
    # What is the same in every order of what is scarce is worked out once.
    now_then = np.empty((bindings, groups, steps))
    total_then = np.empty((bindings, steps))
    spent_then = np.zeros(bindings)
    gains = np.empty((bindings, options))
    gainers = np.empty((bindings, options), dtype=np.int64)
    # Options of one measure stand together; the measure waits with its best one.
    begin = np.zeros((bindings, measures + 1), dtype=np.int64)
    for b in range(bindings):
        now, total = now_then[b], total_then[b]
        for g in range(groups):
            _copy(base[f, g], now[g])
        _copy(rest[f], total)
        for m in range(measures):
            o = bound[b, m]
            if o >= 0:
                spent_then[b] += cost[f, o]
                for t in range(steps):
                    total[t] += arrival[f, o, t]
                    for r in range(start[o], start[o + 1]):
                        now[group[r], t] *= left[f, r, t]
        for g in range(groups):
            for t in range(steps):
                total[t] += now[g, t]
        count = 0
        for o in range(options):
            if on_offer[f, o] and bound[b, option_measure[o]] < 0:
                gain = (
                    price
                    * _change(
                        f, o, start, group, left, arrival, now, total, year_weight, frame, after
                    )
                    - cost[f, o]
                )
                if gain > 1e-9:
                    gains[b, count] = gain
                    gainers[b, count] = o
                    count += 1
                    begin[b, option_measure[o] + 1] = count
        for m in range(measures):
            begin[b, m + 1] = max(begin[b, m], begin[b, m + 1])
    each = np.empty(options)
    key, waiting = np.empty(measures), np.empty(measures, dtype=np.int64)
    now, total = np.empty((groups, steps)), np.empty(steps)
    money_left, staff_left = np.empty(money_then.shape[1]), np.empty(money_then.shape[1])
    mine = np.empty(measures, dtype=np.int64)
    # What bundles are looked for in; these arrays are changed in place.
    state = (
        chain,
        option_measure,
        option_start,
        on_offer,
        start,
        group,
        left,
        arrival,
        now,
        total,
        year_weight,
        frame,
        price,
        cost,
        requires,
        excludes,
        must,
        money,
        staff,
        money_left,
        staff_left,
    )
    phases = 2 if chain.shape[1] > 0 else 1
    for variant in range(phases * bindings * use.shape[0]):
        phase, turn = variant % phases, variant // phases
        order, b = turn // bindings, turn % bindings
        _copy(bound[b], mine)
        _copy(money_then[b], money_left)
        _copy(staff_then[b], staff_left)
        for g in range(groups):
            _copy(now_then[b, g], now[g])
        _copy(total_then[b], total)
        spent = spent_then[b]
        if phase == 1:
            spent += add_bundles(f, mine, use[order], *state)
            if _same(mine, bound[b]):
                # Nothing was worth taking with what it needs: as without looking for it.
                continue
        size = 0
        for m in range(measures):
            first, last = begin[b, m], begin[b, m + 1]
            if first == last or (phase == 1 and mine[m] >= 0):
                continue
            at = first
            for i in range(first, last):
                each[i] = -gains[b, i] / use[order, gainers[b, i]]
                if each[i] < each[at]:
                    at = i
            key[size], waiting[size] = each[at], at
            size += 1
        for i in range(size // 2 - 1, -1, -1):
            sift(key, waiting, size, i)
        while size > 0:
            i = waiting[0]
            o = gainers[b, i]
            m = option_measure[o]
            good = fits(
                m,
                -1,
                o,
                mine,
                option_start,
                requires,
                excludes,
                must,
                money,
                staff,
                money_left,
                staff_left,
            )
            before = each[i]
            each[i] = np.inf
            if good:
                gain = (
                    price
                    * _change(
                        f, o, start, group, left, arrival, now, total, year_weight, frame, after
                    )
                    - cost[f, o]
                )
                good = gain > 1e-9
                if good:
                    each[i] = -gain / use[order, o]
            first, last = begin[b, m], begin[b, m + 1]
            at = first
            for j in range(first, last):
                if each[j] < each[at]:
                    at = j
            # Whether another is better now: of this measure, or one that waits.
            best = good and each[i] <= each[at]
            if best and size > 1:
                best = each[i] <= key[1] and (size < 3 or each[i] <= key[2])
            if best and at < i:
                # An earlier start is as good. The later stands, unless an option of a measure
                # taken since lies between: the queue then comes round to the earlier first.
                # Any rule would do; with this one plans already made stay as they are.
                for j in range(begin[b, measures]):
                    if before < each[j] < each[i] and mine[option_measure[gainers[b, j]]] >= 0:
                        best = False
                        break
            if best or each[at] == np.inf:
                size -= 1
                key[0], waiting[0] = key[size], waiting[size]
            else:
                key[0], waiting[0] = each[at], at
            if size > 0:
                sift(key, waiting, size, 0)
            if not best:
                continue
            each[i] = np.inf
            mine[m] = o
            take(-1, o, money, staff, money_left, staff_left)
            spent += cost[f, o]
            apply_option(f, o, start, group, left, arrival, now, total)
        if phases == 2:
            spent += add_bundles(f, mine, use[order], *state)
        worth = spent
        for t in range(steps):
            worth += price * year_weight[t] * max(0.0, total[t] - frame[t])
        if worth < value[f]:
            value[f] = worth
            _copy(mine, choice[f])
            if worth <= enough[f]:
                break


@compiled
def fill(
    first_choice: IntArray,
    swap: IntArray,
    option_measure: IntArray,
    option_start: IntArray,
    on_offer: npt.NDArray[np.bool_],
    start: IntArray,
    group: IntArray,
    left: FloatArray,
    arrival: FloatArray,
    base: FloatArray,
    rest: FloatArray,
    year_weight: FloatArray,
    frame: FloatArray,
    price: float,
    cost: FloatArray,
    requires: IntArray,
    excludes: IntArray,
    must: npt.NDArray[np.bool_],
    money: FloatArray,
    staff: FloatArray,
    money_limit: FloatArray,
    staff_limit: FloatArray,
    use: FloatArray,
    chain: IntArray,
    enough: FloatArray,
    choice: IntArray,
    value: FloatArray,
) -> None:  # pragma: no cover - runs as machine code
    """Write the best choice (F, M) and its value (F,) of each future; see ``best_later``.

    Parameters are those of :class:`kortreist.plans.problem.Problem`, ``swap`` (M,) the option
    in which what is bound is given up, ``use`` (orders, O) what an option uses in each order,
    ``chain`` (M, K) what each measure needs (:func:`kortreist.plans.bundles.chains`), and
    ``enough`` (F,) the value at or below which a future is not looked at further.
    """
    futures, measures = base.shape[0], first_choice.size
    given = np.cumsum(money_limit)
    # What is bound, and then with what can be given up given up.
    bindings = 2 if np.any(swap >= 0) else 1
    bound = np.empty((bindings, measures), dtype=np.int64)
    money_then = np.empty((bindings, given.size))
    staff_then = np.empty((bindings, given.size))
    for b in range(bindings):
        _copy(given, money_then[b])
        _copy(staff_limit, staff_then[b])
        for m in range(measures):
            o = swap[m] if b == 1 and swap[m] >= 0 else first_choice[m]
            bound[b, m] = o
            if o >= 0:
                take(-1, o, money, staff, money_then[b], staff_then[b])
    for f in numba.prange(futures):
        _fill_one(
            np.int64(f),
            bound,
            money_then,
            staff_then,
            option_measure,
            option_start,
            on_offer,
            start,
            group,
            left,
            arrival,
            base,
            rest,
            year_weight,
            frame,
            price,
            cost,
            requires,
            excludes,
            must,
            money,
            staff,
            use,
            chain,
            enough,
            choice,
            value,
        )
