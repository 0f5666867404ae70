"""An edition beside the one before: what is so unlike that somebody must have looked at it.

A file divided by a thousand, in another unit, or with a part of the inventory reads as well as
a right one: only the comparison tells.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kortreist import facts
from kortreist.connectors.inventory import inventory
from kortreist.connectors.vintage import Vintage, vintages

__all__ = ["EditionChange", "edition_changes", "is_large", "is_to_tell"]

#: Number → year → t CO2e.
Totals = Mapping[str, Mapping[int, float]]


@dataclass(frozen=True, slots=True)
class EditionChange:
    """A municipality's total of one year in two editions, t CO2e.

    Parameters
    ----------
    number : str
    year : int
    before, now : float
        t CO2e.
    earlier : str
        Id of the edition ``before`` is of.
    """

    number: str
    year: int
    before: float
    now: float
    earlier: str

    @property
    def large(self) -> bool:
        """Whether it must be confirmed."""
        return is_large(self.before, self.now)


def is_to_tell(before: float, now: float) -> bool:
    """Tell whether a total is so unlike the one before that the importer tells about it."""
    share = facts.load().figure("import/change_to_tell").value
    return abs(now - before) > share * before


def is_large(before: float, now: float) -> bool:
    """Tell whether a total is so unlike the one before that it must be confirmed."""
    times = facts.load().figure("import/change_to_confirm").value
    return before > 0.0 and (now >= times * before or now * times <= before)


def edition_changes(
    totals: Totals, date: str, data_dir: Path | None = None, *, but: str = ""
) -> tuple[EditionChange, ...]:
    """Return municipalities whose total is far from the edition before, largest change first.

    Parameters
    ----------
    totals : mapping
        Number → year → t CO2e of the new edition.
    date : str
        Its ISO date. The edition before is the newest up to that day that holds the
        municipality; for one older than all, the oldest there is.
    data_dir : Path, optional
    but : str
        Id of an edition that is not compared with: the new one itself.

    Returns
    -------
    tuple of EditionChange
        One a municipality, of the year that changed most.
    """
    others = [v for v in vintages(data_dir) if v.id != but]
    found = []
    for number, now in totals.items():
        before = _before(number, date, others)
        if before is None:
            continue
        was = _totals(number, before.id, data_dir)
        changed = [(y, was[y], now[y]) for y in now if y in was and is_to_tell(was[y], now[y])]
        if changed:
            year, old, new = max(changed, key=lambda row: _times(row[1], row[2]))
            found.append(EditionChange(number, year, old, new, before.id))
    return tuple(sorted(found, key=lambda c: -_times(c.before, c.now)))


def _before(number: str, date: str, others: Iterable[Vintage]) -> Vintage | None:
    holding = [v for v in others if number in v.places]
    return next((v for v in reversed(holding) if v.date <= date), holding[0] if holding else None)


def _totals(number: str, vintage: str, data_dir: Path | None) -> dict[int, float]:
    found = inventory(number, vintage, data_dir)
    return {year: found.total(year) for year in found.years}


def _times(before: float, now: float) -> float:
    """Return how many times as much or as little one is of the other."""
    if before <= 0.0 or now <= 0.0:
        return math.inf
    return max(before / now, now / before)
