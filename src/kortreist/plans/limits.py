"""Money and staff a municipality can put in, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Leftover", "Limits", "OverLimit", "with_lasting", "years_over"]

FloatArray = npt.NDArray[np.float64]

_TOLERANCE = 1e-9
#: NOK a year may be above the limit before it is said to be over it.
_SAID = 500.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What the municipality itself can spend, each year.

    Parameters
    ----------
    money_nok : float
        NOK a year of the municipality's own money, expected cost; what is not spent is
        carried over to later years. What is paid every year for good is within what a year
        gives: money that is carried over runs out.
    staff_fte : float
        Full-time equivalents a year for starting measures; not carried over.

    Raises
    ------
    ValueError
        A negative limit.
    """

    money_nok: float
    staff_fte: float

    def __post_init__(self) -> None:
        if self.money_nok < 0 or self.staff_fte < 0:
            raise ValueError("limits cannot be negative")


def with_lasting(money: FloatArray, lasting: FloatArray | float) -> FloatArray:
    """Return NOK by year with a last column that is for every year after them.

    Money is held against its limit by the sum so far. The last column brings that sum to what
    each year after the others costs for good, so that it too is held against what one year
    gives, and not against what was carried over.

    Parameters
    ----------
    money : (..., C) float
    lasting : (...) float
        NOK a year.

    Returns
    -------
    (..., C + 1) float

    Examples
    --------
    >>> with_lasting(np.array([0.0, 7.0, 2.0]), 2.0).cumsum().tolist()
    [0.0, 7.0, 9.0, 2.0]
    """
    last = np.asarray(lasting) - money.sum(axis=-1)
    return np.concatenate([money, last[..., None]], axis=-1)


@dataclass(frozen=True, slots=True)
class OverLimit:
    """A year that costs more than one year's limit of money.

    Parameters
    ----------
    year : int
    nok : float
        What the year costs the municipality, NOK.
    over : float
        How much of it is above the limit, NOK.
    """

    year: int
    nok: float
    over: float


def years_over(nok_by_year: Mapping[int, float], limit: float) -> tuple[OverLimit, ...]:
    """Return the years that cost more than a year's limit, first year first.

    A plan keeps within its limit by the sum so far, so single years may be above it; what is
    above is paid by what earlier years have left.

    Parameters
    ----------
    nok_by_year : mapping of int to float
        Known expected cost to the municipality, NOK of the limit's price level.
    limit : float
        NOK a year.

    Examples
    --------
    >>> years_over({2027: 1e6, 2028: 6e6, 2029: 4e6}, 4e6)
    (OverLimit(year=2028, nok=6000000.0, over=2000000.0),)
    """
    found = (OverLimit(y, nok, nok - limit) for y, nok in sorted(nok_by_year.items()))
    return tuple(one for one in found if one.over >= _SAID)


class Leftover:
    """What is left of the limits when some measures have taken theirs.

    Parameters
    ----------
    limits : Limits
    years : int
        Calendar years counted, C − 1; the last column is for every year after them.
    """

    def __init__(self, limits: Limits, years: int) -> None:
        given = with_lasting(np.full(years, float(limits.money_nok)), float(limits.money_nok))
        self._money: FloatArray = np.cumsum(given)
        self._staff: FloatArray = np.full(years + 1, float(limits.staff_fte))

    def use(self, money: FloatArray, staff: FloatArray) -> None:
        """Take (C,) NOK, as :func:`with_lasting` has it, and (C,) FTE."""
        self._money = self._money - np.cumsum(money)
        self._staff = self._staff - staff

    def lacks(self, money: FloatArray, staff: FloatArray) -> str | None:
        """Return ``"money"`` or ``"staff"`` where (C,) NOK or (C,) FTE do not fit, else None."""
        if np.any((np.cumsum(money) > self._money + _TOLERANCE) & (np.cumsum(money) > 0)):
            return "money"
        if np.any((staff > self._staff + _TOLERANCE) & (staff > 0)):
            return "staff"
        return None
