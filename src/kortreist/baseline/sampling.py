"""Quasi-random points that stay the same when something else is added."""

from __future__ import annotations

from zlib import crc32

import numpy as np
import numpy.typing as npt

from kortreist.baseline.sobol_points import scrambled

__all__ = ["generator", "sobol", "triangular"]

FloatArray = npt.NDArray[np.float64]


def generator(seed: int, name: str) -> np.random.Generator:
    """Return the random generator of one named block of draws.

    The name is hashed with CRC-32, which is the same on every machine and in every
    process (Python's own ``hash`` is not).
    """
    return np.random.default_rng([seed, crc32(name.encode("utf-8"))])


def sobol(n: int, dimensions: int, seed: int, name: str, *, shuffle: bool = True) -> FloatArray:
    """Return a block of scrambled Sobol points that belongs to one name.

    A block is drawn as the next power of two, which keeps the balance of the sequence,
    and cut to its ``n`` first points. Two blocks scrambled independently still follow
    the same sequence and would move together, so the order of a block's points is
    shuffled by its own generator: Latin supercube sampling.

    Parameters
    ----------
    n : int
        Points wanted; any number ≥ 1.
    dimensions : int
    seed : int
    name : str
        The block; other blocks do not change it.
    shuffle : bool
        False for the one block whose order is the order of the futures.

    Returns
    -------
    (n, dimensions) float
        Strictly between 0 and 1.

    References
    ----------
    Owen (1998), *Latin supercube sampling for very high-dimensional simulations*, ACM
    Transactions on Modeling and Computer Simulation 8(1).
    """
    rng = generator(seed, name)
    points: FloatArray = scrambled(int(n - 1).bit_length(), dimensions, rng)[:n]
    # Sobol points are multiples of 2**-30 and may be 0: the middle of the cell may not.
    points = np.clip(points + 2.0**-31, 2.0**-31, 1.0 - 2.0**-31)
    return points[rng.permutation(n)] if shuffle else points


def triangular(u: FloatArray, low: float, central: float, high: float) -> FloatArray:
    """Return the triangular distribution's values at the cumulative shares ``u``.

    Parameters
    ----------
    u : array of float
        Shares strictly between 0 and 1.
    low, central, high : float
        End, mode and end; ``low == high`` gives the constant.

    Returns
    -------
    array of float
        Same shape as ``u``, in the unit of ``low``.

    Examples
    --------
    >>> import numpy as np
    >>> triangular(np.array([0.0, 0.5, 1.0]), 0.0, 1.0, 2.0).tolist()
    [0.0, 1.0, 2.0]
    """
    u = np.asarray(u, dtype=np.float64)
    width = high - low
    if width == 0.0:
        return np.full_like(u, low)
    left, right = central - low, high - central
    below = low + np.sqrt(u * width * left)
    above = high - np.sqrt((1.0 - u) * width * right)
    return np.where(u * width <= left, below, above)
