"""Totals of a plan in every future, and nothing else: the fastest way to ask "is it enough?".

Without shifts an emission is what it would have been times what each measure leaves, so no
logarithm is needed. Futures are taken in blocks, so that the innermost loop runs over
neighbouring numbers. A measure is multiplied in year by year only while it is carried out;
from the year in which it is whole in every future of the block, once, and carried on.
``reference.py`` is the definition; tests hold this equal to it.
"""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from kortreist.futures.future_set import FloatArray
from kortreist.numerics.compiled import LOCK, compiled
from kortreist.pathways.model import SHIFT, PathwayModel
from kortreist.pathways.reference import SMALLEST

__all__ = ["applies", "totals"]

IntArray = npt.NDArray[np.int64]

#: Futures at a time: what a core works on stays in its nearest memory.
_BLOCK = 64


def applies(model: PathwayModel, starts: FloatArray) -> npt.NDArray[np.bool_]:
    """Tell of which of the plans ``starts`` (P, M) no measure shifts activity to a source, (P,)."""
    of = np.repeat(np.arange(starts.shape[1]), np.diff(model.effect_start))
    shifting = np.unique(of[(model.effect_mode == SHIFT) & (model.effect_target >= 0)])
    alone: npt.NDArray[np.bool_] = np.all(np.isnan(starts[:, shifting]), axis=1)
    return alone


@compiled
def _totals(
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
    fraction: FloatArray,
    starts: FloatArray,
    block: int,
    smallest: float,
    baseline: FloatArray,
    pathway: FloatArray,
) -> None:  # pragma: no cover - runs as machine code
    plans, measures = starts.shape
    sources = base.size
    futures, steps = index.shape[1], years.size
    blocks = (futures + block - 1) // block
    for job in numba.prange(plans * blocks):
        p = job // blocks
        first = (job % blocks) * block
        n = min(block, futures - first)
        part = np.ones((sources, steps, block))  # while measures are being carried out
        whole = np.ones((sources, steps, block))  # from the year they are whole
        start = np.empty(block)
        x = np.empty(block)
        for m in range(measures):
            if np.isnan(starts[p, m]):
                continue
            earliest, latest = np.inf, -np.inf
            for b in range(n):
                start[b] = max(starts[p, m] + delay[m, first + b], enabled_from[m, first + b])
                earliest = min(earliest, start[b])
                latest = max(latest, start[b])
            settled = steps
            if renewed[m]:
                settled = 0
                while settled < steps and years[settled] - latest + 1.0 < ramp[m]:
                    settled += 1
            for t in range(settled):
                if years[t] - earliest + 1.0 <= 0.0:
                    continue
                for b in range(n):
                    since = years[t] - start[b] + 1.0
                    x[b] = min(max(since / ramp[m], 0.0), 1.0)
                    if not renewed[m]:
                        x[b] *= min(max(lifetime[m] + 1.0 - since, 0.0), 1.0)
                for k in range(effect_start[m], effect_start[m + 1]):
                    share = fraction[k, first : first + n]
                    left = part[effect_source[k], t]
                    for b in range(n):
                        one = 1.0 - share[b] * x[b]
                        one = one if one > smallest else smallest
                        left[b] *= one if one < 1.0 else 1.0
            if settled < steps:
                for k in range(effect_start[m], effect_start[m + 1]):
                    share = fraction[k, first : first + n]
                    left = whole[effect_source[k], settled]
                    for b in range(n):
                        one = 1.0 - share[b]
                        one = one if one > smallest else smallest
                        left[b] *= one if one < 1.0 else 1.0
        for s in range(sources):
            activity, intensity = activity_driver[s], intensity_driver[s]
            for t in range(1, steps):
                for b in range(n):
                    whole[s, t, b] *= whole[s, t - 1, b]
            for b in range(n):
                f = first + b
                for t in range(steps):
                    before = base[s]
                    if activity >= 0:
                        before *= index[activity, f, t]
                    if intensity >= 0:
                        before *= index[intensity, f, t]
                    after = before * part[s, t, b] * whole[s, t, b]
                    for i in range(3):
                        pathway[p, i, f, t] += weight[i, s] * after
                        if p == 0:
                            baseline[i, f, t] += weight[i, s] * before


def totals(
    model: PathwayModel, starts: FloatArray, futures: int | None = None
) -> tuple[FloatArray, FloatArray]:
    """Return totals of baseline and of each plan.

    Parameters
    ----------
    model : PathwayModel
    starts : (P, M) float
        Start years, NaN where a measure is not in the plan; see :func:`applies`.
    futures : int, optional
        Use the first so many futures only.

    Returns
    -------
    baseline : (3, F, T) float
        t CO2e, in the order of ``units.BOUNDARIES``.
    pathway : (P, 3, F, T) float
    """
    count = model.size if futures is None else max(1, min(futures, model.size))
    steps = model.years.size
    baseline = np.zeros((3, count, steps))
    pathway = np.zeros((starts.shape[0], 3, count, steps))
    index = model.index if count == model.size else model.index[:, :count].copy()
    with LOCK:
        _totals(
            model.years.astype(np.float64),
            model.base,
            model.weight,
            model.activity_driver,
            model.intensity_driver,
            index,
            model.ramp,
            model.lifetime,
            model.renewed,
            model.delay,
            model.enabled_from,
            model.effect_start,
            model.effect_source,
            model.effect_fraction,
            np.ascontiguousarray(starts),
            _BLOCK,
            SMALLEST,
            baseline,
            pathway,
        )
    return baseline, pathway
