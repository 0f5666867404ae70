"""What bindings hold of the sources there are: tonnes that no measure reaches while they last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from kortreist.bindings.binding import Binding
from kortreist.bindings.courses import in_use
from kortreist.bindings.flow_years import is_of
from kortreist.bindings.net import flow_years_of
from kortreist.pathways.model import PathwayModel

__all__ = ["held_by_source", "held_tonnes"]

FloatArray = npt.NDArray[np.float64]


def held_tonnes(
    bindings: Sequence[Binding], model: PathwayModel, seed: int
) -> dict[tuple[str, int], FloatArray]:
    """Return what each binding holds of each source that measures act on.

    No more is held than there is, whoever comes first; of several sources of one name the
    first is held first.

    Parameters
    ----------
    bindings : sequence of Binding
    model : PathwayModel
        Of F futures and T years.
    seed : int

    Returns
    -------
    dict of (str, int) to (F, T) float
        Binding's id and row of the source → t CO2e.
    """
    years = flow_years_of(model, seed)
    reached = sorted({int(s) for s in model.effect_source if model.base[s] > 0.0})
    left: dict[int, FloatArray] = {}
    out: dict[tuple[str, int], FloatArray] = {}
    for b in bindings:
        if b.last is None:
            continue
        for x in in_use(b, b).stretches:
            for flow in x.binding.flows:
                if flow.mode != "holds":
                    continue
                rest = years.tonnes(flow, x.start, x.first, x.last)
                for s in reached:
                    if not is_of(flow.source, model.source_ids[s]):
                        continue
                    whole = left.setdefault(s, _emitted(model, s))
                    part = np.minimum(rest, whole)
                    if not part.any():
                        continue
                    rest, left[s] = rest - part, whole - part
                    out[b.id, s] = out.get((b.id, s), np.zeros_like(part)) + part
    return out


def held_by_source(held: Mapping[tuple[str, int], FloatArray]) -> dict[int, FloatArray]:
    """Return (F, T) t CO2e that are held of each source, whoever holds them."""
    out: dict[int, FloatArray] = {}
    for (_, s), tonnes in held.items():
        out[s] = out[s] + tonnes if s in out else tonnes
    return out


def _emitted(model: PathwayModel, s: int) -> FloatArray:
    """Return (F, T) t CO2e of a source without measures."""
    out = np.full(model.index.shape[1:], model.base[s])
    for d in (int(model.activity_driver[s]), int(model.intensity_driver[s])):
        if d >= 0:
            out *= model.index[d]
    return out
