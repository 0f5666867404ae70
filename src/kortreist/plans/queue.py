"""The queue of what may be taken next: a heap of (key, option)."""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

__all__ = ["sift"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@numba.njit(cache=True, nogil=True)
def sift(key: FloatArray, option: IntArray, size: int, at: int) -> None:  # pragma: no cover
    """Move an entry of a heap of (key, option) down to where it belongs."""
    k, o = key[at], option[at]
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        other = below + 1
        if other < size and (
            key[other] < key[below] or (key[other] == key[below] and option[other] < option[below])
        ):
            below = other
        if not (key[below] < k or (key[below] == k and option[below] < o)):
            break
        key[at], option[at] = key[below], option[below]
        at = below
    key[at], option[at] = k, o
