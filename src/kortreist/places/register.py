"""The register of places: which municipalities and counties exist on a date."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from kortreist import facts
from kortreist.errors import PlaceError
from kortreist.places.place import COUNTRY, Place

__all__ = ["all_places", "by_number", "counties", "members", "municipalities"]


@lru_cache(maxsize=1)
def all_places() -> tuple[Place, ...]:
    """Return every municipality and county valid at some time since 1990.

    A change of name alone gives a new entry of the same number. A municipality lies in the
    county its number begins with.
    """
    store = facts.load()
    out = [
        Place(r["code"], r["name"], "municipality", r["valid_from"], r["valid_to"], r["code"][:2])
        for r in store.table("municipalities")
    ]
    out += [
        Place(r["code"], r["name"], "county", r["valid_from"], r["valid_to"])
        for r in store.table("counties")
    ]
    return tuple(out)


def municipalities(on: date | None = None) -> tuple[Place, ...]:
    """Return the municipalities that exist on a date (default today), by number."""
    return _of_kind("municipality", on or date.today())


def counties(on: date | None = None) -> tuple[Place, ...]:
    """Return the counties that exist on a date (default today), by number."""
    return _of_kind("county", on or date.today())


@lru_cache(maxsize=64)
def _of_kind(kind: str, on: date) -> tuple[Place, ...]:
    places = (p for p in all_places() if p.kind == kind and p.is_valid(on))
    return tuple(sorted(places, key=lambda p: p.number))


def members(place: Place, on: date | None = None) -> tuple[Place, ...]:
    """Return the municipalities of a county or the country; a municipality itself.

    Examples
    --------
    >>> from datetime import date
    >>> len(members(by_number("40", date(2024, 1, 1)), date(2024, 1, 1)))
    17
    """
    if place.kind == "municipality":
        return (place,)
    return tuple(
        m for m in municipalities(on) if place.kind == "country" or m.county == place.number
    )


def by_number(number: str, on: date | None = None) -> Place:
    """Return the place with exactly this number on a date (default today).

    Raises
    ------
    PlaceError
        No place has the number then.
    """
    if number == COUNTRY.number:
        return COUNTRY
    day = on or date.today()
    for place in all_places():
        if place.number == number and place.is_valid(day):
            return place
    raise PlaceError("place.not_on_date", number=number, day=day)
