"""Money and staff a municipality can put in, year by year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Leftover", "Limits"]

FloatArray = npt.NDArray[np.float64]

_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Limits:
    """What the municipality itself can spend, each year.

    Parameters
    ----------
    money_nok : float
        NOK a year of the municipality's own money, expected cost; what is not spent is
        carried over to later years.
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


class Leftover:
    """What is left of the limits when some measures have taken theirs.

    Parameters
    ----------
    limits : Limits
    years : int
        Calendar years counted, C.
    """

    def __init__(self, limits: Limits, years: int) -> None:
        self._money: FloatArray = np.cumsum(np.full(years, float(limits.money_nok)))
        self._staff: FloatArray = np.full(years, float(limits.staff_fte))

    def use(self, money: FloatArray, staff: FloatArray) -> None:
        """Take (C,) NOK and (C,) FTE."""
        self._money = self._money - np.cumsum(money)
        self._staff = self._staff - staff

    def lacks(self, money: FloatArray, staff: FloatArray) -> str | None:
        """Return ``"money"`` or ``"staff"`` where (C,) NOK or (C,) FTE do not fit, else None."""
        if np.any((np.cumsum(money) > self._money + _TOLERANCE) & (np.cumsum(money) > 0)):
            return "money"
        if np.any((staff > self._staff + _TOLERANCE) & (staff > 0)):
            return "staff"
        return None
