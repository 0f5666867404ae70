"""What is decided already, in the baseline of a plan: tonnes that no measure is credited for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kortreist.bindings.binding import Binding
from kortreist.bindings.net import net_tonnes
from kortreist.pathways.model import PathwayModel

__all__ = ["DRIVER", "with_commitments"]

#: Before a binding's id, where its tonnes are named as a driver.
DRIVER = "binding/"
#: t CO2e of the row that carries a binding; its index is its tonnes over this.
_UNIT = 1e-6
#: A binding is inside the border, nobody's final use by itself, and in all of it.
_WEIGHT = np.array([[1.0], [0.0], [1.0]])


def with_commitments(model: PathwayModel, bindings: Sequence[Binding], seed: int) -> PathwayModel:
    """Return a model in which bindings that are decided are part of what happens anyway.

    Each is a source of its own that no measure acts on: what it adds beside what would happen
    if nothing was signed, without what the futures' growth holds. Those that are only planned,
    and those of which something is missing, are left out. Tonnes that a binding holds from
    measures stay where they are: they are in the baseline already.

    Parameters
    ----------
    model : PathwayModel
    bindings : sequence of Binding
    seed : int
        Of the futures.
    """
    added = net_tonnes([b for b in bindings if b.committed], model, seed)
    if not added:
        return model
    drivers = np.arange(len(added)) + len(model.driver_ids)
    rows = np.stack(list(added.values())) / _UNIT
    none = np.full(len(added), -1, dtype=np.int64)
    return replace(
        model,
        source_ids=(*model.source_ids, *(f"direct/{DRIVER}{id}" for id in added)),
        base=np.append(model.base, np.full(len(added), _UNIT)),
        weight=np.ascontiguousarray(np.hstack([model.weight, np.repeat(_WEIGHT, len(added), 1)])),
        activity_driver=np.append(model.activity_driver, none),
        intensity_driver=np.append(model.intensity_driver, drivers),
        driver_ids=(*model.driver_ids, *(f"{DRIVER}{id}" for id in added)),
        index=np.ascontiguousarray(np.concatenate([model.index, rows])),
    )
