"""Quantities that know their unit, boundary and spread, and refuse to be mixed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from numbers import Real
from typing import Literal

from kortreist.cards import Card
from kortreist.errors import BoundaryError

__all__ = ["BOUNDARIES", "T_CO2E", "Boundary", "Quantity"]

Boundary = Literal["territorial", "consumption", "combined"]
BOUNDARIES: tuple[Boundary, ...] = ("territorial", "consumption", "combined")
T_CO2E = "t CO2e"

#: (value, low, high) of a quantity that was given, not computed from others.
_Base = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Quantity:
    """An emission total: value with a 90 % interval, boundary and GWP set.

    Sums and differences of quantities, and their products with numbers, are quantities. The
    spreads of different quantities are taken as independent; the same quantity met again
    (told by its three numbers) moves with itself, so that ``q + q`` is as wide as ``2 * q``
    and ``q - q`` is nothing. A total and a part of it are not told apart: sum the parts.

    Parameters
    ----------
    value, low, high : float
        Central value and the 5th and 95th percentile, in ``unit``.
    boundary : {"territorial", "consumption", "combined"}
    unit : str
        ``t CO2e`` for emissions.
    gwp : str
        The GWP-100 set the tonnes are weighted with, ``"AR5"`` by default.
    parts : dict, optional
        What it was computed from, and how many times each: kept by the operators.

    Raises
    ------
    BoundaryError
        When two quantities of different boundary, unit or GWP set are added, subtracted or
        compared: a territorial and a consumption total count the same tonnes twice.

    Examples
    --------
    >>> q = Quantity(100.0, 90.0, 120.0, "territorial")
    >>> q + q == 2 * q
    True
    >>> q / 10
    Quantity(10 t CO2e, 90% interval 9–12, territorial, AR5)
    """

    value: float
    low: float
    high: float
    boundary: Boundary
    unit: str = T_CO2E
    gwp: str = "AR5"
    parts: Mapping[_Base, float] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not all(math.isfinite(v) for v in (self.value, self.low, self.high)):
            raise ValueError("a quantity must be finite; leave a missing figure out")

    def _same(self, other: Quantity) -> None:
        mine = (self.boundary, self.unit, self.gwp)
        theirs = (other.boundary, other.unit, other.gwp)
        if mine != theirs:
            raise BoundaryError("boundary.mixed", first=", ".join(mine), second=", ".join(theirs))

    def _made_of(self) -> Mapping[_Base, float]:
        return self.parts or {(self.value, self.low, self.high): 1.0}

    def _of(self, parts: Mapping[_Base, float], value: float) -> Quantity:
        # Half-widths of different parts add in quadrature, each side by itself; what is
        # subtracted pulls down where it is high.
        down = up = 0.0
        for (middle, low, high), times in parts.items():
            below, above = (middle - low, high - middle)
            if times < 0:
                below, above = above, below
            down += (times * below) ** 2
            up += (times * above) ** 2
        return Quantity(
            value,
            value - math.sqrt(down),
            value + math.sqrt(up),
            self.boundary,
            self.unit,
            self.gwp,
            parts,
        )

    def _combine(self, other: Quantity, sign: float) -> Quantity:
        self._same(other)
        parts = dict(self._made_of())
        for base, times in other._made_of().items():
            parts[base] = parts.get(base, 0.0) + sign * times
        return self._of(parts, self.value + sign * other.value)

    def __add__(self, other: Quantity) -> Quantity:
        return self._combine(other, 1.0) if isinstance(other, Quantity) else NotImplemented

    def __radd__(self, other: object) -> Quantity:
        return self if other == 0 else NotImplemented  # sum() begins with 0

    def __sub__(self, other: Quantity) -> Quantity:
        return self._combine(other, -1.0) if isinstance(other, Quantity) else NotImplemented

    def __mul__(self, times: float) -> Quantity:
        if not isinstance(times, Real):
            return NotImplemented
        parts = {base: n * float(times) for base, n in self._made_of().items()}
        return self._of(parts, self.value * float(times))

    __rmul__ = __mul__

    def __truediv__(self, by: float) -> Quantity:
        if not isinstance(by, Real):
            return NotImplemented
        return self.__mul__(1.0 / float(by))

    def __neg__(self) -> Quantity:
        return self * -1.0

    def __float__(self) -> float:
        return float(self.value)

    def __lt__(self, other: Quantity) -> bool:
        """Compare central values: for sorting, not for whether a difference is certain."""
        if not isinstance(other, Quantity):
            return NotImplemented
        self._same(other)
        return self.value < other.value

    def __round__(self, digits: int = 0) -> Quantity:
        value, low, high = (round(v, digits) for v in (self.value, self.low, self.high))
        return Quantity(value, low, high, self.boundary, self.unit, self.gwp)

    def __format__(self, spec: str) -> str:
        """Format the central value; without a format as it is shown."""
        return format(self.value, spec) if spec else str(self)

    def _figures(self) -> str:
        decimals = 0 if self.value == 0 or abs(self.value) >= 10 else 2
        value, low, high = (f"{v:,.{decimals}f}" for v in (self.value, self.low, self.high))
        return f"{value} {self.unit}, 90% interval {low}–{high}"

    def __str__(self) -> str:
        return self._figures()

    def __repr__(self) -> str:
        return f"Quantity({self._figures()}, {self.boundary}, {self.gwp})"

    def _repr_html_(self) -> str:
        return Card("", ((self.boundary, self._figures(), self.gwp),)).html()
