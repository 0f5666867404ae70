"""The portfolios of all municipalities through the same futures: compiled.

All municipalities share delays and true effects, so what a measure leaves of a source is
computed once for each year since its start (a *table*), and a municipality only multiplies
rows of it together, shifted by its own start year. Futures are taken in blocks that stay in a
core's nearest memory. From the year in which a measure is whole in every future of a block it
is multiplied in once and carried on. ``pathways/reference.py`` is the definition; tests hold
this equal to it.
"""

from __future__ import annotations

import math

import numba
import numpy as np
import numpy.typing as npt

from kortreist.futures.future_set import FloatArray
from kortreist.numerics.compiled import compiled

__all__ = ["describe", "walk"]

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@numba.njit(cache=True)
def _fill_table(
    table: FloatArray, logs: FloatArray, begin: IntArray, settled: IntArray, needs_log: BoolArray,
    group_row: IntArray, group_measure: IntArray, group_start: FloatArray, first_year: float,
    ramp: FloatArray, lifetime: FloatArray, renewed: BoolArray, delay: FloatArray,
    enabled_from: FloatArray, fraction: FloatArray, first: int, n: int, smallest: float,
) -> None:  # fmt: skip  # pragma: no cover - runs as machine code
    """Fill what each group leaves, (G, T, B); logarithms only of the rows ``needs_log``."""
    groups, steps, block = table.shape
    start = np.empty(block)
    for g in range(groups):
        m, k = group_measure[g], group_row[g]
        latest = -np.inf
        earliest = np.inf
        for b in range(n):
            if math.isnan(group_start[g]):  # counted in years since the start
                start[b] = delay[m, first + b]
            else:
                begins = group_start[g] + delay[m, first + b]
                start[b] = max(begins, enabled_from[m, first + b]) - first_year
            latest = max(latest, start[b])
            earliest = min(earliest, start[b])
        begin[g], settled[g] = steps, steps
        for r in range(steps):
            if r - earliest + 1.0 > 0.0:
                begin[g] = r
                break
        if renewed[m]:
            for r in range(steps):
                if r - latest + 1.0 >= ramp[m]:
                    settled[g] = r
                    break
        for r in range(steps):
            for b in range(n):
                since = r - start[b] + 1.0
                x = min(max(since / ramp[m], 0.0), 1.0)
                if not renewed[m]:
                    x *= min(max(lifetime[m] + 1.0 - since, 0.0), 1.0)
                taken = min(max(fraction[k, first + b] * x, 0.0), 1.0)
                left = 1.0 - taken
                table[g, r, b] = left if left > smallest else smallest
                if needs_log[g, r]:
                    logs[g, r, b] = math.log1p(-taken) if taken < 1.0 else math.log(smallest)
            for b in range(n, block):
                table[g, r, b] = 1.0
                logs[g, r, b] = 0.0


@numba.njit(cache=True)
def _multiply(
    left: FloatArray, whole: FloatArray, refs: IntArray, shifts: IntArray, e0: int, e1: int,
    table: FloatArray, begin: IntArray, settled: IntArray,
) -> None:  # fmt: skip  # pragma: no cover - runs as machine code
    """Set ``left`` (T, B) to the product of effects e0 … e1 − 1; ``whole`` is scratch."""
    steps, block = left.shape
    left[:, :] = 1.0
    lowest = steps
    for e in range(e0, e1):
        lowest = min(lowest, max(settled[refs[e]] + shifts[e], 0))
    whole[lowest:, :] = 1.0
    for e in range(e0, e1):
        g, shift = refs[e], shifts[e]
        end = min(settled[g] + shift, steps)
        for t in range(max(begin[g] + shift, 0), end):
            row, into = table[g, t - shift], left[t]
            for b in range(block):
                into[b] *= row[b]
        if end < steps:
            at = max(end, 0)
            row, into = table[g, at - shift], whole[at]
            for b in range(block):
                into[b] *= row[b]
    for t in range(lowest, steps):
        for b in range(block):
            if t > lowest:
                whole[t, b] *= whole[t - 1, b]
            left[t, b] *= whole[t, b]


@numba.njit(cache=True)
def _sends(
    out: FloatArray, whole: FloatArray, staying: FloatArray, drive: FloatArray, tonnes: float,
    logs: FloatArray, refs: IntArray, shifts: IntArray, e0: int, split: int, begin: IntArray,
    settled: IntArray,
) -> None:  # fmt: skip  # pragma: no cover - runs as machine code
    """Set ``out`` (T, B) to t CO2e that leave a source for each unit of logarithm."""
    steps, block = out.shape
    out[:, :] = 0.0
    lowest = steps
    for e in range(e0, split):
        lowest = min(lowest, max(settled[refs[e]] + shifts[e], 0))
    whole[lowest:, :] = 0.0
    for e in range(e0, split):
        g, shift = refs[e], shifts[e]
        end = min(settled[g] + shift, steps)
        for t in range(max(begin[g] + shift, 0), end):
            row, into = logs[g, t - shift], out[t]
            for b in range(block):
                into[b] += row[b]
        if end < steps:
            at = max(end, 0)
            row, into = logs[g, at - shift], whole[at]
            for b in range(block):
                into[b] += row[b]
    for t in range(lowest, steps):
        for b in range(block):
            if t > lowest:
                whole[t, b] += whole[t - 1, b]
            out[t, b] += whole[t, b]
    for t in range(steps):
        for b in range(block):
            total = out[t, b]
            gone = tonnes * drive[t, b] * (1.0 - staying[t, b])
            out[t, b] = gone / total if total != 0.0 else 0.0


