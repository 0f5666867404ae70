"""A flow's tonnes in every future and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kortreist.baseline.sampling import sobol, triangular
from kortreist.bindings.binding import Flow

__all__ = ["FlowYears", "is_of"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FlowYears:
    """Years and futures that flows are spread over: F futures, Y calendar years.

    Parameters
    ----------
    calendar : (Y,) int
        Ascending, without gaps.
    futures : int
    index : mapping of str to (F, Y) float
        Driver → its index.
    seed : int
    """

    calendar: IntArray
    futures: int
    index: Mapping[str, FloatArray]
    seed: int

    def tonnes(self, flow: Flow, start: int, first: int, last: int) -> FloatArray:
        """Return a flow's tonnes in every future and year.

        Parameters
        ----------
        flow : Flow
        start : int
            Year that the flow's path is counted from.
        first, last : int
            First and last year of use.

        Returns
        -------
        (F, Y) float
            t CO2e.
        """
        amount = self._amount(flow)
        shape: FloatArray = self.shape(flow, start, first, last)
        return amount[:, None] * shape

    def shape(self, flow: Flow, start: int, first: int, last: int) -> FloatArray:
        """Return (F, Y) a flow's tonnes by year as shares of its yearly amount."""
        years = self.calendar
        if flow.once:
            used = years == max(first, flow.first or first)
            used = used & (years <= last)
            return np.broadcast_to(used.astype(np.float64), (self.futures, years.size)).copy()
        begin, end = max(first, flow.first or first), min(last, flow.last or last)
        used = (years >= begin) & (years <= end)
        share = np.ones((self.futures, years.size))
        if flow.path:
            at = np.clip(years - start, 0, len(flow.path) - 1)
            share *= np.array(flow.path)[at]
        if flow.driver:
            index = self.index[flow.driver]
            there = int(np.clip(start - years[0], 0, years.size - 1))
            share *= index / index[:, [there]]
        return share * used

    def _amount(self, flow: Flow) -> FloatArray:
        if flow.low == flow.high:
            return np.full(self.futures, flow.central)
        # What is not known of one source is not known alike of all that is bound on it: the
        # halves of a binding are then the whole, and the order of rows is nothing.
        name = f"binding/{flow.account}/{flow.source}/{flow.driver}"
        return triangular(_drawn(self.futures, self.seed, name), flow.low, flow.central, flow.high)


@lru_cache(maxsize=256)
def _drawn(futures: int, seed: int, name: str) -> FloatArray:
    """Return (F,) what a source's unknown amount is drawn at; asked for again and again."""
    u: FloatArray = sobol(futures, 1, seed, name)[:, 0].copy()
    u.setflags(write=False)
    return u


def is_of(source: str, ledger_id: str) -> bool:
    """Tell whether a source that is named ``sector/source`` or whole is one of the ledger's.

    Examples
    --------
    >>> is_of("road_transport/buses", "direct/road_transport/buses/business")
    True
    >>> is_of("road_transport/cars", "direct/road_transport/buses/business")
    False
    """
    return source in (ledger_id, "/".join(ledger_id.split("/")[1:3]))
