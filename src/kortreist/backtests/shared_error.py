"""How much of the errors municipalities share, and what the sum of them is therefore as wide as.

Errors of one edition, base year and horizon, each over its own half-width, are taken as
z = √s · common + √(1 − s) · own: a national (or county-wide) part that strikes all places at
once, and a part of the place's own. The share s of a class is the mean product of the errors
of two of its places over their mean square (the intraclass correlation about zero: a bias that
all share is common too). Places where plants decide share less with others than the rest do.
Two classes with shares s and t are correlated by √(s·t). Nothing but one county is at hand to
tell what a county's places share from what the country's do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kortreist import facts
from kortreist.backtests.coverage import Coverage
from kortreist.backtests.pairs import Pairs
from kortreist.backtests.size_classes import PLANTS, size_classes
from kortreist.backtests.widths import PERCENTS, Widths

__all__ = ["OTHERS", "calibrated_shares", "fit_shares", "half_width_of_sum", "judge_sums"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
#: Every class but that of plants: their errors hang together alike.
OTHERS = "others"


def fit_shares(pairs: Pairs, widths: Widths) -> dict[str, float]:
    """Return the share 0–1 of the squared error that places have in common.

    Parameters
    ----------
    pairs : Pairs
    widths : Widths
        What each error is measured by.

    Returns
    -------
    dict
        :data:`OTHERS` and :data:`PLANTS` → share. A class with no two places at once takes
        the other's; without any, 0.
    """
    half = _half(pairs, widths, 80)
    z = pairs.error / half
    group = _groups(pairs)
    plants = pairs.size == PLANTS
    found = {OTHERS: _share(z, group, ~plants), PLANTS: _share(z, group, plants)}
    known = [s for s in found.values() if s is not None]
    return {c: known[0] if s is None and known else s or 0.0 for c, s in found.items()}


def _share(z: FloatArray, group: IntArray, at: npt.NDArray[np.bool_]) -> float | None:
    if not at.any():
        return None
    n = np.bincount(group[at]).astype(np.float64)
    total = np.bincount(group[at], z[at])
    square = np.bincount(group[at], z[at] ** 2)
    couples = float((n * (n - 1.0)).sum())
    if not couples or not square.sum():
        return None
    together = float((total**2 - square).sum()) / couples
    return float(np.clip(together / (square.sum() / n.sum()), 0.0, 1.0))


@lru_cache(maxsize=1)
def calibrated_shares() -> dict[str, float]:
    """Return class → share 0–1 of the facts, for every class of size and :data:`PLANTS`."""
    values = {r["name"]: r["value"] for r in facts.load().table("interval_process")}
    return {
        **dict.fromkeys(size_classes(), values[f"shared_{OTHERS}"]),
        PLANTS: values[f"shared_{PLANTS}"],
    }


def half_width_of_sum(half: Sequence[float] | FloatArray, share: Sequence[float]) -> float:
    """Return the half-width of a sum of places whose errors hang together so.

    Parameters
    ----------
    half : (P,) float
        Half-widths of the places, t CO2e.
    share : (P,) float
        Share 0–1 of each place's squared error that is common.

    Returns
    -------
    float
        At most the sum of the half-widths (all common), at least the root of the sum of their
        squares (nothing common).

    Examples
    --------
    >>> half_width_of_sum([3.0, 4.0], [0.0, 0.0]), half_width_of_sum([3.0, 4.0], [1.0, 1.0])
    (5.0, 7.0)
    """
    h, s = np.asarray(half, dtype=np.float64), np.asarray(share, dtype=np.float64)
    common = float((np.sqrt(s) * h).sum())
    return float(np.sqrt(common**2 + ((1.0 - s) * h**2).sum()))


def judge_sums(pairs: Pairs, widths: Widths, shares: Mapping[str, float]) -> Coverage | None:
    """Return how often the interval of the *sum* of all places held what came in all of them.

    One pair for each edition, base year and horizon. Widths and shares are fitted on the same
    places: a check that the sum's interval is not too narrow, no independent test.
    """
    group = _groups(pairs)
    if not group.size:
        return None
    share = np.array([shares[PLANTS if s == PLANTS else OTHERS] for s in pairs.size.tolist()])
    said, came = np.bincount(group, pairs.forecast), np.bincount(group, pairs.outcome)
    error = came / said - 1.0
    halves = {}
    for p in PERCENTS:
        tonnes = _half(pairs, widths, p) * pairs.forecast
        sums = [half_width_of_sum(tonnes[group == g], share[group == g]) for g in range(said.size)]
        halves[p] = np.array(sums) / said
    return Coverage(
        {p: float((np.abs(error) <= halves[p]).mean()) for p in PERCENTS},
        int(said.size),
        float(error.mean()),
        float(halves[80].mean()),
    )


def _half(pairs: Pairs, widths: Widths, percent: int) -> FloatArray:
    both = zip(pairs.horizon.tolist(), pairs.size.tolist(), strict=True)
    return np.array([widths.half(percent, h, s) for h, s in both])


def _groups(pairs: Pairs) -> IntArray:
    """Return (N,) which pairs are of one edition, base year and horizon."""
    keys = list(
        zip(pairs.edition.tolist(), pairs.base.tolist(), pairs.horizon.tolist(), strict=True)
    )
    at = {k: i for i, k in enumerate(dict.fromkeys(keys))}
    return np.array([at[k] for k in keys], dtype=np.int64)
