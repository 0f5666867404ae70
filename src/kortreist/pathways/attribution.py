"""Who cut what: additive log-mean Divisia shares (LMDI-I) that leave no residual."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from kortreist.errors import InputError
from kortreist.futures.future_set import FloatArray
from kortreist.pathways.model import SHIFT, PathwayModel
from kortreist.pathways.reference import cube
from kortreist.units import BOUNDARIES, Boundary

__all__ = ["attribute", "driver_change", "log_mean"]


def log_mean(a: npt.ArrayLike, b: npt.ArrayLike) -> FloatArray:
    """Return the logarithmic mean L(a, b) = (a − b)/ln(a/b).

    The limits are ``a`` where a = b, and 0 where one of them is 0.

    Examples
    --------
    >>> float(log_mean(1.0, 1.0)), float(log_mean(0.0, 5.0))
    (1.0, 0.0)
    """
    x, y = np.broadcast_arrays(np.asarray(a, np.float64), np.asarray(b, np.float64))
    out = np.where((x > 0) & (y > 0), x, 0.0)
    apart = (x > 0) & (y > 0) & (np.abs(x - y) > 1e-12 * np.maximum(x, y))
    ratio = np.where(apart, x, 2.0) / np.where(apart, y, 1.0)
    np.divide(x - y, np.log(ratio), out=out, where=apart)
    return out


def attribute(
    model: PathwayModel, plan: Mapping[str, int], boundary: Boundary = "territorial"
) -> FloatArray:
    """Share baseline − pathway out on measures, in every future and year.

    For each source L(P, B)·(−ln(1 − a_k)) goes to effect k, where P is what is left of the
    source's own baseline B; the sum over k is B − P exactly. Activity that a shift sends
    to another source is a negative contribution of that shift.

    A source removed whole has P = 0 and ln 0: the share of each effect is then
    B·ln(1 − a_k)/Σ ln(1 − a_j), with 1e-100 in place of 0 (the small-value strategy). This
    is the analytical limit for the sum, and only how full removals divide it between them
    depends on the small value: equally.

    Parameters
    ----------
    model : PathwayModel
    plan : mapping of str to int
        Measure id → start year.
    boundary : {"territorial", "consumption", "combined"}

    Returns
    -------
    (M, F, T) float
        t CO2e cut, positive is a cut. Sums over M to baseline − pathway.

    References
    ----------
    Ang (2004), Energy Policy 32; Ang (2015), Energy Policy 86; Ang & Liu (2007), *Handling
    zero values in the logarithmic mean Divisia index decomposition approach*, Energy
    Policy 35; Wood & Lenzen (2006), Energy Policy 34.
    """
    weight = model.weight[BOUNDARIES.index(boundary)]
    whole = cube(model, plan)
    sources, shape = len(model.base), whole.baseline.shape[1:]
    log_all = np.zeros((sources, *shape))
    for k, s in enumerate(model.effect_source):
        log_all[s] += whole.log_left[k]
    cut = whole.baseline - (whole.pathway - whole.arrived)
    worth = np.divide(cut, log_all, out=np.zeros_like(cut), where=log_all != 0.0)
    sent_here = np.zeros_like(cut)
    for k, to in enumerate(model.effect_target):
        if to >= 0:
            sent_here[to] += whole.sent[k]
    landed = np.divide(whole.arrived, sent_here, out=np.zeros_like(cut), where=sent_here != 0.0)
    out = np.zeros((len(model.measure_ids), *shape))
    for k, s in enumerate(model.effect_source):
        m, to = model.effect_measure[k], model.effect_target[k]
        out[m] += weight[s] * worth[s] * whole.log_left[k]
        if to >= 0 and model.effect_mode[k] == SHIFT:
            out[m] -= weight[to] * whole.sent[k] * landed[to]
    return out


def driver_change(
    model: PathwayModel, year: int, boundary: Boundary = "territorial"
) -> dict[str, FloatArray]:
    """Share the baseline's change since the base year out on drivers.

    Per source L(E_year, E_base)·ln(index) goes to its activity driver and its intensity
    driver; the rows add to the change in every future.

    Parameters
    ----------
    model : PathwayModel
    year : int
        One of the model's years.
    boundary : {"territorial", "consumption", "combined"}

    Returns
    -------
    dict of str to (F,) float
        Driver id → t CO2e, negative where emissions fall; only drivers that move
        something here.

    Raises
    ------
    InputError
        The year is not among the model's.
    """
    positions = np.flatnonzero(model.years == year)
    if positions.size == 0:
        raise InputError(
            "pathways.unknown_year", year=year, first=model.years[0], last=model.years[-1]
        )
    t = int(positions[0])
    weight = model.weight[BOUNDARIES.index(boundary)]
    out: dict[str, FloatArray] = {}
    for s, base in enumerate(model.base):
        chosen = [d for d in (model.activity_driver[s], model.intensity_driver[s]) if d >= 0]
        if base <= 0.0 or weight[s] == 0.0 or not chosen:
            continue
        if len(chosen) == 1 and (model.index[chosen[0], :, t] <= 0.0).any():
            # Alone, its share is the change itself; what has no tonnes has no logarithm.
            name = model.driver_ids[chosen[0]]
            change = weight[s] * base * (model.index[chosen[0], :, t] - 1.0)
            out[name] = out.get(name, 0.0) + change
            continue
        index = np.prod([model.index[d, :, t] for d in chosen], axis=0)
        mean = weight[s] * log_mean(base * index, base)
        for d in chosen:
            name = model.driver_ids[d]
            out[name] = out.get(name, 0.0) + mean * np.log(model.index[d, :, t])
    return out
