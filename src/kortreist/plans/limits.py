"""Money and staff a municipality can put in, year by year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Limits", "Room"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Limits:
    """What the municipality itself can spend, each year.

    Parameters
    ----------
    money_nok : float
        NOK a year of the municipality's own money, expected cost.
    staff_fte : float
        Full-time equivalents a year for starting measures.

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


class Room:
    """What is left of the limits in each year; measures take from it or are refused.

    Parameters
    ----------
    limits : Limits
    years : (T,) int
    counted : (T,) bool
        Years in which the limits hold (the plan's years).
    """

    def __init__(
        self, limits: Limits, years: npt.NDArray[np.int64], counted: npt.NDArray[np.bool_]
    ) -> None:
        self.years = years
        self._counted = counted
        self.money: FloatArray = np.where(counted, limits.money_nok, np.inf)
        self.staff: FloatArray = np.where(counted, limits.staff_fte, np.inf)

    def take(self, money: FloatArray, staff: FloatArray) -> str | None:
        """Take (T,) NOK and (T,) FTE, or say which limit stops it.

        Returns
        -------
        str or None
            ``"money"`` or ``"staff"`` when refused; nothing is then taken.
        """
        tolerance = 1e-9
        if np.any(money > self.money + tolerance):
            return "money"
        if np.any(staff > self.staff + tolerance):
            return "staff"
        self.money = self.money - money
        self.staff = self.staff - staff
        return None
