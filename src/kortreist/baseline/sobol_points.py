"""Scrambled Sobol points, bit for bit those of ``scipy.stats.qmc.Sobol``, without importing it.

Importing ``scipy.stats`` takes longer than drawing all the points of a plan, and its engine is
built anew for every block. Here the direction numbers (Joe & Kuo 2008) are read once from the
table SciPy ships, and the points of a block come out of a few array operations. Where that
table is not found, SciPy draws.
"""

from __future__ import annotations

import zipfile
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

__all__ = ["scrambled"]

FloatArray = npt.NDArray[np.float64]
UintArray = npt.NDArray[np.uint32]

_BITS = 30
_TABLE = ("stats", "_sobol_direction_numbers.npz")


def scrambled(power: int, dimensions: int, rng: np.random.Generator) -> FloatArray:
    """Return the first ``2 ** power`` points of a scrambled Sobol sequence.

    Scrambled by a random linear matrix and a digital shift (Matoušek 1998).

    Parameters
    ----------
    power : int
        At most 30.
    dimensions : int
    rng : numpy.random.Generator
        Its first child gives shift and matrix; it is not itself moved on.

    Returns
    -------
    (2 ** power, dimensions) float
        In [0, 1), multiples of 2**-30.

    References
    ----------
    Joe & Kuo (2008), *Constructing Sobol sequences with better two-dimensional projections*,
    SIAM Journal on Scientific Computing 30(5). Matoušek (1998), *On the L2-discrepancy for
    anchored boxes*, Journal of Complexity 14(4).
    """
    digits = _digits(dimensions)
    if digits is None:
        from scipy.stats import qmc

        drawn: FloatArray = qmc.Sobol(dimensions, scramble=True, rng=rng).random_base2(power)
        return drawn
    place = np.uint32(1) << np.arange(_BITS, dtype=np.uint32)
    own = rng.spawn(1)[0]
    shift = own.integers(2, size=(dimensions, _BITS), dtype=np.uint32) @ place
    matrix = np.tril(own.integers(2, size=(dimensions, _BITS, _BITS), dtype=np.uint32))
    matrix[:, np.arange(_BITS), np.arange(_BITS)] = 1
    # Sums of at most 30 ones are exact in floats, and floats multiply fast.
    mixed = (matrix.astype(np.float32) @ digits[:dimensions]).astype(np.uint32) & np.uint32(1)
    directions = np.einsum("dpj,p->jd", mixed, place[::-1])
    points: UintArray = np.empty((2**power, dimensions), dtype=np.uint32)
    points[0] = shift
    for b in range(power):  # the order of Gray's code: the same again, backwards
        size = 2**b
        points[size : 2 * size] = points[size - 1 :: -1] ^ directions[b]
    scaled: FloatArray = points.astype(np.float64) * 2.0**-_BITS
    return scaled


@lru_cache(maxsize=1)
def _table() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]] | None:
    """Return primitive polynomials (D,) and first direction numbers (D, 18)."""
    spec = find_spec("scipy")
    if spec is None or spec.origin is None:
        return None
    try:
        with np.load(Path(spec.origin).parent.joinpath(*_TABLE)) as table:
            return table["poly"], table["vinit"]
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None


_known: npt.NDArray[np.float32] | None = None


def _digits(dimensions: int) -> npt.NDArray[np.float32] | None:
    """Return binary digits of the direction numbers, (≥ D, digit, number), most significant first.

    None where SciPy's table is not found or does not reach.
    """
    global _known
    if _known is None or _known.shape[0] < dimensions:
        table = _table()
        if table is None or table[0].size < dimensions:
            return None
        # Some more than asked for, so that the next block seldom asks again.
        count = min(table[0].size, 64 * (1 + dimensions // 64))
        numbers = np.array(
            [
                _numbers(int(p), v, d == 0)
                for d, (p, v) in enumerate(
                    zip(table[0][:count], table[1][:count].tolist(), strict=True)
                )
            ],
            dtype=np.uint32,
        )
        place = np.arange(_BITS - 1, -1, -1, dtype=np.uint32)
        digits = (numbers[:, None, :] >> place[:, None]) & np.uint32(1)
        _known = digits.astype(np.float32)
    return _known


def _numbers(polynomial: int, first: list[int], plain: bool) -> list[int]:
    """Return the direction numbers of one dimension, scaled to 30 bits."""
    if plain:
        v = [1] * _BITS
    else:
        degree = polynomial.bit_length() - 1
        v = first[:degree]
        for j in range(degree, _BITS):
            new = v[j - degree]
            for k in range(degree):
                if polynomial >> (degree - 1 - k) & 1:
                    new ^= v[j - k - 1] << (k + 1)
            v.append(new)
    return [x << (_BITS - 1 - j) for j, x in enumerate(v)]
