"""What bindings add in every future of a plan, beside what happens if nothing is signed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from kortreist.bindings.binding import Binding
from kortreist.bindings.courses import added, in_use
from kortreist.bindings.flow_years import FlowYears
from kortreist.pathways.model import PathwayModel

__all__ = ["flow_years_of", "net_tonnes"]

FloatArray = npt.NDArray[np.float64]


def flow_years_of(model: PathwayModel, seed: int) -> FlowYears:
    """Return the years and futures of a model, for flows to be spread over."""
    index: dict[str, FloatArray] = {}
    for d, name in enumerate(model.driver_ids):
        # The first of a name is the driver; what follows is the part of a source that goes by it.
        index.setdefault(name, model.index[d])
    return FlowYears(model.years, model.size, index, seed)


def net_tonnes(
    bindings: Sequence[Binding], model: PathwayModel, seed: int
) -> dict[str, FloatArray]:
    """Return what each binding adds inside the border.

    Parameters
    ----------
    bindings : sequence of Binding
    model : PathwayModel
        Of T years.
    seed : int

    Returns
    -------
    dict of str to (F, T) float
        Id → t CO2e beside the zero alternative, without what growth in the futures holds; only
        bindings of which flow, start, lifetime and what happens otherwise are known.
    """
    years = flow_years_of(model, seed)
    out = {}
    for b in bindings:
        zero = b.zero_alternative()
        if not b.flows or b.last is None or zero is None or not zero.flows:
            continue
        out[b.id] = added(years, in_use(b, b)) - added(years, in_use(zero, b))
    return out
