"""The definition of a pathway, in NumPy, whole cube, for reading and for small cases.

``kernels.py`` computes the same without storing the cube; tests hold the two equal to
1e-9. In a future, a year and for a source ``s`` (all in t CO2e):

    a_k      = clip(φ_k·e_k·x_k, 0, 1)               what effect k takes away
    g_k      = ln(1 − a_k)                           ≤ 0
    G_s      = Σ g_k over avoid and shift on s,  H_s = Σ g_k over improve on s
    B_s      = base_s · A_s · I_s                    baseline: activity × intensity index
    r_k      = base_s · A_s · (1 − e^G_s) · g_k/G_s · gain_k      what shift k sends on
    R_s      = Σ r_k over shifts that arrive at s
    P_s      = B_s · e^(G_s + H_s) + R_s · I_s · e^H_s            pathway
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kortreist.futures.future_set import FloatArray
from kortreist.pathways.model import IMPROVE, SHIFT, PathwayModel

__all__ = ["SMALLEST", "Cube", "adoption", "cube"]

#: What stands for zero under a logarithm (small-value strategy, Ang & Liu 2007): a source
#: that is removed whole is divided between its measures as if this share were left.
SMALLEST = 1e-100


@dataclass(frozen=True, slots=True)
class Cube:
    """All of a pathway, source by source.

    Parameters
    ----------
    baseline, pathway : (S, F, T) float
        t CO2e, unweighted: every source whole.
    arrived : (S, F, T) float
        Part of ``pathway`` that measures shifted here, t CO2e.
    log_left : (E, F, T) float
        ln(1 − a) of every effect.
    sent : (E, F, T) float
        t CO2e at base-year intensity that each shift sends to its target.
    """

    baseline: FloatArray
    pathway: FloatArray
    arrived: FloatArray
    log_left: FloatArray
    sent: FloatArray

    def totals(self, model: PathwayModel) -> tuple[FloatArray, FloatArray]:
        """Return baseline and pathway inside the three boundaries, (3, F, T) t CO2e each."""
        return (
            np.einsum("bs,sft->bft", model.weight, self.baseline),
            np.einsum("bs,sft->bft", model.weight, self.pathway),
        )


def adoption(model: PathwayModel, plan: Mapping[str, int]) -> FloatArray:
    """Return how far each measure is carried out, x.

    A measure starts in its decided year plus the future's delay, and not before its
    enabling conditions are there. The share grows by 1/ramp a year and reaches 1 in the
    last year of the ramp; a start inside a year gives that part of the first year's step.
    When the lifetime ends the measure is renewed, or ends in the course of a year.

    Parameters
    ----------
    model : PathwayModel
    plan : mapping of str to int
        Measure id → decided start year.

    Returns
    -------
    (M, F, T) float
        Share 0–1; 0 for measures outside the plan.
    """
    start = np.maximum(model.starts(plan)[:, None] + model.delay, model.enabled_from)
    since = model.years[None, None, :] - start[:, :, None] + 1.0
    since = np.where(np.isnan(since), -np.inf, since)
    x = np.clip(since / model.ramp[:, None, None], 0.0, 1.0)
    left = np.clip(model.lifetime[:, None, None] + 1.0 - since, 0.0, 1.0)
    return np.where(model.renewed[:, None, None], x, x * left)


def cube(model: PathwayModel, plan: Mapping[str, int]) -> Cube:
    """Compute the pathway of a plan, every source in every future and year.

    Parameters
    ----------
    model : PathwayModel
    plan : mapping of str to int
        Measure id → decided start year.

    Returns
    -------
    Cube
    """
    x = adoption(model, plan)
    activity = model.base[:, None, None] * _driver_index(model, model.activity_driver)
    intensity = _driver_index(model, model.intensity_driver)
    taken = np.clip(model.effect_fraction[:, :, None] * x[model.effect_measure], 0.0, 1.0)
    some_left = np.minimum(taken, np.nextafter(1.0, 0.0))
    log_left = np.where(taken < 1.0, np.log1p(-some_left), np.log(SMALLEST))
    log_activity = np.zeros_like(activity)
    log_intensity = np.zeros_like(activity)
    for k, s in enumerate(model.effect_source.tolist()):
        into = log_intensity if model.effect_mode[k] == IMPROVE else log_activity
        into[s] += log_left[k]
    arrived = np.zeros_like(activity)
    sent = np.zeros_like(log_left)
    shifts = np.flatnonzero((model.effect_mode == SHIFT) & (model.effect_target >= 0))
    for k in shifts.tolist():
        s, to = int(model.effect_source[k]), int(model.effect_target[k])
        avoided = activity[s] * -np.expm1(log_activity[s])
        share = np.divide(
            log_left[k],
            log_activity[s],
            out=np.zeros_like(avoided),
            where=log_activity[s] != 0.0,
        )
        sent[k] = avoided * share * model.effect_gain[k]
        arrived[to] += sent[k]
    arrived *= intensity * np.exp(log_intensity)
    baseline = activity * intensity
    pathway = baseline * np.exp(log_activity + log_intensity) + arrived
    return Cube(baseline, pathway, arrived, log_left, sent)


def _driver_index(model: PathwayModel, driver: npt.NDArray[np.int64]) -> FloatArray:
    """Return (S, F, T) index of each source's driver; 1 where it has none."""
    out = np.ones((len(driver), model.size, model.years.size))
    for s, d in enumerate(driver.tolist()):
        if d >= 0:
            out[s] = model.index[d]
    return out
