"""What needs others, taken with them as one.

A measure that needs another cannot be taken before it, and the other may be worth nothing
alone: a charging point, a connection, a plan. One by one neither is then ever taken.
"""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from kortreist.plans.feasibility import fits, take

__all__ = ["add_bundles", "apply_option", "chains"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


def chains(requires: IntArray, measures: int) -> IntArray:
    """Return what each measure needs, directly or through others, what is needed first.

    Parameters
    ----------
    requires : (n, 2) int
        Pairs of measures: the first needs the second.
    measures : int
        M.

    Returns
    -------
    (M, K) int
        Filled up with −1; K is 0 where nothing needs anything.

    Examples
    --------
    >>> import numpy as np
    >>> chains(np.array([[2, 1], [1, 0]]), 3).tolist()
    [[-1, -1], [0, -1], [0, 1]]
    """
    needs: dict[int, list[int]] = {}
    for a, b in requires.tolist():
        needs.setdefault(a, []).append(b)

    def before(m: int, seen: tuple[int, ...]) -> list[int]:
        out: list[int] = []
        for b in needs.get(m, []):
            if b not in seen:
                out += [x for x in (*before(b, (*seen, b)), b) if x not in out]
        return out

    rows = [before(m, (m,)) for m in range(measures)]
    out = np.full((measures, max(map(len, rows), default=0)), -1, dtype=np.int64)
    for m, row in enumerate(rows):
        out[m, : len(row)] = row
    return out


@numba.njit(cache=True, nogil=True)
def apply_option(
    f: int,
    o: int,
    start: IntArray,
    group: IntArray,
    left: FloatArray,
    arrival: FloatArray,
    now: FloatArray,
    total: FloatArray,
) -> None:  # pragma: no cover - runs as machine code
    """Add an option of a future to what is emitted now, by group and in all, in place."""
    for t in range(total.size):
        total[t] += arrival[f, o, t]
        for r in range(start[o], start[o + 1]):
            after = now[group[r], t] * left[f, r, t]
            total[t] += after - now[group[r], t]
            now[group[r], t] = after


@numba.njit(cache=True, nogil=True)
def _miss(
    total: FloatArray, year_weight: FloatArray, frame: FloatArray
) -> float:  # pragma: no cover
    missed = 0.0
    for t in range(total.size):
        missed += year_weight[t] * max(0.0, total[t] - frame[t])
    return missed


@numba.njit(cache=True, nogil=True)
def _miss_with(
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
) -> float:  # pragma: no cover
    """Return the weighted miss once an option is added, which it is not."""
    missed = 0.0
    for t in range(total.size):
        there = total[t] + arrival[f, o, t]
        for r in range(start[o], start[o + 1]):
            before = now[group[r], t]
            there += before * left[f, r, t] - before
        missed += year_weight[t] * max(0.0, there - frame[t])
    return missed


@numba.njit(cache=True, nogil=True)
def add_bundles(
    f: int,
    mine: IntArray,
    use: FloatArray,
    chain: IntArray,
    option_measure: IntArray,
    option_start: IntArray,
    on_offer: npt.NDArray[np.bool_],
    start: IntArray,
    group: IntArray,
    left: FloatArray,
    arrival: FloatArray,
    now: FloatArray,
    total: FloatArray,
    year_weight: FloatArray,
    frame: FloatArray,
    price: float,
    cost: FloatArray,
    requires: IntArray,
    excludes: IntArray,
    must: npt.NDArray[np.bool_],
    money: FloatArray,
    staff: FloatArray,
    money_left: FloatArray,
    staff_left: FloatArray,
) -> float:  # pragma: no cover - runs as machine code
    """Take what needs others, with them, as long as it gains; change the state in place.

    Parameters are those of :func:`kortreist.plans.greedy.fill`, for one future ``f``; ``use``
    (O,) is that of one order. Of what is needed, the option is taken that starts in time and
    gains most, or loses least, by itself.

    Returns
    -------
    float
        What was spent.
    """
    options = option_measure.size
    spent = 0.0
    part = np.empty(mine.size, dtype=np.int64)
    best = np.empty(mine.size, dtype=np.int64)
    while True:
        found, record = 0, 0.0
        before = price * _miss(total, year_weight, frame)
        for o in range(options):
            m = option_measure[o]
            if chain[m, 0] < 0 or mine[m] >= 0 or not on_offer[f, o]:
                continue
            chosen, money_now, staff_now = mine.copy(), money_left.copy(), staff_left.copy()
            then, sum_then = now.copy(), total.copy()
            size, paid, used, good = 0, 0.0, 0.0, True
            for k in range(chain.shape[1] + 1):
                last = k == chain.shape[1] or chain[m, k] < 0
                one = o
                if not last:
                    r = chain[m, k]
                    if chosen[r] >= 0:
                        continue  # whether it is in time is asked of the last
                    one, most = -1, -np.inf
                    for i in range(options):
                        if (
                            option_measure[i] == r
                            and on_offer[f, i]
                            and option_start[i] <= option_start[o]
                        ):
                            missed = _miss_with(
                                f,
                                i,
                                start,
                                group,
                                left,
                                arrival,
                                then,
                                sum_then,
                                year_weight,
                                frame,
                            )
                            gain = -price * missed - cost[f, i]
                            if gain > most:
                                one, most = i, gain
                    if one < 0:
                        good = False
                        break
                good = fits(
                    option_measure[one],
                    -1,
                    one,
                    chosen,
                    option_start,
                    requires,
                    excludes,
                    must,
                    money,
                    staff,
                    money_now,
                    staff_now,
                )
                if not good:
                    break
                chosen[option_measure[one]] = one
                take(-1, one, money, staff, money_now, staff_now)
                apply_option(f, one, start, group, left, arrival, then, sum_then)
                paid += cost[f, one]
                used += use[one]
                part[size] = one
                size += 1
                if last:
                    break
            if not good:
                continue
            # What else needs the same is better together: it may take several to be worth it.
            while True:
                here = price * _miss(sum_then, year_weight, frame)
                more, most = -1, 1e-9
                for i in range(options):
                    d = option_measure[i]
                    if chain[d, 0] < 0 or chosen[d] >= 0 or not on_offer[f, i]:
                        continue
                    if not fits(
                        d,
                        -1,
                        i,
                        chosen,
                        option_start,
                        requires,
                        excludes,
                        must,
                        money,
                        staff,
                        money_now,
                        staff_now,
                    ):
                        continue
                    missed = _miss_with(
                        f, i, start, group, left, arrival, then, sum_then, year_weight, frame
                    )
                    gain = here - price * missed - cost[f, i]
                    if gain > most:
                        more, most = i, gain
                if more < 0:
                    break
                chosen[option_measure[more]] = more
                take(-1, more, money, staff, money_now, staff_now)
                apply_option(f, more, start, group, left, arrival, then, sum_then)
                paid += cost[f, more]
                used += use[more]
                part[size] = more
                size += 1
            gain = before - price * _miss(sum_then, year_weight, frame) - paid
            if gain > 1e-9 and gain / used > record:
                record, found = gain / used, size
                best[:size] = part[:size]
        if found == 0:
            return spent
        for k in range(found):
            o = best[k]
            mine[option_measure[o]] = o
            take(-1, o, money, staff, money_left, staff_left)
            apply_option(f, o, start, group, left, arrival, now, total)
            spent += cost[f, o]
