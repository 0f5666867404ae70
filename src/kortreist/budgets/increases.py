"""What bindings add to a plan's pathway, year by year: rows that add up to the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kortreist.bindings import Binding, net_tonnes
from kortreist.budgets.budget import Band
from kortreist.budgets.prepared import Prepared
from kortreist.budgets.rows import bands
from kortreist.pathways import evaluate

__all__ = ["Increase", "Increases", "increases_of"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Increase:
    """What one binding adds beside what happens if nothing is signed.

    Parameters
    ----------
    id : str
    committed : bool
        Whether it is decided already.
    tonnes : dict of int to Band
        Year → t CO2e inside the border, without what the futures' growth already holds; negative
        where what happens otherwise emits more.
    """

    id: str
    committed: bool
    tonnes: dict[int, Band]


@dataclass(frozen=True, slots=True)
class Increases:
    """A plan's pathway without bindings, with those decided, and with all that are planned too.

    Central values add up exactly: ``without`` and the rows decided make ``decided``, and with
    the planned ones ``everything``.

    Parameters
    ----------
    years : tuple of int
    rows : tuple of Increase
        In the order they were entered; those of which something is missing are not here.
    without, decided, everything : dict of int to Band
        t CO2e.
    probability : dict of str to (dict of int to float)
        ``without``, ``decided``, ``everything`` → year → share 0–1 of futures under the frame.
    """

    years: tuple[int, ...]
    rows: tuple[Increase, ...]
    without: dict[int, Band]
    decided: dict[int, Band]
    everything: dict[int, Band]
    probability: dict[str, dict[int, float]]


def increases_of(
    prepared: Prepared, bindings: Sequence[Binding], starts: Mapping[str, int]
) -> Increases:
    """Return what bindings add to the pathway of a plan.

    Tonnes that a binding holds from measures are not new ones: they are in what the measures
    do not cut.

    Parameters
    ----------
    prepared : Prepared
        Of the plan: the same futures give its own pathway.
    bindings : sequence of Binding
    starts : mapping of str to int
        Measure → start year in the plan. Measures that are none here are passed over.
    """
    q = prepared.question
    here = {m: y for m, y in starts.items() if m in q.model.measure_ids}
    result = evaluate(q.model, here, q.boundary, report_years=())
    years = tuple(y for y in prepared.years if y >= prepared.plan_years[0])
    without = result.pathway + prepared.noise
    added = net_tonnes(bindings, q.model, q.futures.seed)
    decided = without + _sum([added[b.id] for b in bindings if b.committed and b.id in added])
    everything = without + _sum([*added.values()])
    whole = {"without": without, "decided": decided, "everything": everything}

    def band(values: FloatArray) -> dict[int, Band]:
        return bands(values, result.years, years)

    return Increases(
        years=years,
        rows=tuple(
            Increase(b.id, b.committed, band(added[b.id])) for b in bindings if b.id in added
        ),
        **{name: band(values) for name, values in whole.items()},
        probability={
            name: {
                y: float((values[:, result.years == y][:, 0] <= prepared.frame[y]).mean())
                for y in years
            }
            for name, values in whole.items()
        },
    )


def _sum(parts: Sequence[FloatArray]) -> FloatArray | float:
    return np.sum(parts, axis=0) if parts else 0.0
