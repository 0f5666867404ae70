"""Numbers rounded to a common step so that what is shown still adds up."""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["add_up", "common_step"]

#: Digits of the largest number that the accounts bear.
_DIGITS = 3


def common_step(whole: float, parts: Sequence[float]) -> float:
    """Return the power of ten to round a whole and its parts to.

    Three digits of the whole; one digit more where a part would else have one digit or none.

    Examples
    --------
    >>> common_step(40_354.0, [14_012.0, 1_664.0])
    100.0
    >>> common_step(40_354.0, [14_012.0, 664.0])
    10.0
    >>> common_step(200_354.0, [14_012.0, 664.0])
    100.0
    """
    bears = math.floor(math.log10(max(abs(whole), 1.0))) - _DIGITS + 1
    there = [abs(p) for p in parts if abs(p) >= 0.5]
    minimum = math.floor(math.log10(min(there))) - 1 if there else bears
    return float(10.0 ** max(0, min(bears, max(bears - 1, minimum))))


def add_up(start: float, cuts: Sequence[float], step: float) -> tuple[float, list[float], float]:
    """Round a start and the cuts from it to a step; the end is what is then left.

    The remainders decide who is rounded up (largest remainder), so that no number moves by a
    whole step, and start less cuts is the rounded end exactly.

    Parameters
    ----------
    start : float
    cuts : sequence of float
        Negative where something is added.
    step : float

    Returns
    -------
    start, cuts, end : float, list of float, float

    Examples
    --------
    >>> add_up(100.4, [30.4, 30.4, 30.4], 1.0)
    (100.0, [31.0, 30.0, 30.0], 9.0)
    """
    first, last = round(start / step), round((start - math.fsum(cuts)) / step)
    down = [math.floor(c / step) for c in cuts]
    over = [c / step - d for c, d in zip(cuts, down, strict=True)]
    missing = first - last - sum(down)
    # What is exact stays exact; of equal remainders the first is rounded up.
    order = sorted((i for i, part in enumerate(over) if part > 0.0), key=lambda i: -over[i])
    for i in order[:missing]:
        down[i] += 1
    return first * step, [d * step for d in down], (first - sum(down)) * step
