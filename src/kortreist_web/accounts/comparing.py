"""Municipalities side by side: per inhabitant, per area, and which ones are alike."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Max, Min, Sum
from django.utils import timezone

from kortreist_web.accounts.homes import vintages_of
from kortreist_web.accounts.models import HouseholdIncome, InventoryFigure, Vintage

__all__ = ["BY", "Compared", "figures_of", "likeness", "most_alike", "name_of", "widest_vintage"]

#: What tonnes are divided by.
BY: tuple[str, ...] = ("head", "area", "income", "total")
#: Populations this many times apart have nothing in common.
_APART = math.log(20.0)


@dataclass(frozen=True, slots=True)
class Compared:
    """One municipality.

    Parameters
    ----------
    number, name, county : str
    tonnes : float
        t CO2e inside the border.
    sectors : dict
        Sector → t CO2e.
    people, area : float or None
        Inhabitants at the start of the year; km².
    income : float or None
        Households' income after tax, NOK: their median times their number.
    """

    number: str
    name: str
    county: str
    tonnes: float
    sectors: dict[str, float]
    people: float | None
    area: float | None
    income: float | None = None

    def per(self, by: str) -> float | None:
        """Return tonnes per head, km² or million NOK, or in all; None: cannot be given."""
        if by == "total":
            return self.tonnes
        income = None if self.income is None else self.income / 1e6
        divisor = {"head": self.people, "area": self.area, "income": income}.get(by)
        return self.tonnes / divisor if divisor else None


@lru_cache(maxsize=8)
def _known(year: int) -> tuple[dict[str, str], dict[str, float], dict[str, float]]:
    """Return names, inhabitants and areas of municipalities as they are in a year."""
    from kortreist import facts

    store, day = facts.load(), date(year, 12, 31)
    names = {
        r["code"]: r["name"]
        for r in store.table("municipalities")
        if r["valid_from"] <= day and (r["valid_to"] is None or r["valid_to"] > day)
    }
    people = {r["code"]: r["persons"] for r in store.table("population") if r["year"] == year}
    area = {r["code"]: r["area_km2"] for r in store.table("municipality_areas")}
    return names, people, area


def name_of(code: str) -> str:
    """Return the name of a municipality today; its number where it has none."""
    return _known(timezone.localdate().year)[0].get(code, code)


def widest_vintage(organisation: Any = None, hidden: Sequence[int] = ()) -> Vintage | None:
    """Return the newest of the editions that hold more than one place, else the newest."""
    found = list(
        vintages_of(organisation)
        .exclude(pk__in=hidden)
        .defer("rows_file", "description")
        .order_by("-date", "-id")
    )
    several = InventoryFigure.objects.values("vintage").annotate(
        first=Min("place"), last=Max("place")
    )
    wide = {r["vintage"] for r in several.order_by() if r["first"] != r["last"]}
    return next((v for v in found if v.pk in wide), found[0] if found else None)


def figures_of(vintage: Vintage, year: int | None = None) -> tuple[int, dict[str, Compared]]:
    """Return the year and its figures by municipality; the edition's last year by default."""
    year = year or max(vintage.years)
    sums: dict[str, dict[str, float]] = defaultdict(dict)
    rows = (
        InventoryFigure.objects.filter(vintage=vintage, year=year)
        .values_list("place", "sector")
        .annotate(tonnes=Sum("tonnes"))
        .order_by()
    )
    for place, sector, tonnes in rows:
        sums[place][sector] = tonnes
    names, people, area = _known(year)
    income = dict(HouseholdIncome.objects.values_list("place", "total"))
    return year, {
        place: Compared(
            number=place,
            name=names.get(place, place),
            county=place[:2],
            tonnes=sum(sectors.values()),
            sectors=dict(sectors),
            people=people.get(place),
            area=area.get(place),
            income=income.get(place),
        )
        for place, sectors in sorted(sums.items())
    }


def likeness(a: Compared, b: Compared) -> float:
    """Return how alike two municipalities are, 0–1.

    Half is population (1 when equal, 0 when twenty times apart, on a logarithmic scale), half
    the mix of sectors (the part of the tonnes that falls on the same sectors in both).
    """
    size = 0.0
    if a.people and b.people:
        size = max(0.0, 1.0 - abs(math.log(a.people / b.people)) / _APART)
    mix = 0.0
    if a.tonnes > 0 and b.tonnes > 0:
        mix = sum(
            min(a.sectors.get(s, 0.0) / a.tonnes, b.sectors.get(s, 0.0) / b.tonnes)
            for s in a.sectors.keys() | b.sectors.keys()
        )
    return 0.5 * size + 0.5 * max(0.0, mix)


def most_alike(one: Compared, others: dict[str, Compared], count: int = 5) -> list[Compared]:
    """Return the municipalities most alike, most alike first; itself is not among them."""
    rest = [c for c in others.values() if c.number != one.number]
    return sorted(rest, key=lambda c: (-likeness(one, c), c.number))[:count]
