"""Which uncertain things move a result: Sobol indices and Morris' elementary effects.

All factors are estimated at once. A bootstrap draws only how often each base point is
counted, so that every resample of every index is one matrix product of those counts with
terms computed once. Draws are seeded: the same input gives the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = [
    "MorrisEffects",
    "SobolIndices",
    "cross",
    "elementary_effects",
    "morris_effects",
    "morris_points",
    "sobol_indices",
]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SobolIndices:
    """Shares of the variance, and half the width of their confidence interval.

    Parameters
    ----------
    first, first_conf : (K,) float
        Share that goes away on average when the factor is known (main effect).
    total, total_conf : (K,) float
        Share that remains on average when all but the factor are known.
    """

    first: FloatArray
    first_conf: FloatArray
    total: FloatArray
    total_conf: FloatArray


@dataclass(frozen=True, slots=True)
class MorrisEffects:
    """Elementary effects of each factor, in the result's unit per unit of the factor.

    Parameters
    ----------
    mu, mu_star, sigma : (K,) float
        Mean, mean of the absolute value, and standard deviation over trajectories.
    mu_star_conf : (K,) float
        Half the width of the confidence interval of ``mu_star``.
    """

    mu: FloatArray
    mu_star: FloatArray
    sigma: FloatArray
    mu_star_conf: FloatArray


def cross(a: FloatArray, b: FloatArray, factor: IntArray) -> FloatArray:
    """Return the points of the radial design: A, then A with one factor from B each, then B.

    Parameters
    ----------
    a, b : (C, N) float
        Two independent sets of N points in C columns.
    factor : (C,) int
        Factor 0…K−1 of each column; columns of one factor move together (a group). −1 for
        a column of no factor.

    Returns
    -------
    (C, K + 2, N) float

    References
    ----------
    Saltelli et al. (2010), *Variance based sensitivity analysis of model output*, Computer
    Physics Communications 181(2), table 2 (radial sampling).
    """
    count = int(factor.max(initial=-1)) + 1
    of = np.arange(-1, count + 1)
    from_b = (of == factor[:, None]) & (of >= 0)
    from_b[:, -1] = True
    return np.where(from_b[:, :, None], b[:, None, :], a[:, None, :])


def sobol_indices(
    values: FloatArray, *, resamples: int = 100, confidence: float = 0.95, seed: int = 1
) -> SobolIndices:
    """Estimate first and total order of every factor.

    First order by Saltelli's estimator ``mean(B·(AB − A))``, total order by Jansen's
    ``mean((A − AB)²)/2``, both over the variance of A and B together. The result is centred
    first, which takes away most of the first estimator's error. Confidence is from a
    bootstrap over the base points: the normal quantile times the standard deviation.

    Parameters
    ----------
    values : (K + 2, N) float
        The model's result in the points of :func:`cross`.
    resamples : int
        Bootstrap resamples, ≥ 2.
    confidence : float
        Of the interval, share 0–1.
    seed : int
        Of the bootstrap.

    Returns
    -------
    SobolIndices
        All 0 where the result does not vary.

    Raises
    ------
    ValueError
        Fewer than three rows, or a value that is not finite.

    References
    ----------
    Sobol (2001), *Global sensitivity indices for nonlinear mathematical models and their
    Monte Carlo estimates*, Mathematics and Computers in Simulation 55; Jansen (1999),
    *Analysis of variance designs for model output*, Computer Physics Communications 117;
    Saltelli et al. (2010), as in :func:`cross`, table 2 (b) and (f).
    """
    if values.ndim != 2 or values.shape[0] < 3 or not np.isfinite(values).all():
        raise ValueError("values must be finite, (K + 2, N) with K at least 1")
    count, n = values.shape[0] - 2, values.shape[1]
    spread = float(values.std())
    # Equal results differ by rounding only; that is no variance to share out.
    if spread <= 1e-12 * max(float(np.abs(values).max()), 1e-300):
        return SobolIndices(*np.zeros((4, count)))
    y = (values - values.mean()) / spread
    a, ab, b = y[0], y[1:-1], y[-1]
    terms = np.empty((2 * count + 2, n))
    np.multiply(ab - a, b, out=terms[:count])
    np.multiply(0.5, np.square(a - ab), out=terms[count : 2 * count])
    terms[-2] = 0.5 * (a + b)
    terms[-1] = 0.5 * (a * a + b * b)
    first, total = _shares(terms.mean(axis=1)[:, None], count)
    weight = _resampling_weights(n, resamples, np.random.default_rng(seed))
    firsts, totals = _shares(terms @ weight.T, count)
    z = _quantile(confidence)
    return SobolIndices(
        first[:, 0],
        z * firsts.std(axis=1, ddof=1),
        total[:, 0],
        z * totals.std(axis=1, ddof=1),
    )


def _shares(means: FloatArray, count: int) -> tuple[FloatArray, FloatArray]:
    """Return first and total order of means of the terms, (2 K + 2, R) → (K, R) each."""
    variance = means[-1] - means[-2] ** 2
    varies = variance > np.finfo(np.float64).eps
    over = np.divide(1.0, variance, out=np.zeros_like(variance), where=varies)
    return means[:count] * over, means[count : 2 * count] * over


def _resampling_weights(n: int, resamples: int, rng: np.random.Generator) -> FloatArray:
    """Return (R, n) weights: how often each point is drawn, with replacement, over n."""
    drawn = rng.integers(n, size=(n, resamples)) + n * np.arange(resamples)
    counts = np.bincount(drawn.ravel(), minlength=n * resamples)
    return counts.reshape(resamples, n) / n


def _quantile(confidence: float) -> float:
    from scipy.special import ndtri

    if not 0.0 < confidence < 1.0:
        raise ValueError("confidence must be between 0 and 1")
    return float(ndtri(0.5 + confidence / 2))


def morris_points(trajectories: int, factors: int, *, levels: int = 4, seed: int = 1) -> FloatArray:
    """Return trajectories that move one factor at a time, each once, in random order.

    Parameters
    ----------
    trajectories : int
        R.
    factors : int
        K.
    levels : int
        Even; every step is half the levels, so that all levels are equally likely.
    seed : int

    Returns
    -------
    (R, K + 1, K) float
        Multiples of 1/(levels − 1) from 0 to 1; steps are ± levels/(2·(levels − 1)).

    References
    ----------
    Morris (1991), *Factorial sampling plans for preliminary computational experiments*,
    Technometrics 33(2).
    """
    if levels < 2 or levels % 2:
        raise ValueError("levels must be an even number")
    rng = np.random.default_rng(seed)
    shape = (trajectories, factors)
    half = levels // 2
    low = rng.integers(half, size=shape)
    falls = rng.integers(2, size=shape)
    # The k-th factor to move is a random order of its own in every trajectory.
    turn = np.argsort(np.argsort(rng.random(shape), axis=1), axis=1)
    moved = turn[:, None, :] < np.arange(factors + 1)[:, None]
    level = low[:, None, :] + half * (moved ^ falls[:, None, :].astype(bool))
    points: FloatArray = level / (levels - 1)
    return points


def elementary_effects(points: FloatArray, values: FloatArray) -> FloatArray:
    """Return what the result changes per unit of the one factor that moves in each step.

    Parameters
    ----------
    points : (R, K + 1, K) float
        Trajectories: exactly one factor moves in a step, every factor once.
    values : (R, K + 1) float

    Returns
    -------
    (R, K) float

    Raises
    ------
    ValueError
        The points are not such trajectories.
    """
    step = np.diff(points, axis=1)
    moves = step != 0.0
    if not (moves.sum(axis=1) == 1).all() or not (moves.sum(axis=2) == 1).all():
        raise ValueError("each step must move one factor, and each factor must move once")
    change = np.diff(values, axis=1)[:, :, None]
    per_unit = np.divide(change, step, out=np.zeros_like(step), where=moves)
    effects: FloatArray = per_unit.sum(axis=1)
    return effects


def morris_effects(
    points: FloatArray,
    values: FloatArray,
    *,
    resamples: int = 100,
    confidence: float = 0.95,
    seed: int = 1,
) -> MorrisEffects:
    """Summarise the elementary effects of every factor.

    Parameters
    ----------
    points : (R, K + 1, K) float
        From :func:`morris_points`; R ≥ 2.
    values : (R, K + 1) float
        The model's result.
    resamples : int
        Bootstrap resamples of the trajectories, ≥ 2.
    confidence : float
        Of the interval, share 0–1.
    seed : int
        Of the bootstrap.

    Returns
    -------
    MorrisEffects

    References
    ----------
    Morris (1991), as above; Campolongo, Cariboni & Saltelli (2007), *An effective screening
    design for sensitivity analysis of large models*, Environmental Modelling & Software
    22(10), for ``mu_star``.
    """
    effects = elementary_effects(points, values)
    size = np.abs(effects)
    weight = _resampling_weights(len(effects), resamples, np.random.default_rng(seed))
    return MorrisEffects(
        effects.mean(axis=0),
        size.mean(axis=0),
        effects.std(axis=0, ddof=1),
        _quantile(confidence) * (weight @ size).std(axis=0, ddof=1),
    )
