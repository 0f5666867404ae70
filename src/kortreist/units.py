"""Quantities that know their unit, boundary and spread, and refuse to be mixed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from kortreist.errors import BoundaryError

__all__ = ["BOUNDARIES", "T_CO2E", "Boundary", "Quantity"]

Boundary = Literal["territorial", "consumption", "combined"]
BOUNDARIES: tuple[Boundary, ...] = ("territorial", "consumption", "combined")
T_CO2E = "t CO2e"


@dataclass(frozen=True, slots=True)
class Quantity:
    """An emission total: value with a 90 % interval, boundary and GWP set.

    Parameters
    ----------
    value, low, high : float
        Central value and the 5th and 95th percentile, in ``unit``.
    boundary : {"territorial", "consumption", "combined"}
    unit : str
        ``t CO2e`` for emissions.
    gwp : str
        The GWP-100 set the tonnes are weighted with, ``"AR5"`` by default.

    Raises
    ------
    BoundaryError
        When two quantities of different boundary, unit or GWP set are added or
        subtracted: a territorial and a consumption total count the same tonnes twice.
    """

    value: float
    low: float
    high: float
    boundary: Boundary
    unit: str = T_CO2E
    gwp: str = "AR5"

    def __post_init__(self) -> None:
        if not all(math.isfinite(v) for v in (self.value, self.low, self.high)):
            raise ValueError("a quantity must be finite; leave a missing figure out")

    def _same(self, other: Quantity) -> None:
        mine = (self.boundary, self.unit, self.gwp)
        theirs = (other.boundary, other.unit, other.gwp)
        if mine != theirs:
            raise BoundaryError("boundary.mixed", first=", ".join(mine), second=", ".join(theirs))

    def _combine(self, other: Quantity, value: float) -> Quantity:
        # Independent spreads: half-widths add in quadrature, each side by itself.
        low = value - math.hypot(self.value - self.low, other.value - other.low)
        high = value + math.hypot(self.high - self.value, other.high - other.value)
        return Quantity(value, low, high, self.boundary, self.unit, self.gwp)

    def __add__(self, other: Quantity) -> Quantity:
        self._same(other)
        return self._combine(other, self.value + other.value)

    def __sub__(self, other: Quantity) -> Quantity:
        self._same(other)
        return self._combine(other, self.value - other.value)
