"""What a sum of money is made of, told so that no part is larger than its whole.

Running cost is net: what is saved is taken from it, so own staff may be more than all of it.
Told apart are what is spent, what it is spent on, and what is saved.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kortreist.budgets.money import Money

__all__ = ["Parts", "parts_of"]


@dataclass(frozen=True, slots=True)
class Parts:
    """NOK of one bearer, none of it negative.

    Parameters
    ----------
    investment, staff, other : float
        Spent: on investment, on own staff, on other running cost.
    saved : float
        Saved in running cost or investment, measure by measure and year by year.
    """

    investment: float = 0.0
    staff: float = 0.0
    other: float = 0.0
    saved: float = 0.0

    @property
    def spent(self) -> float:
        """NOK spent on all of it."""
        return self.investment + self.staff + self.other

    @property
    def net(self) -> float:
        """NOK spent beyond what is saved."""
        return self.spent - self.saved


def parts_of(each: Iterable[Money]) -> Parts:
    """Return what the amounts of single measures in single years come to, part by part.

    Parameters
    ----------
    each : iterable of Money
        NOK of one bearer.

    Examples
    --------
    >>> found = parts_of([Money(10.0, 30.0, 0.0, 0.0, 50.0), Money(0.0, 5.0, 0.0, 0.0)])
    >>> found
    Parts(investment=10.0, staff=50.0, other=5.0, saved=20.0)
    >>> found.net
    45.0
    """
    investment = staff = other = saved = 0.0
    for paid in each:
        rest = paid.running - paid.staff
        investment += max(paid.investment, 0.0)
        staff += paid.staff
        other += max(rest, 0.0)
        saved += max(-rest, 0.0) + max(-paid.investment, 0.0)
    return Parts(investment, staff, other, saved)
