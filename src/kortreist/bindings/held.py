"""What bindings hold of the sources there are: tonnes that no measure reaches while they last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from kortreist.bindings.binding import Binding
from kortreist.bindings.courses import in_use
from kortreist.bindings.flow_years import is_of
from kortreist.bindings.net import flow_years_of
from kortreist.errors import InputError
from kortreist.facts import load
from kortreist.i18n import DATA_LANGUAGES
from kortreist.pathways.model import PathwayModel

__all__ = ["check_held", "held_by_source", "held_tonnes"]

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


def check_held(bindings: Sequence[Binding], model: PathwayModel) -> None:
    """Refuse to hold more of a source than it can have.

    Parameters
    ----------
    bindings : sequence of Binding
    model : PathwayModel

    Raises
    ------
    InputError
        More tonnes a year are held than the source emits in any year without measures, with
        what is not known of the account: which binding, and how much there is.
    """
    for b in bindings:
        for x in (b, *b.alternatives):
            for flow in x.flows:
                if flow.mode != "holds" or flow.central <= 0.0:
                    continue
                rows = [s for s, id in enumerate(model.source_ids) if is_of(flow.source, id)]
                most = sum((_emitted(model, s).mean(axis=0) for s in rows), np.zeros(1)).max()
                known = _inventory_row(flow.source)
                if flow.central > most * (1.0 + (known["uncertainty"] if known else 0.0)):
                    raise InputError(
                        "bindings.holds_more",
                        name=x.name or x.id,
                        tonnes=flow.central,
                        source=_names(known) if known else flow.source,
                        most=round(float(most)),
                    )


def _inventory_row(source: str) -> Mapping[str, Any] | None:
    rows = load().table("inventory_sources")
    return next((r for r in rows if is_of(source, f"direct/{r['sector']}/{r['source']}")), None)


def _names(row: Mapping[str, Any]) -> dict[str, str]:
    return {code: f"{row[f'sector_{code}']}/{row[f'source_{code}']}" for code in DATA_LANGUAGES}


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
