"""Whether a measure's option fits beside the others, move by move: for the fast searches.

The checker (``check.py``) reads the same demands off their definitions and shares nothing
with this.
"""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

__all__ = ["fits", "take"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@numba.njit(cache=True, nogil=True)
def fits(
    m: int,
    old: int,
    new: int,
    choice: IntArray,
    option_start: IntArray,
    requires: IntArray,
    excludes: IntArray,
    must: npt.NDArray[np.bool_],
    money: FloatArray,
    staff: FloatArray,
    money_left: FloatArray,
    staff_left: FloatArray,
) -> bool:  # pragma: no cover
    """Tell whether measure m may go from option ``old`` to ``new`` (−1: none).

    ``money_left`` (C,) is what is left of all money given so far, ``staff_left`` (C,) of
    each year's staff.
    """
    if new < 0 and must[m]:
        return False
    for i in range(requires.shape[0]):
        a, b = requires[i, 0], requires[i, 1]
        if a == m and new >= 0 and (choice[b] < 0 or option_start[choice[b]] > option_start[new]):
            return False
        if b == m and choice[a] >= 0 and (new < 0 or option_start[new] > option_start[choice[a]]):
            return False
    if new >= 0:
        for i in range(excludes.shape[0]):
            a, b = excludes[i, 0], excludes[i, 1]
            if (a == m and choice[b] >= 0) or (b == m and choice[a] >= 0):
                return False
    running = 0.0
    for c in range(money_left.size):
        freed = 0.0
        taken = 0.0
        if old >= 0:
            running += money[old, c]
            freed = staff[old, c]
        if new >= 0:
            running -= money[new, c]
            taken = staff[new, c]
        if running < 0.0 and money_left[c] + running < -1e-6:
            return False
        if taken > freed and staff_left[c] + freed - taken < -1e-9:
            return False
    return True


@numba.njit(cache=True, nogil=True)
def take(
    old: int,
    new: int,
    money: FloatArray,
    staff: FloatArray,
    money_left: FloatArray,
    staff_left: FloatArray,
) -> None:  # pragma: no cover
    """Move a measure from option ``old`` to ``new``: change what is left, in place."""
    running = 0.0
    for c in range(money_left.size):
        if old >= 0:
            running += money[old, c]
            staff_left[c] += staff[old, c]
        if new >= 0:
            running -= money[new, c]
            staff_left[c] -= staff[new, c]
        money_left[c] += running
