"""Ways out of a binding: what leaving loses, and whether a way out is one.

A way out that nobody would take is none: it must give back a clear part of what leaving free of
charge would (``bindings/exit_share``), and where nobody would want to leave it must cost less
than half of what is left to pay and emit (``groups/reversal_share``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kortreist.bindings.thresholds import Thresholds

__all__ = ["SAME", "WayOut", "counts", "taken", "tie_of"]

FloatArray = npt.NDArray[np.float64]

#: NOK and shares below which two are the same.
SAME = 1e-9


@dataclass(frozen=True, slots=True)
class WayOut:
    """One way out inside the life of a binding.

    Parameters
    ----------
    year : int
        First year without it.
    nok : float
        What leaving costs, NOK of the year.
    price : float
        The same in present NOK.
    known : bool
        From the learning year on: then it is taken where it is better, else in all futures or
        in none.
    loss : (F,) float
        Present NOK lost where it is taken, for what then loses least.
    left : float
        Mean present NOK that staying would cost from then on, income not counted: what is paid
        and the emission at the carbon price.
    """

    year: int
    nok: float
    price: float
    known: bool
    loss: FloatArray
    left: float


def tie_of(loss: FloatArray) -> float:
    """Return the NOK below which losses of that size are the same."""
    return SAME * max(1.0, float(np.abs(loss).max()))


def taken(kept: FloatArray, ways: Sequence[WayOut]) -> FloatArray:
    """Return (F,) NOK of a binding, left where that is better.

    From the learning year on it is known in each future whether it is; before it a way out is
    taken in all futures or in none.

    Parameters
    ----------
    kept : (F,) float
        NOK of the binding, held to the end.
    ways : sequence of WayOut
    """
    early = []
    for way in ways:
        if way.known:
            kept = np.minimum(kept, way.loss)
        else:
            early.append(way.loss)
    return min([kept, *early], key=lambda loss: float(loss.mean()))


def counts(way: WayOut, kept: FloatArray, capital: float | None, limits: Thresholds) -> bool:
    """Tell whether a way out is one.

    Parameters
    ----------
    way : WayOut
    kept : (F,) float
        Present NOK of the binding, held to the end.
    capital : float or None
        NOK; none of it is nothing to lose.
    limits : Thresholds
    """
    if capital and way.nok >= limits.reversal * capital:
        return False
    tie = tie_of(kept)
    free = _gain(kept, way, way.loss - way.price)
    if free > tie:
        return _gain(kept, way, way.loss) >= limits.exit_share * free - tie
    return way.price <= 0.0 or way.price < limits.reversal * way.left


def _gain(kept: FloatArray, way: WayOut, loss: FloatArray) -> float:
    """Return the mean NOK that leaving gives, at a loss where it is taken."""
    if way.known:
        return float(np.maximum(kept - loss, 0.0).mean())
    return max(float(kept.mean() - loss.mean()), 0.0)
