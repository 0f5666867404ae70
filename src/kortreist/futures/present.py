"""The same futures with some conditions present in all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from kortreist.baseline.conditions import conditions
from kortreist.futures.future_set import FutureSet
from kortreist.measures.measure import Measure

__all__ = ["with_present"]


def with_present(
    futures: FutureSet,
    measures: Sequence[Measure],
    present: Collection[str],
    at: date | None = None,
) -> FutureSet:
    """Return the futures with some conditions present in every one, all else drawn as it was.

    A condition that is made present comes in its central year; where a future had it
    sooner, that year stands.

    Parameters
    ----------
    futures : FutureSet
        As :func:`kortreist.futures.draw` made it.
    measures : sequence of Measure
        Those of ``futures``, in its order.
    present : collection of str
        Condition ids.
    at : datetime.date, optional
        Date at which facts must be valid.

    Returns
    -------
    FutureSet
    """
    if futures.condition_from is None:
        return futures
    central = {c.id: c.from_year[1] for c in conditions(at) if c.from_year is not None}
    comes = futures.condition_from.copy()
    for i, name in enumerate(futures.conditions):
        if name in present and name in central:
            comes[i] = np.minimum(comes[i], central[name])
    row_of = {name: i for i, name in enumerate(futures.conditions)}
    enabled = np.full_like(futures.enabled_from, -np.inf)
    for m, measure in enumerate(measures):
        for name in measure.enabling_conditions:
            enabled[m] = np.maximum(enabled[m], comes[row_of[name]])
    return replace(futures, condition_from=comes, enabled_from=enabled)
