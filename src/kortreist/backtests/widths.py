"""Half-widths of the interval by horizon and class, fitted by normalised conformal prediction.

The score of a pair is its absolute relative error over a scale,
|y − ŷ| / (ŷ · m(class) · √(level + growth · horizon)): the scale grows as a random walk from a
base year that is itself uncertain. The half-width at 80 % is the scale times the 80 % quantile
of the scores of *other* places (their (n+1)·0.8-th smallest), and so at 50 and 90 %. Under
exchangeability of the places such an interval holds what comes in that share of the cases,
whatever the errors' distribution and however rough the scale.

References
----------
Vovk, Gammerman and Shafer (2005), Algorithmic Learning in a Random World; Lei, G'Sell, Rinaldo,
Tibshirani and Wasserman (2018), JASA 113:1094 (scores over a scale); Vovk (2015), Annals of
Mathematics and AI 74:9 (cross-conformal: fitted on the folds a place is not in); Dunn,
Wasserman and Ramdas (2023), JASA 118:2491 (groups of dependent pairs: here places); Barber,
Candès, Ramdas and Tibshirani (2023), Annals of Statistics 51:816 (what is lost when years are
not exchangeable; here shown by the coverage of forecasts whose widths knew earlier years only).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kortreist import facts
from kortreist.backtests.size_classes import PLANTS, size_classes

__all__ = ["PERCENTS", "Widths", "calibrated_widths", "fit_widths"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
#: The intervals that are fitted and judged.
PERCENTS = (50, 80, 90)
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide an interval must be.

    Parameters
    ----------
    level, growth : float
        Square of the scale at horizon 0, and what a year adds (share²).
    classes : mapping of str to float
        Class → factor on the scale.
    scores : mapping of int to float
        50, 80, 90 → quantile of the scores.
    """

    level: float
    growth: float
    classes: Mapping[str, float]
    scores: Mapping[int, float]

    def half(self, percent: int, horizon: float, size: str) -> float:
        """Return the half-width, share of the central value.

        Parameters
        ----------
        percent : {50, 80, 90}
        horizon : float
            Years after the base year, > 0. Beyond the longest that was judged the random
            walk goes on.
        size : str
            A class of :func:`kortreist.backtests.size_classes.size_class`.
        """
        scale = math.sqrt(self.level + self.growth * horizon)
        return self.scores[percent] * self.classes[size] * scale


def fit_widths(error: FloatArray, horizon: IntArray, size: Sequence[str]) -> Widths:
    """Fit the half-widths on pairs of forecast and outcome.

    Parameters
    ----------
    error : (N,) float
        Outcome over forecast, less 1.
    horizon : (N,) int
        Years ahead.
    size : sequence of str, length N
        Classes. A larger class by residents is never given a wider interval than a smaller
        one: where the data say so they are pooled (pool adjacent violators). A class without
        pairs takes the factor of the nearest, :data:`PLANTS` the largest.

    Returns
    -------
    Widths
    """
    absolute = np.abs(np.asarray(error, dtype=np.float64))
    classes = np.array(size)
    here = {c: classes == c for c in (*size_classes(), PLANTS) if (classes == c).any()}
    factor = dict.fromkeys(here, 1.0)
    level = growth = 0.0
    scale = np.ones_like(absolute)
    for _ in range(_ROUNDS):
        of = np.ones_like(absolute)
        for c, at in here.items():
            of[at] = factor[c]
        level, growth = _walk(absolute / of, horizon)
        scale = np.sqrt(level + growth * horizon)
        factor = _pooled_factors(
            {c: _quantile(absolute[at] / scale[at], 80) for c, at in here.items()},
            {c: int(at.sum()) for c, at in here.items()},
        )
    of = np.ones_like(absolute)
    for c, at in here.items():
        of[at] = factor[c]
    scores = absolute / (scale * of)
    quantiles = {p: _quantile(scores, p) for p in PERCENTS}
    return Widths(level, growth, _filled_factors(factor), quantiles)


def _quantile(scores: FloatArray, percent: int) -> float:
    """Return the conformal quantile: the ⌈(n+1)·percent/100⌉-th smallest, the largest at most."""
    n = scores.size
    rank = min(math.ceil((n + 1) * percent / 100), n)
    return float(np.partition(scores, rank - 1)[rank - 1])


def _walk(absolute: FloatArray, horizon: IntArray) -> tuple[float, float]:
    """Return level and growth of the squared 80 % quantile by horizon, neither below zero."""
    from scipy.optimize import nnls

    ahead = np.unique(horizon)
    squared = np.array([_quantile(absolute[horizon == h], 80) ** 2 for h in ahead])
    weight = np.sqrt([float((horizon == h).sum()) for h in ahead])
    design = np.column_stack([np.ones(ahead.size), ahead]) * weight[:, None]
    (level, growth), _ = nnls(design, squared * weight)
    if level + growth <= 0.0:
        return 1e-12, 0.0
    return float(level), float(growth)


def _pooled_factors(factor: Mapping[str, float], pairs: Mapping[str, int]) -> dict[str, float]:
    """Return the factors made not to rise with the number of residents."""
    blocks: list[tuple[float, int, list[str]]] = []
    for c in size_classes():
        if c not in factor:
            continue
        blocks.append((factor[c], pairs[c], [c]))
        while len(blocks) > 1 and blocks[-2][0] < blocks[-1][0]:
            (a, n, first), (b, m, second) = blocks[-2:]
            blocks[-2:] = [((a * n + b * m) / (n + m), n + m, first + second)]
    out = {c: value for value, _, members in blocks for c in members}
    if PLANTS in factor:
        out[PLANTS] = factor[PLANTS]
    return out


def _filled_factors(factor: Mapping[str, float]) -> dict[str, float]:
    fitted = [c for c in size_classes() if c in factor]
    out: dict[str, float] = {}
    for i, c in enumerate(size_classes()):
        if c in factor:
            out[c] = factor[c]
        elif fitted:
            nearest = min(fitted, key=lambda k: (abs(size_classes().index(k) - i), k))
            out[c] = factor[nearest]
        else:
            out[c] = factor[PLANTS]
    out[PLANTS] = factor.get(PLANTS, max(out.values()))
    return out


@lru_cache(maxsize=1)
def calibrated_widths() -> Widths:
    """Return the widths of the facts, fitted on every municipality that was at hand then."""
    values = {r["name"]: r["value"] for r in facts.load().table("interval_process")}
    return Widths(
        values["level"],
        values["growth"],
        {c: values[f"class_{c}"] for c in (*size_classes(), PLANTS)},
        {p: values[f"score_{p}"] for p in PERCENTS},
    )
