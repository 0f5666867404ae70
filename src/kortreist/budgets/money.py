"""NOK of one bearer: investment and running cost, with the range of each and of sums."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Money", "spread_of"]


@dataclass(frozen=True, slots=True)
class Money:
    """NOK of one bearer in one year: investment and running cost, and their range.

    ``running`` holds own staff, ``staff`` of it: the people counted in full-time equivalents.
    ``low`` and ``high`` are of both together, every figure at its end; ``investment_ends`` and
    ``running_ends`` of each alone, None where not told apart. In a sum over measures the
    distances from the central amount add in quadrature: measures are not all wrong the same
    way (:func:`spread_of`).
    """

    investment: float
    running: float
    low: float
    high: float
    staff: float = 0.0
    investment_ends: tuple[float, float] | None = None
    running_ends: tuple[float, float] | None = None

    @property
    def total(self) -> float:
        """NOK of both."""
        return self.investment + self.running

    @classmethod
    def added(cls, parts: Sequence[Money]) -> Money:
        """Return the sum of one measure's amounts: their ends add."""
        return cls(
            sum(m.investment for m in parts),
            sum(m.running for m in parts),
            sum(m.low for m in parts),
            sum(m.high for m in parts),
            sum(m.staff for m in parts),
            _added_ends([m.investment_ends for m in parts]),
            _added_ends([m.running_ends for m in parts]),
        )


def _added_ends(ends: Sequence[tuple[float, float] | None]) -> tuple[float, float] | None:
    told = [e for e in ends if e is not None]
    whole = told and len(told) == len(ends)
    return (sum(low for low, _ in told), sum(high for _, high in told)) if whole else None


def spread_of(parts: Iterable[Money]) -> tuple[float, float]:
    """Return the range of a sum, NOK, where the parts are wrong independently of each other."""
    total, down, up = 0.0, 0.0, 0.0
    for part in parts:
        total += part.total
        down += (part.total - part.low) ** 2
        up += (part.high - part.total) ** 2
    return total - math.sqrt(down), total + math.sqrt(up)
