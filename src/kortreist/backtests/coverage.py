"""How often the interval held what came, judged on places whose pairs did not set its width.

The rule for all: municipalities are dealt into folds (one each while there are few), and the
widths that judge a fold are fitted on the other folds. Neighbours and years hang together, so
the number of pairs says too much: beside each coverage stands its interval when whole places,
whole base years, and both, are drawn anew (Owen 2007, Annals of Applied Statistics 1:386, the
bootstrap of crossed blocks).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kortreist import facts
from kortreist.backtests.pairs import Pairs
from kortreist.backtests.widths import PERCENTS, Widths, fit_widths

__all__ = [
    "HORIZONS",
    "BlockInterval",
    "Coverage",
    "Judged",
    "block_intervals",
    "judge",
    "judge_forward",
]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
#: Classes of horizon that are shown, first and last year ahead.
HORIZONS = ((1, 2), (3, 5), (6, 8))
_RESAMPLES = 2000
_SEED = 20261129


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of pairs that fell inside.

    Parameters
    ----------
    share : dict
        50, 80, 90 → share 0–1 of the pairs inside that interval.
    n : int
        Pairs.
    bias : float
        Mean of outcome over forecast, less 1: above zero when more came than was forecast.
    half_width : float
        Mean half-width of the 80 % interval, share of the forecast.
    """

    share: dict[int, float]
    n: int
    bias: float
    half_width: float


@dataclass(frozen=True, slots=True)
class BlockInterval:
    """90 % interval of a coverage when blocks are drawn anew.

    Parameters
    ----------
    place, base_year, both : (low, high)
        Blocks of places; of base years; of both at once. NaN-free: with one block only the
        interval is None.
    """

    place: tuple[float, float] | None
    base_year: tuple[float, float] | None
    both: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs with the widths they were judged by.

    Parameters
    ----------
    pairs : Pairs
    inside : dict
        50, 80, 90 → (N,) whether the outcome fell inside.
    half : (N,) float
        Half-width at 80 %, share of the forecast.
    """

    pairs: Pairs
    inside: dict[int, BoolArray]
    half: FloatArray

    def coverage(self, at: BoolArray | None = None) -> Coverage | None:
        """Return the coverage of some of the pairs (all by default); None without any."""
        chosen = np.ones(self.pairs.count, dtype=bool) if at is None else at
        n = int(chosen.sum())
        if not n:
            return None
        return Coverage(
            {p: float(self.inside[p][chosen].mean()) for p in PERCENTS},
            n,
            float(self.pairs.error[chosen].mean()),
            float(self.half[chosen].mean()),
        )

    def ahead(self, first: int, last: int) -> BoolArray:
        """Return which pairs are so many years ahead."""
        return np.asarray((self.pairs.horizon >= first) & (self.pairs.horizon <= last))


def judge(pairs: Pairs, widths: Widths | None = None) -> Judged:
    """Hold every pair against the widths fitted without its place.

    Parameters
    ----------
    pairs : Pairs
    widths : Widths, optional
        Judge all by these instead.
    """
    inside = {p: np.zeros(pairs.count, dtype=bool) for p in PERCENTS}
    half = np.zeros(pairs.count)
    error = pairs.error
    for at, others in _folds(pairs):
        fitted = widths or fit_widths(
            error[others], pairs.horizon[others], pairs.size[others].tolist()
        )
        _record_hits(pairs, at, fitted, inside, half)
    return Judged(pairs, inside, half)


def judge_forward(pairs: Pairs) -> Coverage | None:
    """Return the coverage when widths are fitted on what had come by the base year, only.

    A stricter rule than that of :func:`judge`, as a check of it: a shock that all places share
    is unknown to the widths. Base years before which there are no pairs for every class of
    place are left out; None when that is all of them.
    """
    came = pairs.base + pairs.horizon
    inside = {p: np.zeros(pairs.count, dtype=bool) for p in PERCENTS}
    half, told = np.zeros(pairs.count), np.zeros(pairs.count, dtype=bool)
    minimum = int(facts.load().figure("backtest/own_pairs").value)
    for base in np.unique(pairs.base):
        past, now = came <= base, pairs.base == base
        if past.sum() < minimum or not set(pairs.size[now]) <= set(pairs.size[past]):
            continue
        fitted = fit_widths(pairs.error[past], pairs.horizon[past], pairs.size[past].tolist())
        _record_hits(pairs, now, fitted, inside, half)
        told |= now
    return Judged(pairs, inside, half).coverage(told)


def _record_hits(
    pairs: Pairs, at: BoolArray, widths: Widths, inside: dict[int, BoolArray], half: FloatArray
) -> None:
    """Write down for some pairs whether the outcome fell inside."""
    error = pairs.error
    for i in np.flatnonzero(at):
        horizon, size = float(pairs.horizon[i]), str(pairs.size[i])
        half[i] = widths.half(80, horizon, size)
        for p in PERCENTS:
            inside[p][i] = abs(error[i]) <= widths.half(p, horizon, size)


def _folds(pairs: Pairs) -> list[tuple[BoolArray, BoolArray]]:
    numbers = np.unique(pairs.number)
    maximum = int(facts.load().figure("backtest/folds").value)
    count = min(numbers.size, maximum)
    fold = {n: i % count for i, n in enumerate(numbers.tolist())} if count else {}
    of = np.array([fold[n] for n in pairs.number.tolist()], dtype=np.int64)
    return [(of == f, of != f) for f in range(count)]


def block_intervals(judged: Judged, percent: int = 80) -> BlockInterval:
    """Return the 90 % interval of the coverage under resampling of blocks.

    Parameters
    ----------
    judged : Judged
    percent : {50, 80, 90}
        Which interval's coverage.
    """
    places, row = np.unique(judged.pairs.number, return_inverse=True)
    bases, column = np.unique(judged.pairs.base, return_inverse=True)
    hits, n = np.zeros((2, places.size, bases.size))
    np.add.at(hits, (row, column), judged.inside[percent].astype(np.float64))
    np.add.at(n, (row, column), 1.0)
    rng = np.random.default_rng(_SEED)
    by_place = _weights(rng, places.size)
    by_base = _weights(rng, bases.size)
    even = np.ones((_RESAMPLES, 1))
    return BlockInterval(
        _spread(by_place, np.tile(even, bases.size), hits, n) if places.size > 1 else None,
        _spread(np.tile(even, places.size), by_base, hits, n) if bases.size > 1 else None,
        _spread(by_place, by_base, hits, n) if min(places.size, bases.size) > 1 else None,
    )


def _weights(rng: np.random.Generator, blocks: int) -> FloatArray:
    drawn = rng.multinomial(blocks, np.full(blocks, 1.0 / blocks), size=_RESAMPLES)
    return np.asarray(drawn, dtype=np.float64)


def _spread(
    rows: FloatArray, columns: FloatArray, hits: FloatArray, n: FloatArray
) -> tuple[float, float]:
    inside = np.einsum("rp,pb,rb->r", rows, hits, columns)
    whole = np.einsum("rp,pb,rb->r", rows, n, columns)
    share = inside[whole > 0] / whole[whole > 0]
    low, high = np.quantile(share, (0.05, 0.95))
    return float(low), float(high)
