"""The whole account of a place: direct and indirect, three totals, one overlap."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kortreist.accounts.country import country_account
from kortreist.accounts.footprint import NO_TABLES, check_year, footprint_years
from kortreist.accounts.indirect import Indirect, indirect_sources
from kortreist.accounts.leaving_out import checked, require_sources
from kortreist.accounts.ledger import Account, Source, total
from kortreist.accounts.municipal_spending import Spending
from kortreist.accounts.national import country_territory, county_territory, household_direct
from kortreist.accounts.territory import NoTerritory, Territory, municipality_territory
from kortreist.accounts.totals import UNKNOWN_GWP, gwp_notes, overlap_of, total_origins, widen
from kortreist.errors import FiguresMissingError, InputError, KortreistError
from kortreist.places.place import Place
from kortreist.provenance import Origin
from kortreist.units import Boundary, Quantity

__all__ = ["build", "require_total"]


def build(
    place: Place,
    *,
    year: int | None = None,
    as_of: str | None = None,
    data_dir: Path | None = None,
    spending: Spending | None = None,
    households: Mapping[str, float] | None = None,
    business_output: Mapping[str, float] | None = None,
    without: Collection[str] = frozenset(),
) -> Account:
    """Return the account of a place.

    Parameters
    ----------
    place : Place
        Municipality, county or country.
    year : int, optional
        Year of the direct figures; the newest of the vintage by default. The country's
        consumption is of the same year, from its own tables, and missing where it has none.
        Other places' consumption has the structure and prices of ``Account.basis``.
    as_of : str, optional
        Vintage id or ISO date.
    data_dir : Path, optional
        Where imports are kept.
    spending, households, business_output : mapping, optional
        The place's own figures instead of what was fetched or the national mean: see
        :func:`kortreist.accounts.indirect.indirect_sources`.
    without : collection of str
        What is left out of what is emitted inside the border, in sources, total and history
        alike: ``ets`` (plants in the emissions trading system, by source of the inventory),
        ``shipping``, ``aviation``, ``others`` (all but the municipality's own operations).
        Only the territorial total is then given.

    Returns
    -------
    Account
        A boundary that cannot be given is absent from ``totals`` with its reason in
        ``missing``.

    Raises
    ------
    FiguresMissingError
        Nothing at all can be given for the place.
    InputError
        The vintage has no figures for the year; what is to be left out cannot be; or a place's
        own figures are given for the country.
    """
    left_out = checked(without)
    own = {"spending": spending, "households": households, "business_output": business_output}
    if place.kind == "country":
        if left_out:
            # The country's main sources do not tell plants, ships and aircraft apart.
            raise InputError("accounts.without_country", place=place.name)
        if any(figures is not None for figures in own.values()):
            raise InputError("accounts.own_figures_of_country")
        return country_account(year)
    territory = _territory(place, year, as_of, data_dir, left_out)
    if isinstance(territory, Territory):
        account_year = territory.year
    else:
        account_year = year or _newest_year(place)
    indirect = (
        "accounts.missing.without"
        if left_out
        else _indirect(place, account_year, data_dir, own, territory)
    )
    sources: tuple[Source, ...] = ()
    origins: dict[str, Origin] = {}
    notes: list[str] = []
    missing: dict[Boundary, str] = {}
    totals: dict[Boundary, Quantity] = {}
    overlap: Quantity | None = None
    gwp = territory.gwp if isinstance(territory, Territory) else UNKNOWN_GWP

    if isinstance(territory, Territory):
        require_sources(territory.sources, left_out, place.name)
        sources += territory.sources
        origins.update(territory.origins)
        notes.extend(territory.notes)
        totals["territorial"] = total(territory.sources, "territorial", gwp)
        notes.extend(gwp_notes(gwp))
    else:
        missing["territorial"] = territory.reason
        missing["combined"] = territory.reason
    notes.extend(f"accounts.note.without_{w}" for w in left_out)
    if isinstance(indirect, str):
        missing["consumption"] = indirect
        missing.setdefault("combined", indirect)
    else:
        sources += indirect.sources
        origins.update(indirect.origins)
        notes.extend(indirect.notes)
        if isinstance(territory, Territory):
            spread = (territory.split_down, territory.split_up)
            totals["consumption"] = widen(total(sources, "consumption", UNKNOWN_GWP), *spread)
            totals["combined"] = total(sources, "combined", UNKNOWN_GWP)
            overlap = widen(overlap_of(sources), *spread)
            notes.append("accounts.note.overlap")
            if place.kind == "county":
                notes.append("accounts.note.county_overlap")
            notes += ["accounts.note.final_use", "accounts.note.years"]
        else:
            estimate = household_direct(place, account_year)
            if estimate is None:
                missing["consumption"] = "accounts.missing.no_population"
            else:
                sources += estimate[0]
                origins.update(estimate[1])
                notes.extend(("accounts.note.household_mean", "accounts.note.years"))
                totals["consumption"] = total(sources, "consumption", UNKNOWN_GWP)
    if not totals:
        raise FiguresMissingError("accounts.nothing", place=place.name, number=place.number)
    if "consumption" in totals:
        notes += ["accounts.note.footprint_interval", "accounts.note.gwp_footprint"]
    if any(s.memo for s in sources):
        notes.append("accounts.note.memo")
    origins.update(total_origins(totals, overlap, sources))
    return Account(
        place=place,
        year=account_year,
        vintage_id=territory.vintage_id if isinstance(territory, Territory) else "",
        vintage_date=territory.vintage_date if isinstance(territory, Territory) else "",
        vintage_origin=territory.vintage_origin if isinstance(territory, Territory) else "",
        gwp=gwp,
        sources=sources,
        totals=totals,
        overlap=overlap,
        missing=missing,
        history=dict(territory.history) if isinstance(territory, Territory) else {},
        population=_population(place, account_year),
        origins=origins,
        notes=tuple(dict.fromkeys(notes)),
        households=() if isinstance(indirect, str) else indirect.households,
        asides=() if isinstance(indirect, str) else indirect.asides,
        lacking=territory.lacking if isinstance(territory, NoTerritory) else (),
        without=left_out,
    )


def require_total(account: Account, boundary: Boundary) -> Quantity:
    """Return a total that must be there.

    Raises
    ------
    FiguresMissingError
        The total cannot be given; says why.
    InputError
        The country's footprint of a year without tables; says which years there are.
    """
    if account.missing.get(boundary) == NO_TABLES:
        check_year(account.year)
    if boundary not in account.totals:
        from kortreist.accounts.labels import Naming

        raise FiguresMissingError(
            "accounts.no_total",
            place=account.place.name,
            boundary=boundary,
            why=Naming("nb").why_missing(account, boundary),
        )
    return account.totals[boundary]


def _territory(
    place: Place,
    year: int | None,
    as_of: str | None,
    data_dir: Path | None,
    without: tuple[str, ...],
) -> Territory | NoTerritory:
    if place.kind == "county":
        return county_territory(place, year, as_of, data_dir, without)
    return municipality_territory(place, year, as_of, data_dir, without)


def _indirect(
    place: Place,
    year: int,
    data_dir: Path | None,
    own: dict[str, Any],
    territory: Territory | NoTerritory,
) -> Indirect | str:
    """Return the indirect sources, or the text key of why there are none."""
    national = None
    if isinstance(territory, Territory):
        direct = country_territory(footprint_years()[-1]).sources
        national = math.fsum(s.value for s in direct if s.final_demand)
    try:
        return indirect_sources(place, year, data_dir=data_dir, national_direct=national, **own)
    except FiguresMissingError:
        return "accounts.missing.no_indirect"


def _population(place: Place, year: int) -> float | None:
    from kortreist.places import population

    try:
        return population(place, year)
    except KortreistError:
        return None


def _newest_year(place: Place) -> int:
    from kortreist.places import population_year

    newest = population_year(place)
    if newest is None:
        raise FiguresMissingError("accounts.nothing", place=place.name, number=place.number)
    # A year has its inventory at the end of the next one; population runs ahead of it.
    return min(newest, date.today().year - 2)