@compiled
def walk(
    first_year: float, smallest: float, block: int, goal: int,
    index: FloatArray, pair: IntArray, ramp: FloatArray, lifetime: FloatArray,
    renewed: BoolArray, delay: FloatArray, enabled_from: FloatArray, fraction: FloatArray,
    group_row: IntArray, group_measure: IntArray, group_start: FloatArray, needs_log: BoolArray,
    every_base: FloatArray, plain_base: FloatArray, source_start: IntArray, base: FloatArray,
    source_pair: IntArray, special: IntArray, effect_start: IntArray, effect_split: IntArray,
    refs: IntArray, shifts: IntArray, moved_start: IntArray, moved_ref: IntArray,
    moved_shift: IntArray, moved_from: IntArray, moved_to: IntArray, moved_gain: FloatArray,
    specials: int, after: FloatArray, national: FloatArray, national_before: FloatArray,
    before_sum: FloatArray, effect_national: FloatArray, effect_sum: FloatArray,
) -> None:  # fmt: skip  # pragma: no cover - runs as machine code
    """Evaluate N portfolios in every future.

    Out: ``after`` (N, T, F) t CO2e; ``national`` and ``national_before`` (T, F), added to;
    ``before_sum`` (blocks, N, T) sums over a block's futures; ``effect_national`` (M, F) and
    ``effect_sum`` (blocks, N, M) t cut in the goal year.
    """
    places, steps, futures = after.shape
    blocks = before_sum.shape[0]
    pairs, groups = pair.shape[0], group_row.size
    for job in numba.prange(blocks):
        first = job * block
        n = min(block, futures - first)
        table = np.empty((groups, steps, block))
        logs = np.zeros((groups, steps, block))
        begin = np.empty(groups, dtype=np.int64)
        settled = np.empty(groups, dtype=np.int64)
        _fill_table(table, logs, begin, settled, needs_log, group_row, group_measure, group_start,
                    first_year, ramp, lifetime, renewed, delay, enabled_from, fraction, first,
                    n, smallest)  # fmt: skip
        drivers = index.shape[0]
        drive = np.ones((drivers + 1, steps, block))  # the last one stays 1: no driver
        for d in range(drivers):
            for b in range(n):
                for t in range(steps):
                    drive[d, t, b] = index[d, first + b, t]
        both = np.empty((pairs, steps, block))
        for p in range(pairs):
            for t in range(steps):
                for b in range(block):
                    both[p, t, b] = drive[pair[p, 0], t, b] * drive[pair[p, 1], t, b]
        for p in range(pairs):
            tonnes = every_base[:, p].sum()
            for t in range(steps):
                total = 0.0
                for b in range(n):
                    national_before[t, first + b] += tonnes * both[p, t, b]
                    total += both[p, t, b]
                for i in range(places):
                    before_sum[job, i, t] += every_base[i, p] * total
        left = np.empty((steps, block))
        whole = np.empty((steps, block))
        kept_a = np.empty((specials, steps, block))
        kept_i = np.empty((specials, steps, block))
        sends = np.empty((specials, steps, block))
        now = np.empty((steps, block))
        worth = np.empty(block)
        log_all = np.empty(block)
        for i in range(places):
            now[:, :] = 0.0
            for p in range(pairs):
                rest = plain_base[i, p]
                if rest != 0.0:
                    for t in range(steps):
                        for b in range(block):
                            now[t, b] += rest * both[p, t, b]
            for s in range(source_start[i], source_start[i + 1]):
                e0, split, e1 = effect_start[s], effect_split[s], effect_start[s + 1]
                p, tonnes, q = source_pair[s], base[s], special[s]
                if q >= 0:
                    _multiply(kept_a[q], whole, refs, shifts, e0, split, table, begin, settled)
                    _multiply(kept_i[q], whole, refs, shifts, split, e1, table, begin, settled)
                    for t in range(steps):
                        for b in range(block):
                            left[t, b] = kept_a[q, t, b] * kept_i[q, t, b]
                else:
                    _multiply(left, whole, refs, shifts, e0, e1, table, begin, settled)
                for t in range(steps):
                    for b in range(block):
                        now[t, b] += tonnes * both[p, t, b] * left[t, b]
                if tonnes == 0.0:
                    continue
                # What one unit of logarithm is worth in the goal year (LMDI-I).
                log_all[:] = 0.0
                for e in range(e0, e1):
                    r = goal - shifts[e]
                    if r >= begin[refs[e]]:
                        for b in range(block):
                            log_all[b] += logs[refs[e], r, b]
                for b in range(block):
                    cut = tonnes * both[p, goal, b] * (1.0 - left[goal, b])
                    worth[b] = cut / log_all[b] if log_all[b] != 0.0 else 0.0
                for e in range(e0, e1):
                    r, m = goal - shifts[e], group_measure[refs[e]]
                    if r >= begin[refs[e]]:
                        total = 0.0
                        for b in range(n):
                            one = -worth[b] * logs[refs[e], r, b]
                            effect_national[m, first + b] -= one
                            total -= one
                        effect_sum[job, i, m] += total
            made = -1
            for h in range(moved_start[i], moved_start[i + 1]):
                g, shift, s, to = moved_ref[h], moved_shift[h], moved_from[h], moved_to[h]
                q, qi, m = special[s], special[to], group_measure[moved_ref[h]]
                if s != made:  # shifts from one source stand together
                    made = s
                    _sends(
                        sends[q], whole, kept_a[q], drive[pair[source_pair[s], 0]], base[s],
                        logs, refs, shifts, effect_start[s], effect_split[s], begin, settled,
                    )  # fmt: skip
                moves = drive[pair[source_pair[to], 1]]
                for t in range(max(begin[g] + shift, 0), steps):
                    total = 0.0
                    for b in range(block):
                        sent = sends[q, t, b] * logs[g, t - shift, b] * moved_gain[h]
                        sent *= moves[t, b] * kept_i[qi, t, b]
                        now[t, b] += sent
                        worth[b] = sent
                    if t == goal:
                        for b in range(n):
                            effect_national[m, first + b] -= worth[b]
                            total -= worth[b]
                        effect_sum[job, i, m] += total
            for t in range(steps):
                for b in range(n):
                    after[i, t, first + b] = now[t, b]
                    national[t, first + b] += now[t, b]


