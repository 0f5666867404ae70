"""Residents and area of a place."""

from __future__ import annotations

from functools import lru_cache

from kortreist import facts
from kortreist.places.place import Place
from kortreist.places.register import members

__all__ = ["area_km2", "language_form", "population", "population_year"]


@lru_cache(maxsize=1)
def _persons() -> dict[tuple[str, int], tuple[float, bool]]:
    """Return (number, year) → residents, and whether the figure is our own estimate."""
    return {
        (r["code"], r["year"]): (r["persons"], r["mark"] == "computed")
        for r in facts.load().table("population")
    }


@lru_cache(maxsize=1)
def _areas() -> dict[str, float]:
    return {r["code"]: r["area_km2"] for r in facts.load().table("municipality_areas")}


def population(place: Place, year: int, *, estimates: bool = False) -> float | None:
    """Return residents on 1 January of a year, on the borders of 2024.

    A county or the country is the sum of its municipalities.

    Parameters
    ----------
    place : Place
    year : int
    estimates : bool
        Also give a municipality that was split out, or got a part of another, our estimate
        for the years before (Haram before 2024, say). The sums of counties and the country
        hold either way, since what one part gets too much of another gets too little of.

    Returns
    -------
    float or None
        ``None`` when it, or a part, is missing: missing is not zero.

    Examples
    --------
    >>> from kortreist.places import find
    >>> population(find("4005"), 2024)
    13266.0
    """
    parts = [_persons().get((m.number, year)) for m in members(place)]
    counts = [p for p in parts if p is not None]
    if not counts or len(counts) < len(parts):
        return None
    if place.kind == "municipality" and counts[0][1] and not estimates:
        return None
    return sum(persons for persons, _ in counts)


def population_year(place: Place) -> int | None:
    """Return the newest year with residents for the whole place."""
    years = sorted({y for _, y in _persons()}, reverse=True)
    return next((y for y in years if population(place, y) is not None), None)


def area_km2(place: Place) -> float | None:
    """Return the area in km², lakes included; ``None`` when a part is missing."""
    parts = [_areas().get(m.number) for m in members(place)]
    areas = [p for p in parts if p is not None]
    return sum(areas) if areas and len(areas) == len(parts) else None


def language_form(place: Place) -> str | None:
    """Return ``nb``, ``nn`` or ``neutral``: the written form a municipality asks the state for.

    ``None`` for counties, the country and municipalities that are no more.
    """
    for row in facts.load().table("municipality_areas"):
        if row["code"] == place.number:
            return str(row["language_form"])
    return None
