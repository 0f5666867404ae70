"""Pairs of what was forecast and what came, from every base year and edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kortreist import places
from kortreist.backtests.editions import Edition
from kortreist.backtests.forecast import forecast
from kortreist.backtests.size_classes import size_class

__all__ = ["Pairs", "SourceErrors", "pairs_of"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SourceErrors:
    """How far each source was missed, summed over pairs, t CO2e.

    Parameters
    ----------
    sources : tuple of (sector, source), length S
    missed : (S,) float
        Sum of outcome less forecast.
    missed_absolute : (S,) float
        Sum of its absolute value.
    came : (S,) float
        Sum of outcomes.
    """

    sources: tuple[tuple[str, str], ...]
    missed: FloatArray
    missed_absolute: FloatArray
    came: FloatArray


@dataclass(frozen=True, slots=True)
class Pairs:
    """N pairs of a forecast and what came.

    Parameters
    ----------
    number : (N,) str
        Municipality.
    edition : (N,) str
        The forecast's edition; the outcome is that of the newest.
    base, horizon : (N,) int
        Base year, and years ahead of it.
    size : (N,) str
        Class in the base year.
    forecast, outcome : (N,) float
        t CO2e, of the sectors that both editions list.
    by_source : dict
        Municipality → :class:`SourceErrors`.
    """

    number: npt.NDArray[np.str_]
    edition: npt.NDArray[np.str_]
    base: IntArray
    horizon: IntArray
    size: npt.NDArray[np.str_]
    forecast: FloatArray
    outcome: FloatArray
    by_source: dict[str, SourceErrors]

    @property
    def count(self) -> int:
        """N."""
        return int(self.base.size)

    @property
    def error(self) -> FloatArray:
        """(N,) outcome over forecast, less 1."""
        return np.asarray(self.outcome / self.forecast - 1.0)


def pairs_of(every: Sequence[Edition], first_base: int) -> Pairs:
    """Return all pairs with a base year from ``first_base`` on.

    The outcome of a year is what the newest edition that holds the place says now, so that
    what editions revise is part of the error. Both are counted on the sectors that both
    editions list: a sector that came into the inventory later is a new boundary, not a miss.

    Parameters
    ----------
    every : sequence of Edition
        Oldest first, loaded together.
    first_base : int
    """
    newest = {n: (e, e.numbers.index(n)) for e in every for n in e.numbers}
    rows: list[tuple[str, str, int, int, str, float, float]] = []
    sums: dict[str, list[FloatArray]] = {}
    for edition in every:
        for base in (int(y) for y in edition.years if y >= first_base):
            _from_base(edition, base, newest, rows, sums)
    sources = every[0].sources if every else ()
    columns = list(zip(*rows, strict=True)) if rows else [()] * 7
    return Pairs(
        np.array(columns[0], dtype=np.str_),
        np.array(columns[1], dtype=np.str_),
        np.array(columns[2], dtype=np.int64),
        np.array(columns[3], dtype=np.int64),
        np.array(columns[4], dtype=np.str_),
        np.array(columns[5], dtype=np.float64),
        np.array(columns[6], dtype=np.float64),
        {n: SourceErrors(sources, *three) for n, three in sums.items()},
    )


def _from_base(
    edition: Edition,
    base: int,
    newest: dict[str, tuple[Edition, int]],
    rows: list[tuple[str, str, int, int, str, float, float]],
    sums: dict[str, list[FloatArray]],
) -> None:
    """Add the pairs of one edition and base year."""
    last = max(int(e.years[-1]) for e, _ in newest.values())
    ahead = np.arange(1, last - base + 1)
    if not ahead.size:
        return
    predicted = forecast(edition, base, ahead)
    column = edition.column(base)
    for p, number in enumerate(edition.numbers):
        now, row = newest[number]
        start = edition.tonnes[p, :, column]
        both = edition.shared_with(now)
        total = predicted[p, both].sum(axis=0)
        if not np.isfinite(total).all() or not (total > 0).all():
            continue
        size = _size(edition, start, number, base)
        for h in ahead:
            at = now.column(base + int(h))
            if at is None or not np.isfinite(now.tonnes[row, 0, at]):
                continue
            came = np.where(both, now.tonnes[row, :, at], 0.0)
            miss = np.where(both, came - predicted[p, :, h - 1], 0.0)
            three = sums.setdefault(number, [np.zeros(came.size) for _ in range(3)])
            for into, more in zip(three, (miss, np.abs(miss), came), strict=True):
                into += more
            rows.append(
                (number, edition.id, base, int(h), size, float(total[h - 1]), float(came.sum()))
            )


def _size(edition: Edition, start: FloatArray, number: str, base: int) -> str:
    by_sector: dict[str, float] = {}
    for (sector, _), value in zip(edition.sources, start.tolist(), strict=True):
        by_sector[sector] = by_sector.get(sector, 0.0) + value
    return size_class(by_sector, places.population(places.find(number), base))
