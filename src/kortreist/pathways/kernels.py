"""The fast pathway: every future by itself, never the whole cube.

One compiled function serves a full evaluation, a batch of plans and a screening of
candidates, so that it is compiled once and kept on disk. ``reference.py`` is the
definition; this file only says how to get there quickly:

* a future's logarithms are kept from year to year and computed anew only in the years in
  which a measure's adoption changes;
* work is divided in a fixed number of chunks, so that sums come out the same whatever
  the number of threads.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from kortreist.futures.future_set import FloatArray
from kortreist.numerics.compiled import LOCK, compiled
from kortreist.pathways.model import IMPROVE, SHIFT, PathwayModel
from kortreist.pathways.reference import SMALLEST
from kortreist.pathways.totals import applies, totals

__all__ = ["KernelResult", "run"]

IntArray = npt.NDArray[np.int64]

_CHUNKS = 32
_LOG_SMALLEST = math.log(SMALLEST)


@dataclass(frozen=True, slots=True)
class KernelResult:
    """What the kernel gives for P plans.

    Parameters
    ----------
    baseline : (3, F, T) float
        t CO2e in the order of ``units.BOUNDARIES``.
    pathway : (P, 3, F, T) float
    effect_sum : (P, M, T) float
        Sum over futures of t CO2e cut by each measure in the chosen boundary; empty
        without attribution.
    effect : (M, F, R) float
        t CO2e cut in the report years, first plan only; empty without report years.
    """

    baseline: FloatArray
    pathway: FloatArray
    effect_sum: FloatArray
    effect: FloatArray


@compiled
def _kernel(
    years: FloatArray,
    base: FloatArray,
    weight: FloatArray,
    activity_driver: IntArray,
    intensity_driver: IntArray,
    index: FloatArray,
    ramp: FloatArray,
    lifetime: FloatArray,
    renewed: npt.NDArray[np.bool_],
    delay: FloatArray,
    enabled_from: FloatArray,
    effect_start: IntArray,
    effect_source: IntArray,
    effect_mode: IntArray,
    effect_fraction: FloatArray,
    effect_target: IntArray,
    effect_gain: FloatArray,
    starts: FloatArray,
    boundary: int,
    report: IntArray,
    chunks: int,
    baseline: FloatArray,
    pathway: FloatArray,
    effect_sum: FloatArray,
    effect: FloatArray,
) -> None:  # pragma: no cover - runs as machine code
    plans, measures = starts.shape
    sources = base.size
    futures, steps = index.shape[1], years.size
    effects = effect_source.size
    per = (futures + chunks - 1) // chunks
    for job in numba.prange(plans * chunks):
        p = job // chunks
        first = (job % chunks) * per
        last = min(first + per, futures)
        log_left = np.empty(effects)
        sent = np.empty(effects)
        log_a = np.empty(sources)
        log_i = np.empty(sources)
        act = np.empty(sources)
        inten = np.empty(sources)
        arrived = np.empty(sources)
        keep_i = np.empty(sources)
        share = np.empty(sources)
        x_before = np.zeros(measures)
        start = np.full(measures, np.inf)
        # What the plan does not hold is passed over.
        held = np.flatnonzero(~np.isnan(starts[p]))
        sending = np.empty(effects, dtype=np.int64)
        count = 0
        for m in held:
            for k in range(effect_start[m], effect_start[m + 1]):
                if effect_target[k] >= 0 and effect_mode[k] == SHIFT:
                    sending[count] = k
                    count += 1
        for f in range(first, last):
            log_left[:] = 0.0
            sent[:] = 0.0
            log_a[:] = 0.0
            log_i[:] = 0.0
            x_before[:] = 0.0
            for m in held:
                start[m] = max(starts[p, m] + delay[m, f], enabled_from[m, f])
            for t in range(steps):
                year = years[t]
                # 1. Adoption; only what changed since last year is computed anew.
                for m in held:
                    since = year - start[m] + 1.0
                    if since <= 0.0:
                        x = 0.0
                    else:
                        x = min(since / ramp[m], 1.0)
                        if not renewed[m]:
                            x *= min(max(lifetime[m] + 1.0 - since, 0.0), 1.0)
                    if x == x_before[m]:
                        continue
                    x_before[m] = x
                    for k in range(effect_start[m], effect_start[m + 1]):
                        taken = min(max(effect_fraction[k, f] * x, 0.0), 1.0)
                        left = math.log1p(-taken) if taken < 1.0 else _LOG_SMALLEST
                        if effect_mode[k] == IMPROVE:
                            log_i[effect_source[k]] += left - log_left[k]
                        else:
                            log_a[effect_source[k]] += left - log_left[k]
                        log_left[k] = left
                # 2. Activity and intensity of every source.
                for s in range(sources):
                    d = activity_driver[s]
                    act[s] = base[s] * (index[d, f, t] if d >= 0 else 1.0)
                    d = intensity_driver[s]
                    inten[s] = index[d, f, t] if d >= 0 else 1.0
                    keep_i[s] = math.exp(log_i[s]) if log_i[s] != 0.0 else 1.0
                    arrived[s] = 0.0
                # 3. What shifts send on arrives before the target's intensity.
                for i in range(count):
                    k = sending[i]
                    if log_left[k] != 0.0:
                        s = effect_source[k]
                        avoided = act[s] * -math.expm1(log_a[s])
                        sent[k] = avoided * (log_left[k] / log_a[s]) * effect_gain[k]
                        arrived[effect_target[k]] += sent[k]
                    else:
                        sent[k] = 0.0
                # 4. Totals, and what one unit of logarithm is worth (LMDI-I).
                for s in range(sources):
                    whole = act[s] * inten[s]
                    cut = 0.0
                    log_both = log_a[s] + log_i[s]
                    share[s] = 0.0
                    if log_both != 0.0:
                        cut = -whole * math.expm1(log_both)
                        if boundary >= 0:
                            share[s] = weight[boundary, s] * cut / log_both
                    after = whole - cut + arrived[s] * inten[s] * keep_i[s]
                    for b in range(3):
                        pathway[p, b, f, t] += weight[b, s] * after
                    if p == 0:
                        for b in range(3):
                            baseline[b, f, t] += weight[b, s] * whole
                if boundary < 0:
                    continue
                # 5. Share the cut out on measures.
                for m in held:
                    if x_before[m] == 0.0:
                        continue
                    total = 0.0
                    for k in range(effect_start[m], effect_start[m + 1]):
                        total += share[effect_source[k]] * log_left[k]
                        to = effect_target[k]
                        if to >= 0 and effect_mode[k] == SHIFT:
                            total -= weight[boundary, to] * sent[k] * inten[to] * keep_i[to]
                    effect_sum[job, m, t] += total
                    if p == 0 and report[t] >= 0:
                        effect[m, f, report[t]] = total


def run(
    model: PathwayModel,
    starts: FloatArray,
    boundary: int = -1,
    report: IntArray | None = None,
    futures: int | None = None,
) -> KernelResult:
    """Evaluate one or more plans.

    Parameters
    ----------
    model : PathwayModel
    starts : (P, M) float
        Start years, NaN where a measure is not in the plan.
    boundary : int
        Place in ``units.BOUNDARIES`` to share out effects in; −1 for totals only.
    report : (T,) int, optional
        For each year its place among the R report years, −1 where not reported.
    futures : int, optional
        Use the first so many futures only.

    Returns
    -------
    KernelResult
    """
    if boundary < 0:
        return _only_totals(model, starts, futures)
    return _full(model, starts, boundary, report, futures)


def _only_totals(model: PathwayModel, starts: FloatArray, futures: int | None) -> KernelResult:
    """Return totals: the fast way for the plans that shift nothing, the full way for others."""
    nothing = np.zeros((0, starts.shape[1], model.years.size))
    unseen = np.zeros((starts.shape[1], 0, 0))
    alone = applies(model, starts)
    if alone.all():
        base, paths = totals(model, starts, futures)
        return KernelResult(base, paths, nothing, unseen)
    full = _full(model, starts[~alone], -1, None, futures)
    if not alone.any():
        return full
    base, paths = totals(model, starts[alone], futures)
    pathway = np.empty((starts.shape[0], *base.shape))
    pathway[alone], pathway[~alone] = paths, full.pathway
    return KernelResult(base, pathway, nothing, unseen)


def _full(
    model: PathwayModel,
    starts: FloatArray,
    boundary: int,
    report: IntArray | None,
    futures: int | None,
) -> KernelResult:
    count = model.size if futures is None else max(1, min(futures, model.size))
    plans, measures = starts.shape
    steps = model.years.size
    place = np.full(steps, -1, dtype=np.int64) if report is None else report
    reported = int(place.max()) + 1 if boundary >= 0 else 0
    chunks = min(count, _CHUNKS if plans == 1 else 1)
    jobs = plans * chunks
    baseline = np.zeros((3, count, steps))
    pathway = np.zeros((plans, 3, count, steps))
    effect_sum = np.zeros((jobs if boundary >= 0 else 0, measures, steps))
    effect = np.zeros((measures, count, reported))
    model_index = model.index if count == model.size else model.index[:, :count].copy()
    with LOCK:
        _kernel(
            model.years.astype(np.float64),
            model.base,
            model.weight,
            model.activity_driver,
            model.intensity_driver,
            model_index,
            model.ramp,
            model.lifetime,
            model.renewed,
            model.delay,
            model.enabled_from,
            model.effect_start,
            model.effect_source,
            model.effect_mode,
            model.effect_fraction,
            model.effect_target,
            model.effect_gain,
            np.ascontiguousarray(starts),
            boundary,
            place,
            chunks,
            baseline,
            pathway,
            effect_sum,
            effect,
        )
    if boundary >= 0:
        effect_sum = effect_sum.reshape(plans, chunks, measures, steps).sum(axis=1)
    return KernelResult(baseline, pathway, effect_sum, effect)
