"""What options add up to where every future has its own."""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

__all__ = ["add_options"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@numba.njit(cache=True, nogil=True)
def add_options(
    choice: IntArray,
    term_start: IntArray,
    term_group: IntArray,
    term_log: FloatArray,
    arrival: FloatArray,
    logs: FloatArray,
    total: FloatArray,
) -> None:  # pragma: no cover - runs as machine code
    """Add each future's options, in place.

    Parameters
    ----------
    choice : (F, M) int
        Option taken, −1 where the measure is not carried out.
    term_start, term_group, term_log, arrival
        Those of :class:`kortreist.plans.problem.Problem`.
    logs : (F, G, T) float
        Logarithm of what is left of each group.
    total : (F, T) float
        t CO2e.
    """
    futures, measures = choice.shape
    steps = total.shape[1]
    arrived = np.empty(steps)
    for f in range(futures):
        arrived[:] = 0.0
        for m in range(measures):
            o = choice[f, m]
            if o < 0:
                continue
            for t in range(steps):
                arrived[t] += arrival[f, o, t]
            for r in range(term_start[o], term_start[o + 1]):
                g = term_group[r]
                for t in range(steps):
                    logs[f, g, t] += term_log[f, r, t]
        for t in range(steps):
            total[f, t] += arrived[t]
