"""What is decided already, in the baseline of a plan: tonnes that no measure is credited for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from kortreist.bindings.binding import Binding
from kortreist.bindings.held import held_by_source, held_tonnes
from kortreist.bindings.net import net_tonnes
from kortreist.pathways.model import PathwayModel

__all__ = ["DRIVER", "HELD", "with_commitments"]

#: Before a binding's id, where its tonnes are named as a driver.
DRIVER = "binding/"
#: After a source's id, where a part of it is kept from measures.
HELD = "#held"
#: t CO2e of a row that is nothing in the account's year; its index is its tonnes over this.
_UNIT = 1e-6
#: Share of a source that is left of it where all is held: what has no tonnes has no logarithm.
_LEAST = 1e-9
#: A binding is inside the border, nobody's final use by itself, and in all of it.
_WEIGHT = np.array([1.0, 0.0, 1.0])

FloatArray = npt.NDArray[np.float64]


def with_commitments(model: PathwayModel, bindings: Sequence[Binding], seed: int) -> PathwayModel:
    """Return a model in which bindings that are decided are part of what happens anyway.

    What each adds is a source of its own that no measure acts on: beside what would happen if
    nothing was signed, without what the futures' growth holds. What it holds is in the
    baseline already: that part of the source is set apart, so that measures act on what is
    left of it, and on all of it again when the binding has ended. Those that are only
    planned, and those of which something is missing, are left out.

    Parameters
    ----------
    model : PathwayModel
    bindings : sequence of Binding
    seed : int
        Of the futures.
    """
    decided = [b for b in bindings if b.committed]
    added = net_tonnes(decided, model, seed)
    held = held_tonnes(decided, model, seed)
    holder = {s: id for id, s in reversed(held)}
    for id, tonnes in added.items():
        model = _with_row(model, f"direct/{DRIVER}{id}", f"{DRIVER}{id}", tonnes, _WEIGHT, _UNIT)
    for s, tonnes in held_by_source(held).items():
        model = _apart(model, s, tonnes, f"{DRIVER}{holder[s]}")
    return model


def _with_row(
    model: PathwayModel,
    id: str,
    driver: str,
    tonnes: FloatArray,
    weight: FloatArray,
    base: float,
) -> PathwayModel:
    """Return the model with one more source that no measure acts on, of (F, T) tonnes."""
    return replace(
        model,
        source_ids=(*model.source_ids, id),
        base=np.append(model.base, base),
        weight=np.ascontiguousarray(np.hstack([model.weight, weight[:, None]])),
        activity_driver=np.append(model.activity_driver, -1),
        intensity_driver=np.append(model.intensity_driver, len(model.driver_ids)),
        driver_ids=(*model.driver_ids, driver),
        index=np.ascontiguousarray(np.concatenate([model.index, tonnes[None] / base])),
    )


def _apart(model: PathwayModel, s: int, tonnes: FloatArray, otherwise: str) -> PathwayModel:
    """Return the model with (F, T) tonnes of a source in a row that no measure acts on.

    Both parts are named by the driver of the whole, whose change they share; ``otherwise`` is
    the name where it has none.
    """
    a, i = int(model.activity_driver[s]), int(model.intensity_driver[s])
    activity = np.ones_like(tonnes) if a < 0 else model.index[a]
    whole = model.base[s] * activity * (1.0 if i < 0 else model.index[i])
    here = float(tonnes[:, 0].mean())
    own = max(model.base[s] - here, _LEAST * model.base[s])
    share = np.maximum(
        1.0 - np.divide(tonnes, whole, out=np.zeros_like(whole), where=whole > 0.0), 0.0
    )
    index = np.maximum(activity * share * (model.base[s] / own), _LEAST)
    driver = a if a >= 0 else i
    name = model.driver_ids[driver] if driver >= 0 else otherwise
    base, drivers = model.base.copy(), model.activity_driver.copy()
    base[s], drivers[s] = own, len(model.driver_ids)
    model = replace(
        model,
        base=base,
        activity_driver=drivers,
        driver_ids=(*model.driver_ids, name),
        index=np.ascontiguousarray(np.concatenate([model.index, index[None]])),
    )
    id = f"{model.source_ids[s]}{HELD}"
    return _with_row(model, id, name, tonnes, model.weight[:, s], here or _UNIT)
