"""Where a measure's cut comes from: source by source, of one measure alone in one year."""

from __future__ import annotations

import numpy as np

from kortreist.futures.future_set import FloatArray
from kortreist.pathways.model import IMPROVE, SHIFT, PathwayModel
from kortreist.units import BOUNDARIES, Boundary

__all__ = ["cut_by_source"]


def cut_by_source(
    model: PathwayModel, measure: str, x: FloatArray, boundary: Boundary, year: int
) -> dict[str, tuple[float, float]]:
    """Return what a measure alone cuts of each source.

    Parameters
    ----------
    model : PathwayModel
    measure : str
    x : (F, T) float
        How far it is carried out, share 0–1.
    boundary : Boundary
    year : int

    Returns
    -------
    dict
        Source id → mean t CO2e emitted without it and mean t CO2e cut; the cut is negative
        where activity is shifted to. Cuts add up to the measure's own.
    """
    m, t = model.measure_ids.index(measure), int(np.flatnonzero(model.years == year)[0])
    weight = model.weight[BOUNDARIES.index(boundary)]
    done = x[:, t]

    def index(driver: int) -> FloatArray:
        return model.index[driver, :, t] if driver >= 0 else np.ones(model.size)

    activity_left: dict[int, FloatArray] = {}
    intensity_left: dict[int, FloatArray] = {}
    effects = range(int(model.effect_start[m]), int(model.effect_start[m + 1]))
    for k in effects:
        left = intensity_left if model.effect_mode[k] == IMPROVE else activity_left
        s = int(model.effect_source[k])
        left[s] = left.get(s, np.ones(model.size)) * (1.0 - model.effect_fraction[k] * done)
    arrived: dict[int, FloatArray] = {}
    for k in effects:
        s, to = int(model.effect_source[k]), int(model.effect_target[k])
        if model.effect_mode[k] != SHIFT or to < 0:
            continue
        # Of what several effects take away together each has its part by its logarithm.
        whole, mine = activity_left[s], 1.0 - model.effect_fraction[k] * done
        part = np.divide(
            np.log(np.maximum(mine, 1e-100)),
            np.log(np.maximum(whole, 1e-100)),
            out=np.zeros(model.size),
            where=whole < 1.0,
        )
        sent = model.base[s] * index(int(model.activity_driver[s])) * (1.0 - whole)
        arrived[to] = arrived.get(to, 0.0) + sent * part * model.effect_gain[k]
    out: dict[str, tuple[float, float]] = {}
    for s in sorted({*activity_left, *intensity_left, *arrived}):
        intensity = index(int(model.intensity_driver[s]))
        before = model.base[s] * index(int(model.activity_driver[s])) * intensity
        improved = intensity_left.get(s, np.ones(model.size))
        after = before * activity_left.get(s, 1.0) * improved
        after = after + arrived.get(s, 0.0) * intensity * improved
        if weight[s] > 0.0:
            emitted, cut = float(before.mean()), float((before - after).mean())
            out[model.source_ids[s]] = (weight[s] * emitted, weight[s] * cut)
    return out
