"""Solve ``m (I − A) = s`` for few rows s: by iteration when the system is large.

A table of ten thousand industries takes a factorisation of n³ steps, and a second matrix of
n² numbers to hold it, to give a handful of rows. The stabilised bi-conjugate gradient method
(van der Vorst 1992) needs some tens of passes over the table instead, and no second matrix.
The true residual is computed at the end: what has not come below the tolerance is factorised.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["solve"]

FloatArray = npt.NDArray[np.float64]

#: Below this many industries a factorisation takes milliseconds and is exact.
_LARGE = 1000
_TOLERANCE = 1e-13
_PASSES = 200


def solve(domestic: FloatArray, scale: FloatArray, rows: FloatArray) -> FloatArray:
    """Return m with ``m = rows + m A``, where A is ``domestic`` with columns times ``scale``.

    Parameters
    ----------
    domestic : (n, n) float
        Deliveries of product i to industry j.
    scale : (n,) float
        One over each industry's output; zero for industries without output.
    rows : (K, n) float

    Returns
    -------
    (K, n) float
        Residual below 1e-12 of each row's largest number.

    Raises
    ------
    ValueError
        The system is singular.
    """
    if rows.shape[1] >= _LARGE and rows.shape[0] <= rows.shape[1] // 50:
        solution = _iterate(domestic, scale, rows)
        if solution is not None:
            return solution
    return _factorise(domestic, scale, rows)


def _factorise(domestic: FloatArray, scale: FloatArray, rows: FloatArray) -> FloatArray:
    from scipy.linalg import get_lapack_funcs

    n = scale.size
    # Row-major (I − A) is column-major (I − A)ᵀ to LAPACK: no transposed copy is made.
    system = np.multiply(domestic, -scale)
    system.flat[:: n + 1] += 1.0
    factor, back = get_lapack_funcs(("getrf", "getrs"), (system,))
    lu, pivots, info = factor(system.T, overwrite_a=True)
    if info != 0:
        raise ValueError("the tables are singular: an industry uses all of its own output")
    solution, info = back(lu, pivots, np.array(rows.T, order="F"), overwrite_b=True)
    result: FloatArray = np.ascontiguousarray(solution.T)
    return result


def _iterate(domestic: FloatArray, scale: FloatArray, rows: FloatArray) -> FloatArray | None:
    """Solve all rows in step, one pass over the table for all; None when one does not settle.

    Own use is divided out first (Jacobi preconditioning), since it is what makes the slowest
    industries slow.
    """
    own = 1.0 - domestic.diagonal() * scale
    if not np.all(own > 0):
        return None
    largest = np.abs(rows).max(axis=1, keepdims=True)
    zero = largest[:, 0] == 0.0
    largest[zero] = 1.0

    def times(m: FloatArray) -> FloatArray:  # m (I − A) D⁻¹
        # Row by row: a product with so few rows is read from memory at a third of the speed.
        bought = np.stack([row @ domestic for row in m])
        out: FloatArray = (m - bought * scale) / own
        return out

    def dot(a: FloatArray, b: FloatArray) -> FloatArray:
        out: FloatArray = np.einsum("kn,kn->k", a, b)[:, None]
        return out

    def ratio(a: FloatArray, b: FloatArray) -> FloatArray:
        return np.divide(a, b, out=np.zeros_like(a), where=b != 0)

    right = rows / own
    m = right.copy()
    r = right - times(m)
    first = r.copy()
    rho, p = dot(first, r), r.copy()
    for _ in range(_PASSES):
        v = times(p)
        alpha = ratio(rho, dot(first, v))
        s = r - alpha * v
        t = times(s)
        omega = ratio(dot(t, s), dot(t, t))
        m += alpha * p + omega * s
        r = s - omega * t
        if np.all(np.abs(r) <= _TOLERANCE * largest):
            break
        before, rho = rho, dot(first, r)
        beta = ratio(rho, before) * ratio(alpha, omega)
        p = r + beta * (p - omega * v)
    left = np.abs(right - times(m)).max(axis=1, keepdims=True)
    return m if np.all(left <= 10 * _TOLERANCE * largest) else None
