"""The country's account: the national inventory, and the footprint of the same year."""

from __future__ import annotations

import math
from dataclasses import replace

from kortreist.accounts.business import business_memo
from kortreist.accounts.footprint import (
    ASIDE_RULE,
    NO_TABLES,
    footprint_years,
    national_footprint,
    residents_direct,
    residents_direct_tonnes,
)
from kortreist.accounts.households import household_groups
from kortreist.accounts.indirect import household_origins, memo_origins
from kortreist.accounts.ledger import Account, Aside, total
from kortreist.accounts.national import country_territory
from kortreist.accounts.totals import UNKNOWN_GWP, overlap_of, total_origins, widen
from kortreist.places import COUNTRY, population
from kortreist.units import Quantity

__all__ = ["country_account"]


def country_account(year: int | None) -> Account:
    """Return the country's account of a year, the newest of the inventory by default.

    Residents' own emissions are those of the air emission accounts; the inventory's split on
    residents then counts in no consumption, or it would be counted twice.

    Raises
    ------
    InputError
        The inventory has no figures for the year.
    """
    territory = country_territory(year)
    year = territory.year
    account = Account(
        place=COUNTRY,
        year=year,
        vintage_id=territory.vintage_id,
        vintage_date=territory.vintage_date,
        vintage_origin=territory.vintage_origin,
        gwp=territory.gwp,
        sources=territory.sources,
        totals={"territorial": total(territory.sources, "territorial", territory.gwp)},
        overlap=None,
        missing={"consumption": NO_TABLES, "combined": NO_TABLES},
        history=dict(territory.history),
        population=population(COUNTRY, year),
        origins=dict(territory.origins),
        notes=territory.notes,
    )
    if year not in footprint_years():
        return _with_origins(account)
    made = national_footprint(year)
    at_home = math.fsum(s.value for s in territory.sources if s.final_demand)
    residents, residents_from = residents_direct(year, at_home)
    memo = business_memo(None)
    sources = (
        *(replace(s, final_demand=False) for s in territory.sources),
        *made.sources,
        *residents,
        *memo,
    )
    abroad = Aside("residents_abroad_counted", residents_direct_tonnes(year) - at_home, ASIDE_RULE)

    def shared(q: Quantity) -> Quantity:
        return widen(q, made.common * q.value, made.common * q.value)

    territorial = account.totals["territorial"]
    consumption = shared(total(sources, "consumption", UNKNOWN_GWP))
    overlap = shared(overlap_of(sources))
    outside = consumption.value - overlap.value
    combined = widen(
        total(sources, "combined", UNKNOWN_GWP), made.common * outside, made.common * outside
    )
    own = ("own_tables", "published_convention", "national_actors", "residents_accounts")
    return _with_origins(
        replace(
            account,
            sources=sources,
            totals={
                "territorial": territorial,
                "consumption": consumption,
                "combined": combined,
            },
            overlap=overlap,
            missing={},
            origins={
                **account.origins,
                **made.origins,
                **residents_from,
                **memo_origins(),
                **household_origins(),
            },
            notes=(
                *account.notes,
                *(f"accounts.note.{n}" for n in own),
                "accounts.note.overlap",
                "accounts.note.gwp_footprint",
                "accounts.note.memo",
            ),
            households=household_groups(),
            asides=(*made.asides, abroad),
        )
    )


def _with_origins(account: Account) -> Account:
    totals = total_origins(account.totals, account.overlap, account.sources)
    return replace(account, origins={**account.origins, **totals})
