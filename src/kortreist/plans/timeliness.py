"""Whether a sign comes in time, and how often it comes for nothing: from drawn futures.

A sign is worth watching when it is seen before the decision must be taken in the futures in
which the measure becomes right, and stays away in the others (Haasnoot, van 't Klooster & van
Alphen 2018, doi:10.1016/j.gloenvcha.2018.08.003; Raso, Kwakkel & Timmermans 2019,
doi:10.3390/su11061716).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kortreist.plans.interval import Range, Resamples

__all__ = ["Split", "first_seen", "split", "timing"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Split:
    """What parts the futures: how far apart they are, and the threshold between them.

    Parameters
    ----------
    apart : float
        Mean of the right less that of the wrong, in standard deviations; its sign is the way
        that makes it right.
    threshold : float
        Beyond it, that way, lie as many of the right and as few of the wrong as can be
        (Youden 1950), among those beyond which most are right: a sign that is more often
        wrong than right says the opposite of what it is for. NaN where there is none such.
    """

    apart: float
    threshold: float


def split(values: FloatArray, right: BoolArray) -> Split:
    """Return what parts the futures in which something is right from the others.

    Parameters
    ----------
    values : (N,) float
    right : (N,) bool
        Neither all nor none.

    Examples
    --------
    >>> import numpy as np
    >>> split(np.array([1.0, 2.0, 8.0, 9.0]), np.array([False, False, True, True])).threshold
    5.0
    """
    spread = float(values.std())
    middle = (values[right].mean() + values[~right].mean()) / 2.0
    if spread == 0.0:
        return Split(0.0, float(middle))
    apart = float(values[right].mean() - values[~right].mean()) / spread
    order = np.argsort(values, kind="stable")
    if apart < 0.0:
        order = order[::-1]
    ordered, of = values[order], right[order]
    # After each place: the share of the wrong that is left behind, less that of the right.
    kept = np.cumsum(~of) / (~right).sum() - np.cumsum(of) / right.sum()
    between = (ordered[:-1] + ordered[1:]) / 2.0
    mostly = np.cumsum(of[::-1])[::-1][1:] * 2 >= np.arange(of.size - 1, 0, -1)
    kept = np.where((np.diff(ordered) != 0.0) & mostly, kept[:-1], -np.inf)
    if not np.isfinite(kept.max()):
        return Split(apart, float("nan"))
    best = between[kept >= kept.max() - 1e-12]
    away = np.abs(best - middle) / spread
    return Split(apart, float(best[away <= away.min() + 1e-9].min()))


def first_seen(
    paths: FloatArray, years: IntArray, threshold: float, up: bool, today: float = 1.0
) -> FloatArray:
    """Return (N,) the first year whose value is beyond a threshold; infinite where none is.

    Where today's value is beyond it already, nothing is told before the last year: only that
    it is still so.

    Parameters
    ----------
    paths : (N, Y) float
    years : (Y,) int
    threshold : float
    up : bool
        Whether beyond is above.
    today : float
        The value of the last year that is known.
    """
    beyond = paths > threshold if up else paths < threshold
    if (today > threshold) if up else (today < threshold):
        beyond = beyond & (np.arange(years.size) == years.size - 1)
    seen: FloatArray = np.where(beyond.any(axis=1), years[beyond.argmax(axis=1)], np.inf)
    return seen


def timing(
    seen: FloatArray, right: BoolArray, deadline: int | None, draws: Resamples
) -> tuple[Range | None, Range | None]:
    """Return how often a sign is seen in time, and how often it is seen for nothing.

    Parameters
    ----------
    seen : (N,) float
        Year in which it is known; infinite: never.
    right : (N,) bool
        Futures in which what it is a sign of is right.
    deadline : int or None
        Last year in which it can be decided.
    draws : Resamples

    Returns
    -------
    timeliness : Range or None
        Share 0–1 of the futures in which it is right that have the sign no later than the
        deadline; None where it is right in none, or there is no deadline.
    false_alarms : Range or None
        Share 0–1 of all futures that have the sign no later than the deadline, and in which
        it is not right.
    """
    if deadline is None:
        return None, None
    in_time = seen <= deadline
    false = draws.mean((in_time & ~right).astype(np.float64))
    return draws.share(in_time, right), false
