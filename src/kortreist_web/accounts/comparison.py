"""Municipalities side by side: per inhabitant, per area, and which ones are alike."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Sum
from django.utils import timezone

from kortreist import facts
from kortreist.places import all_places
from kortreist_web.accounts.data_directories import vintages_of
from kortreist_web.accounts.models import HouseholdIncome, InventoryFigure, Vintage
from kortreist_web.tenants.models import Organisation

__all__ = [
    "BY",
    "Compared",
    "beside",
    "figures_of",
    "likeness",
    "most_alike",
    "name_of",
    "widest_vintage",
]

#: What tonnes are divided by.
BY: tuple[str, ...] = ("head", "area", "income", "total")
#: Municipalities shown beside one's own.
_MAX = 15
#: Editions with this share of the places of the widest one are as wide.
_ALMOST_ALL = 0.9
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
    estimated : bool
        Whether ``people`` is our estimate, of a place that was part of another that year.
    """

    number: str
    name: str
    county: str
    tonnes: float
    sectors: dict[str, float]
    people: float | None
    area: float | None
    income: float | None = None
    estimated: bool = False

    def per(self, by: str) -> float | None:
        """Return tonnes per head, km² or million NOK, or in all; None: cannot be given."""
        if by == "total":
            return self.tonnes
        income = None if self.income is None else self.income / 1e6
        divisor = {"head": self.people, "area": self.area, "income": income}.get(by)
        return self.tonnes / divisor if divisor else None


@lru_cache(maxsize=32)
def _names(day: date) -> dict[str, str]:
    """Return number → name of every municipality there was: the name it had on a day.

    A number that was not in use that day has the last name it had before, else the first
    after: an edition's numbers are of the day it was made, whatever year its figures are of.
    """
    out: dict[str, tuple[tuple[int, int], str]] = {}
    for p in all_places():
        if p.kind != "municipality":
            continue
        if p.is_valid(day):
            rank = (0, 0)
        elif p.valid_from <= day:
            rank = (1, -p.valid_from.toordinal())
        else:
            rank = (2, p.valid_from.toordinal())
        if p.number not in out or rank < out[p.number][0]:
            out[p.number] = (rank, p.name)
    return {number: name for number, (_, name) in out.items()}


@lru_cache(maxsize=8)
def _people(year: int) -> dict[str, tuple[float, bool]]:
    """Return number → inhabitants at the start of a year, and whether that is an estimate."""
    rows = facts.load().table("population")
    return {r["code"]: (r["persons"], r["mark"] == "computed") for r in rows if r["year"] == year}


@lru_cache(maxsize=1)
def _areas() -> dict[str, float]:
    return {r["code"]: r["area_km2"] for r in facts.load().table("municipality_areas")}


def name_of(code: str) -> str:
    """Return the name of a municipality, the last it had; its number where there is none."""
    return _names(timezone.localdate()).get(code, code)


def widest_vintage(
    organisation: Organisation | None = None, hidden: Sequence[int] = ()
) -> Vintage | None:
    """Return the newest of the editions that hold about as many places as any does.

    So a county's newer edition does not leave the rest of the country out; and a place that
    the newest national edition lacks does not keep an older one.
    """
    vintages = list(
        vintages_of(organisation)
        .exclude(pk__in=hidden)
        .defer("rows_file", "description")
        .order_by("-date", "-id")
    )
    counts = {v.pk: _place_count(*_stamp(v)) for v in vintages}
    least = _ALMOST_ALL * max(counts.values(), default=0)
    return next((v for v in vintages if counts[v.pk] >= least), None)


def _stamp(vintage: Vintage) -> tuple[int, str]:
    """Return what an edition is kept in mind by: its rows never change."""
    return vintage.pk, f"{vintage.engine_id} {vintage.added_at.isoformat()}"


@lru_cache(maxsize=64)
def _place_count(pk: int, stamp: str) -> int:
    rows = InventoryFigure.objects.filter(vintage=pk).order_by()
    return int(rows.values("place").distinct().count())


@lru_cache(maxsize=32)
def _sums(
    pk: int, stamp: str, year: int, without: tuple[str, ...]
) -> Mapping[str, Mapping[str, float]]:
    """Return place → sector → t CO2e in a year of an edition; not to be changed."""
    from kortreist.accounts.leaving_out import leaves_out

    sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    rows = (
        InventoryFigure.objects.filter(vintage=pk, year=year)
        .values_list("place", "sector", *(["source"] if without else []))
        .annotate(tonnes=Sum("tonnes"))
        .order_by()
    )
    for place, sector, *source, tonnes in rows:
        if not without or not leaves_out(without, sector, source[0]):
            sums[place][sector] += tonnes
    return {place: dict(sectors) for place, sectors in sums.items()}


def figures_of(
    vintage: Vintage, year: int | None = None, without: Collection[str] = ()
) -> tuple[int, dict[str, Compared]]:
    """Return the year and its figures by municipality; the edition's last year by default.

    Parameters
    ----------
    without : collection of str
        What is left out of all of them (``ets``, ``shipping``, ``aviation``), so that all are
        of one boundary. A municipality of which nothing is left is not among them.
    """
    year = year or max(vintage.years)
    sums = _sums(*_stamp(vintage), year, tuple(without))
    names, people, area = _names(vintage.date), _people(year), _areas()
    income = dict(HouseholdIncome.objects.values_list("place", "total"))
    return year, {
        place: Compared(
            number=place,
            name=names.get(place, place),
            county=place[:2],
            tonnes=sum(sectors.values()),
            sectors=dict(sectors),
            people=people.get(place, (None, False))[0],
            estimated=people.get(place, (None, False))[1],
            area=area.get(place),
            income=income.get(place),
        )
        for place, sectors in sums.items()
    }


def beside(
    organisation: Organisation,
    by_number: dict[str, Compared],
    asked: str,
    *,
    county: bool = False,
) -> tuple[Compared | None, list[Compared], list[str]]:
    """Return the organisation's own figures, all that stand in a row, and what was not found.

    Parameters
    ----------
    by_number : dict
        See :func:`figures_of`.
    asked : str
        Numbers or names, with commas between; empty: those most alike.
    county : bool
        The whole of its county instead, where nobody is asked for.
    """
    by_name = {c.name.casefold(): c for c in by_number.values()}
    here, matches, unknown = by_number.get(organisation.figures_code), [], []
    for word in (w.strip() for w in asked.split(",")):
        one = by_number.get(word) or by_name.get(word.casefold())
        if one is not None and one not in matches:
            matches.append(one)
        elif word and one is None:
            unknown.append(word)
    others = matches[:_MAX]
    if here is not None and not asked.strip():
        same = [c for c in by_number.values() if c.county == here.county]
        others = same if county else most_alike(here, by_number)
    rows = [here, *[o for o in others if o is not here]] if here else others
    return here, rows, unknown


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
