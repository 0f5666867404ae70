"""Ours beside the government's: the national inventory on our drivers and the projections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kortreist.baseline.editions import newest
from kortreist.baseline.national import BASE_YEAR, group_path
from kortreist.facts import load

__all__ = ["ProjectionCheck", "projection_check"]

_GROUPS = {
    "road_transport": "effort_sharing/road_transport",
    "shipping_fishing_machinery": "effort_sharing/shipping_fishing_machinery",
    "agriculture": "effort_sharing/agriculture",
    "mainland_industry": "ets/mainland_industry",
    "other": "effort_sharing/other",
}


@dataclass(frozen=True, slots=True)
class ProjectionCheck:
    """One group of sources in one year: our change since the base year beside theirs.

    Parameters
    ----------
    group : str
    year, base_year : int
    ours, theirs : float
        Change of national emission, per cent; negative is a cut.
    gap : float
        ``ours - theirs``, points of per cent.
    explanation : str
        Text key, where the gap is above ``projection/explain_above`` points; else empty.
    edition : str
        Whose projection.
    """

    group: str
    year: int
    base_year: int
    ours: float
    theirs: float
    gap: float
    explanation: str
    edition: str


def projection_check(
    at: date | None = None, data_dir: Path | None = None, years: tuple[int, ...] = (2030, 2035)
) -> tuple[ProjectionCheck, ...]:
    """Return ours beside theirs by group and year, on the newest edition.

    Parameters
    ----------
    at : datetime.date, optional
        Which rules are in force.
    data_dir : Path, optional
        Where imported editions are kept.
    years : tuple of int

    Returns
    -------
    tuple of ProjectionCheck
        Groups and years that the edition lacks are left out.
    """
    edition = newest(data_dir)
    maximum = load().figure("projection/explain_above", at).value
    out = []
    for group, key in _GROUPS.items():
        path = group_path(group, (BASE_YEAR, *years), at)
        before = edition.value(key, BASE_YEAR)
        for i, year in enumerate(years, start=1):
            after = edition.value(key, year)
            if before is None or after is None:
                continue
            ours = 100.0 * (float(path[i] / path[0]) - 1.0)
            theirs = 100.0 * (after / before - 1.0)
            gap = ours - theirs
            why = f"baseline.gap.{group}" if abs(gap) > maximum else ""
            out.append(
                ProjectionCheck(group, year, BASE_YEAR, ours, theirs, gap, why, edition.name)
            )
    return tuple(out)
