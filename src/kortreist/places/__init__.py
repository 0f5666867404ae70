"""Municipalities, counties and the country: on a date, and through changes of borders."""

from kortreist.places.borders import Change, changes, predecessors, successors
from kortreist.places.carry import carry, carry_per_head, split_shares
from kortreist.places.figures import area_km2, language_form, population, population_year
from kortreist.places.lookup import find
from kortreist.places.names import county_numbers, has_name, lain_in, named
from kortreist.places.place import COUNTRY, Place, PlaceKind
from kortreist.places.register import all_places, by_number, counties, members, municipalities

__all__ = [
    "COUNTRY",
    "Change",
    "Place",
    "PlaceKind",
    "all_places",
    "area_km2",
    "by_number",
    "carry",
    "carry_per_head",
    "changes",
    "counties",
    "county_numbers",
    "find",
    "has_name",
    "lain_in",
    "language_form",
    "members",
    "municipalities",
    "named",
    "population",
    "population_year",
    "predecessors",
    "split_shares",
    "successors",
]
