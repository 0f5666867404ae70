"""What is offered beside the plan: measures nobody has quantified, and what is known they take.

They are never added: neither tonnes, nor money, nor people. What own staff they would take is
known all the same, and is said where the council decides whether to have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kortreist.facts import load
from kortreist.measures.measure import Measure
from kortreist.measures.prices import price_level

__all__ = ["Offered", "nok_per_post", "offered", "own_staff"]


@dataclass(frozen=True, slots=True)
class Offered:
    """What the municipality's own staff would cost for everything that is offered.

    Parameters
    ----------
    count : int
        Measures that are offered.
    staff : float
        NOK of own staff for all of them, until they work in full.
    staff_in_plan : float
        NOK of it in the plan's years, were all begun in the first.
    posts : float
        Full-time posts a year that is.
    """

    count: int
    staff: float
    staff_in_plan: float
    posts: float


def own_staff(measure: Measure) -> float:
    """Return NOK of the payer's own staff until a measure works in full, in the price year's NOK.

    What follows units or tonnes is left out: nobody knows how many.
    """
    return sum(
        cost.amount.central * price_level().of(cost.price_year)
        for cost in measure.costs
        if cost.kind == "staff" and cost.amount is not None and cost.basis == "fixed"
    )


def offered(measures: Iterable[Measure], years: Sequence[int]) -> Offered:
    """Return what own staff the municipality would need for all the measures.

    Parameters
    ----------
    measures : iterable of Measure
        Those without a known effect. Only the staff of those the municipality pays counts.
    years : sequence of int
        The plan's years.
    """
    count, whole, inside = 0, 0.0, 0.0
    for m in measures:
        count += 1
        if m.payer != "municipality":
            continue
        staff = own_staff(m)
        whole += staff
        # Staff follow how far it is carried out, in even steps until it works in full.
        inside += staff * min(len(years) / max(m.ramp_years, 1), 1.0)
    posts = inside / max(len(years), 1) / nok_per_post()
    return Offered(count, whole, inside, posts)


@lru_cache(maxsize=1)
def nok_per_post() -> float:
    """Return what a full-time post costs a year, NOK of the year all money is in."""
    pay = load().figure("measures/nok_per_fte")
    return pay.value * price_level().of(int(pay.origin.valid_from[:4]))
