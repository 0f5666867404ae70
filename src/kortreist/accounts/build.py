"""The whole account of a place: direct and indirect, three totals, one overlap."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kortreist.accounts.indirect import Indirect, indirect_sources
from kortreist.accounts.leaving_out import checked, require_sources
from kortreist.accounts.ledger import Account, Source, total, weighted_sum
from kortreist.accounts.municipal_spending import Spending
from kortreist.accounts.national import country_territory, county_territory, household_direct
from kortreist.accounts.territory import NoTerritory, Territory, municipality_territory
from kortreist.errors import FiguresMissingError, InputError, KortreistError
from kortreist.places.place import Place
from kortreist.provenance import Origin
from kortreist.units import Boundary, Quantity

__all__ = ["build", "require_total"]

GWP = "AR5"


def build(
    place: Place,
    *,
    year: int | None = None,
    as_of: str | None = None,
    home: Path | None = None,
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
        Year of the direct figures; the newest of the vintage by default.
    as_of : str, optional
        Vintage id or ISO date.
    home : Path, optional
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
        The vintage has no figures for the year, or what is to be left out cannot be.
    """
    left_out = checked(without)
    territory = _territory(place, year, as_of, home, left_out)
    if isinstance(territory, Territory):
        account_year = territory.year
    else:
        account_year = year or _newest_year(place)
    own = {"spending": spending, "households": households, "business_output": business_output}
    indirect = "accounts.missing.without" if left_out else _indirect(place, account_year, home, own)
    sources: tuple[Source, ...] = ()
    origins: dict[str, Origin] = {}
    notes: list[str] = []
    missing: dict[Boundary, str] = {}
    totals: dict[Boundary, Quantity] = {}
    overlap: Quantity | None = None

    if isinstance(territory, Territory):
        require_sources(territory.sources, left_out, place.name)
        sources += territory.sources
        origins.update(territory.origins)
        notes.extend(territory.notes)
        totals["territorial"] = total(territory.sources, "territorial", GWP)
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
            totals["consumption"] = _widen(total(sources, "consumption", GWP), *spread)
            totals["combined"] = total(sources, "combined", GWP)
            overlap = _widen(_overlap(sources), *spread)
            notes.append("accounts.note.overlap")
            if place.kind != "country":
                notes.append("accounts.note.final_use")
            notes.append("accounts.note.years")
        else:
            estimate = household_direct(place, account_year)
            if estimate is None:
                missing["consumption"] = "accounts.missing.no_population"
            else:
                sources += estimate[0]
                origins.update(estimate[1])
                notes.extend(("accounts.note.household_mean", "accounts.note.years"))
                totals["consumption"] = total(sources, "consumption", GWP)
    if not totals:
        raise FiguresMissingError("accounts.nothing", place=place.name, number=place.number)
    if any(s.memo for s in sources):
        notes.append("accounts.note.memo")
    origins.update(_total_origins(totals, overlap, sources))
    return Account(
        place=place,
        year=account_year,
        vintage_id=territory.vintage_id if isinstance(territory, Territory) else "",
        vintage_date=territory.vintage_date if isinstance(territory, Territory) else "",
        vintage_origin=territory.vintage_origin if isinstance(territory, Territory) else "",
        gwp=GWP,
        sources=sources,
        totals=totals,
        overlap=overlap,
        missing=missing,
        history=dict(territory.history) if isinstance(territory, Territory) else {},
        population=_population(place, account_year),
        origins=origins,
        notes=tuple(dict.fromkeys(notes)),
        households=() if isinstance(indirect, str) else indirect.households,
        lacking=territory.lacking if isinstance(territory, NoTerritory) else (),
        without=left_out,
    )


def require_total(account: Account, boundary: Boundary) -> Quantity:
    """Return a total that must be there.

    Raises
    ------
    FiguresMissingError
        The total cannot be given; says why.
    """
    if boundary not in account.totals:
        from kortreist.accounts.naming import Naming

        raise FiguresMissingError(
            "accounts.no_total",
            place=account.place.name,
            boundary=boundary,
            why=Naming("nb").why_missing(account, boundary),
        )
    return account.totals[boundary]


def _territory(
    place: Place, year: int | None, as_of: str | None, home: Path | None, without: tuple[str, ...]
) -> Territory | NoTerritory:
    if place.kind == "country":
        if without:
            # The country's main sources do not tell plants, ships and aircraft apart.
            raise InputError("accounts.without_country", place=place.name)
        return country_territory(year)
    if place.kind == "county":
        return county_territory(place, year, as_of, home, without)
    return municipality_territory(place, year, as_of, home, without)


def _indirect(place: Place, year: int, home: Path | None, own: dict[str, Any]) -> Indirect | str:
    """Return the indirect sources, or the text key of why there are none."""
    try:
        return indirect_sources(place, year, home=home, **own)
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


def _overlap(sources: tuple[Source, ...]) -> Quantity:
    """Sum what stands both among the direct sources and in consumption."""

    def shared(s: Source) -> float:
        return 0.0 if s.memo else s.inside if s.scope == "indirect" else float(s.final_demand)

    return weighted_sum(((s, shared(s)) for s in sources), "combined", GWP)


def _widen(q: Quantity, down: float, up: float) -> Quantity:
    """Add an independent spread to a quantity."""
    return Quantity(
        q.value,
        q.value - math.hypot(q.value - q.low, down),
        q.value + math.hypot(q.high - q.value, up),
        q.boundary, q.unit, q.gwp,
    )  # fmt: skip


_RULES = {
    "territorial": "Σ direct",
    "consumption": "Σ indirect + Σ direct of residents' own final use",
    "combined": "Σ direct + Σ indirect × (1 − share emitted inside the border)"
    " = territorial + consumption − overlap",
    "overlap": "Σ direct of residents' own final use + Σ indirect × share emitted inside",
}


def _total_origins(
    totals: dict[Boundary, Quantity], overlap: Quantity | None, sources: tuple[Source, ...]
) -> dict[str, Origin]:
    names = [*totals, *(["overlap"] if overlap is not None else [])]
    out = {}
    for name in names:
        used = [
            s.origin
            for s in sources
            if (name == "overlap" and (s.inside > 0 or (s.scope == "direct" and s.final_demand)))
            or (name in totals and s.weight(name) > 0)
        ]
        out[f"total/{name}"] = Origin(
            id=f"total/{name}",
            kind="formula",
            title=f"Total: {name}",
            expression=_RULES[name],
            inputs=tuple(dict.fromkeys(used)),
            mark="computed",
        )
    return out
