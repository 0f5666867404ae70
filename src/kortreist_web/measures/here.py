"""What a measure costs here, by the newest plan.

Plans are a domain to the right of this one: they say what they found, when they are read in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kortreist_web.tenants.models import Organisation

__all__ = ["PriceHere", "price_here", "told_by"]


@dataclass(frozen=True, slots=True)
class PriceHere:
    """A measure's two prices in a plan, or the reason there is none.

    Parameters
    ----------
    plan : int
        Its key.
    name : str
        The plan's.
    made_on : datetime.date
    year : int or None
        Whose prices the kroner are.
    municipality, society : float or None
        NOK per tonne CO2e.
    society_range : tuple of float or None
    reason : str
        Why there is no price, and who saves how much a year where the measure saves money.
    start_year : int or None
        When the plan starts it; None: it is not in the plan.
    decider : str
        Whose decision it needs first; "" where the plan has not judged it.
    """

    plan: int
    name: str
    made_on: date
    year: int | None
    municipality: float | None
    society: float | None
    society_range: tuple[float, float] | None
    reason: str
    start_year: int | None
    decider: str


Find = Callable[[Organisation, str], "PriceHere | None"]
_finds: list[Find] = []


def told_by(find: Find) -> None:
    """Let ``find(organisation, measure)`` say what a measure costs in the newest plan."""
    _finds[:] = [find]


def price_here(organisation: Organisation, measure: str) -> PriceHere | None:
    """Return what a measure costs in the newest plan; None where no plan has priced it."""
    (find,) = _finds
    return find(organisation, measure)
