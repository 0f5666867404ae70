"""Jumps that most municipalities make in the same year: method or statistics, not a trend.

A source of emissions that moves by more than a quarter in one year in most municipalities that
have it has been counted in another way, or is shared out by another key; farms, stoves and
machines do not change so at once everywhere. Such a step is no ground for a trend.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from kortreist import facts
from kortreist.accounts import Account
from kortreist.backtests.editions import Edition

__all__ = ["Break", "break_steps", "breaks_in", "known_breaks"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Break:
    """One source that jumped in one year.

    Parameters
    ----------
    county : str
        Two digits: where it was seen.
    sector, source : str
    from_year, to_year : int
        The step between them is left out of trends.
    places : int
        Municipalities of the county that have the source in ``from_year``.
    share : float
        Of those, the share 0–1 that moved by more than the limit in the same direction.
    change : float
        Median change of all of them, share (0.31 is 31 % up).
    """

    county: str
    sector: str
    source: str
    from_year: int
    to_year: int
    places: int
    share: float
    change: float

    @property
    def direction(self) -> Literal["up", "down"]:
        """Which way it jumped."""
        return "up" if self.change >= 0 else "down"


def break_steps(tonnes: FloatArray, years: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Return which steps of which sources are breaks.

    Parameters
    ----------
    tonnes : (P, S, Y) float
        Municipalities of one county in one edition.
    years : (Y,) int

    Returns
    -------
    (S, Y) bool
        True at ``[s, y]`` where the step from ``years[y - 1]`` to ``years[y]`` is a break.
        Steps over several years are never told to be one: the limit is for one year.
    """
    out = np.zeros(tonnes.shape[1:], dtype=bool)
    limit, fewest, maximum = (
        _figure(name) for name in ("break_change", "break_least_places", "break_places")
    )
    for y in range(1, years.size):
        if years[y] - years[y - 1] == 1:
            change, places = _change(tonnes[:, :, y - 1], tonnes[:, :, y])
            out[:, y] = (places >= fewest) & (_one_way(change, places, limit) > maximum)
    return out


def _figure(name: str) -> float:
    return facts.load().figure(f"backtest/{name}").value


def _change(before: FloatArray, after: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return (P, S) change, NaN where a place lacks the source before, and (S,) places with it."""
    here = (before > 0) & np.isfinite(after)
    change = np.where(here, after / np.where(here, before, 1.0) - 1.0, np.nan)
    return change, here.sum(axis=0).astype(np.float64)


def _one_way(change: FloatArray, places: FloatArray, limit: float) -> FloatArray:
    """Return the share (S,) of the places that moved by more than the limit the same way."""
    up, down = (change > limit).sum(axis=0), (change < -limit).sum(axis=0)
    return np.asarray(np.maximum(up, down) / np.maximum(places, 1.0))


def breaks_in(edition: Edition) -> tuple[Break, ...]:
    """Return the breaks of every county in an edition, by county, source and year."""
    out = []
    for county in sorted(set(edition.counties)):
        rows = [p for p, c in enumerate(edition.counties) if c == county]
        tonnes = edition.tonnes[rows]
        flagged = break_steps(tonnes, edition.years)
        for s, y in zip(*np.nonzero(flagged), strict=True):
            change, places = _change(tonnes[:, s : s + 1, y - 1], tonnes[:, s : s + 1, y])
            share = _one_way(change, places, _figure("break_change"))
            sector, source = edition.sources[s]
            out.append(
                Break(
                    county,
                    sector,
                    source,
                    int(edition.years[y - 1]),
                    int(edition.years[y]),
                    int(places[0]),
                    float(share[0]),
                    float(np.nanmedian(change)),
                )
            )
    return tuple(out)


def known_breaks(account: Account) -> tuple[Break, ...]:
    """Return the breaks that matter in an account: those of its county, by size of the source.

    Parameters
    ----------
    account : Account

    Returns
    -------
    tuple of Break
        From the facts; only sources that are at least as large a share of the account as the
        facts say is worth a note. Empty for places of other counties.
    """
    county = account.place.county or account.place.number
    sizes: dict[tuple[str, str], float] = {}
    for source in account.sources:
        if source.scope == "direct" and not source.memo:
            key = (source.sector, source.source)
            sizes[key] = sizes.get(key, 0.0) + source.value
    minimum = _figure("break_worth_telling") * sum(sizes.values())
    breaks = [
        b
        for b in map(_from_row, facts.load().table("method_breaks"))
        if b.county == county and sizes.get((b.sector, b.source), 0.0) >= max(minimum, 1e-9)
    ]
    return tuple(sorted(breaks, key=lambda b: (-sizes[b.sector, b.source], b.source, b.to_year)))


def _from_row(row: Mapping[str, object]) -> Break:
    return Break(
        str(row["county"]),
        str(row["sector"]),
        str(row["source"]),
        int(str(row["from_year"])),
        int(str(row["to_year"])),
        int(str(row["places"])),
        float(str(row["share"])),
        float(str(row["change"])),
    )
