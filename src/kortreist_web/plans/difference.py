"""What changes from one answer to another: measures, groups, odds, tonnes, money, room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kortreist_web.plans.money import BEARERS, costs_by_bearer
from kortreist_web.plans.presenters import Reading
from kortreist_web.plans.room import room_rows
from kortreist_web.plans.rows import Named

__all__ = ["Difference", "Moved", "YearPair", "difference"]


@dataclass(frozen=True, slots=True)
class Moved:
    """A measure that another answer treats otherwise.

    ``before`` and ``after`` are (start year in the plan or None, group or None).
    """

    measure: Named
    before: tuple[int | None, str | None]
    after: tuple[int | None, str | None]


@dataclass(frozen=True, slots=True)
class YearPair:
    """One year of both answers; tonnes CO2e and share of futures."""

    year: str
    frame: float
    tonnes_before: float
    tonnes_after: float
    probability_before: float
    probability_after: float

    @property
    def tonnes(self) -> float:
        """Return how many tonnes more are emitted."""
        return self.tonnes_after - self.tonnes_before


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changes.

    Parameters
    ----------
    moved : tuple of Moved
        Into the plan, out of it, to another year, or to another group.
    years : tuple of YearPair
        The plan's years.
    costs : tuple of (str, float, float, bool)
        Bearer, NOK before and after over the plan's years, and whether a cost is unknown.
    room : tuple of (str, str, str)
        Name of each figure of the room for manoeuvre, before and after; empty where one of
        them has the older figure.
    """

    moved: tuple[Moved, ...]
    years: tuple[YearPair, ...]
    costs: tuple[tuple[str, float, float, bool], ...]
    room: tuple[tuple[str, str, str], ...]

    @property
    def nothing(self) -> bool:
        """Tell whether the answers are alike in all that is shown."""
        return (
            not self.moved
            and all(abs(y.tonnes) < 0.5 for y in self.years)
            and all(abs(b - a) < 0.5 for _, a, b, _ in self.costs)
        )


def _places(content: dict[str, Any]) -> dict[str, tuple[int | None, str | None]]:
    out: dict[str, tuple[int | None, str | None]] = {}
    for rows in ("not_chosen", "state_must", "measures"):
        for r in content[rows]:
            out[r["id"]] = (r.get("start_year"), r.get("group"))
    return out


def difference(before: dict[str, Any], after: dict[str, Any], reading: Reading) -> Difference:
    """Return what changes between two answers with the same plan years.

    Parameters
    ----------
    before, after : dict
        ``plan.json`` of each.
    reading : Reading
        Gives the names.
    """
    was, now = _places(before), _places(after)
    nowhere = (None, None)
    moved = [
        Moved(reading.named(id), was.get(id, nowhere), now.get(id, nowhere))
        for id in sorted({*was, *now})
        if was.get(id, nowhere) != now.get(id, nowhere)
    ]
    # What enters or leaves the plan first, then other years, then other groups.
    moved.sort(key=lambda m: (m.before[0] == m.after[0], bool(m.before[0] and m.after[0])))
    years = tuple(
        YearPair(
            y,
            after["frame"][y],
            before["pathway"][y]["central"],
            after["pathway"][y]["central"],
            before["probability_under_frame"][y],
            after["probability_under_frame"][y],
        )
        for y in (str(year) for year in after["plan_years"])
        if y in before["pathway"]
    )
    paid, missing = costs_by_bearer(before)
    pays, lacks = costs_by_bearer(after)
    costs = tuple(
        (b, paid.get(b, 0.0), pays.get(b, 0.0), b in missing or b in lacks)
        for b in BEARERS
        if b in paid or b in pays or b in missing or b in lacks
    )
    return Difference(tuple(moved), years, costs, room_rows(before, after))
