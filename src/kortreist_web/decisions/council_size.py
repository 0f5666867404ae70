"""How many members a council must have by law, beside those entered.

The least follows the residents at the turn of year before the last one before the election, and
the number is odd (Local Government Act § 5-5). It is said, not refused: members are entered one
by one, and a seat may be vacant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kortreist import facts, places
from kortreist.bindings import council_term
from kortreist.errors import FactsError, PlaceError
from kortreist_web.decisions.models import Body

__all__ = ["CouncilSize", "council_size", "least_members"]

#: From this month of an election year the day is the new council's: it is constituted by then.
_CONSTITUTED = 10


@dataclass(frozen=True, slots=True)
class CouncilSize:
    """A council's members beside what the law asks for.

    Parameters
    ----------
    members : int
        Entered for the day; deputies are not members.
    least : int
        The fewest it may have.
    residents, year : int
        The residents that decide it, on 1 January of the year.
    """

    members: int
    least: int
    residents: int
    year: int

    @property
    def few(self) -> bool:
        """Tell whether fewer are entered than the council must have."""
        return self.members < self.least

    @property
    def even(self) -> bool:
        """Tell whether an even number is entered."""
        return self.members % 2 == 0


def least_members(kind: str, residents: float, day: date) -> int | None:
    """Return the fewest members a council may have; None: no rule of that day is known.

    Parameters
    ----------
    kind : {"municipality", "county_authority"}
    residents : float
    day : datetime.date

    Examples
    --------
    >>> [least_members("municipality", n, date(2026, 1, 1)) for n in (5_000, 5_001, 13_029)]
    [11, 19, 27]
    """
    rows = [
        r
        for r in facts.load().table("council_sizes", day)
        if r["kind"] == kind and r["over_residents"] < residents
    ]
    return max((int(r["members"]) for r in rows), default=None)


def council_size(body: Body, day: date) -> CouncilSize | None:
    """Return a council's size on a day; None: no council, no members, or nothing is known."""
    members = body.members_on(day).count() if body.kind == Body.Kind.COUNCIL else 0
    if not members:
        return None
    organisation = body.organisation
    try:
        first, _ = council_term(day.year + (day.month >= _CONSTITUTED), day)
        place = places.find(organisation.figures_code)
    except (FactsError, PlaceError):
        return None
    year = first - 2  # the election is the year before the first budget's
    residents = places.population(place, year)
    least = least_members(organisation.kind, residents, day) if residents else None
    if residents is None or least is None:
        return None
    return CouncilSize(members, least, round(residents), year)