@compiled
def describe(
    values: FloatArray, limit: FloatArray, shares: FloatArray,
    mean: FloatArray, quantiles: FloatArray, below: FloatArray,
) -> None:  # fmt: skip  # pragma: no cover - runs as machine code
    """Give mean, quantiles (linear between order statistics) and share ≤ limit over futures.

    ``values`` (N, T, F), ``limit`` (N, T), ``shares`` (Q,) rising; out ``mean`` and
    ``below`` (N, T), ``quantiles`` (Q, N, T). Exact: values are put in bins, and only the
    bins that hold a wanted order statistic are sorted.
    """
    places, steps, futures = values.shape
    bins = 2048
    for job in numba.prange(places * steps):
        i, t = job // steps, job % steps
        row = values[i, t]
        low, high, total, under = row[0], row[0], 0.0, 0
        for f in range(futures):
            v = row[f]
            low, high = min(low, v), max(high, v)
            total += v
            under += v <= limit[i, t]
        mean[i, t] = total / futures
        below[i, t] = under / futures
        scale = (bins - 1) / (high - low) if high > low else 0.0
        if scale == 0.0 or not math.isfinite(scale):
            quantiles[:, i, t] = low
            continue
        counts = np.zeros(bins + 1, dtype=np.int64)
        place = np.empty(futures, dtype=np.int16)
        for f in range(futures):
            at = int((row[f] - low) * scale)
            place[f] = at
            counts[at + 1] += 1
        for k in range(bins):
            counts[k + 1] += counts[k]
        needed = np.zeros(bins, dtype=np.bool_)
        for share in shares:
            rank = int(share * (futures - 1))
            for one in (rank, min(rank + 1, futures - 1)):
                needed[np.searchsorted(counts, one, side="right") - 1] = True
        size = 0
        for k in range(bins):
            if needed[k]:
                size += counts[k + 1] - counts[k]
        some = np.empty(size)
        size = 0
        for f in range(futures):
            if needed[place[f]]:
                some[size] = row[f]
                size += 1
        some.sort()
        # Where in ``some`` an order statistic is: what was left out before it is taken off.
        for j, share in enumerate(shares):
            exact = share * (futures - 1)
            rank = int(exact)
            ends = (0.0, 0.0)
            for which, one in enumerate((rank, min(rank + 1, futures - 1))):
                data_dir = np.searchsorted(counts, one, side="right") - 1
                left_out = 0
                for k in range(data_dir):
                    if not needed[k]:
                        left_out += counts[k + 1] - counts[k]
                if which == 0:
                    ends = (some[one - left_out], ends[1])
                else:
                    ends = (ends[0], some[one - left_out])
            quantiles[j, i, t] = ends[0] + (exact - rank) * (ends[1] - ends[0])
