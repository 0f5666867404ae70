"""A place: a municipality, a county or the country, valid from a date to a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

__all__ = ["COUNTRY", "Place", "PlaceKind"]

PlaceKind = Literal["municipality", "county", "country"]


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality, county or country under one number.

    Parameters
    ----------
    number : str
        Four digits for a municipality, two for a county, ``"NO"`` for the country.
    name : str
        Name on the date asked for.
    kind : {"municipality", "county", "country"}
    valid_from, valid_to : datetime.date or None
        First day valid; first day no longer valid (``None``: still valid).
    county : str or None
        Two-digit number of the county a municipality lies in.
    """

    number: str
    name: str
    kind: PlaceKind
    valid_from: date
    valid_to: date | None = None
    county: str | None = None

    def is_valid(self, on: date) -> bool:
        """Tell whether the place exists on a date."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


COUNTRY = Place("NO", "Norge", "country", date(1838, 1, 1))
