"""Counties and the country: never a sum that hides what is lacking."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kortreist.accounts.direct import ActorShare, InventoryRowLike, split
from kortreist.accounts.ledger import Source, Theme
from kortreist.accounts.territory import NoTerritory, Territory, pick_year, territory_of
from kortreist.accounts.totals import UNKNOWN_GWP
from kortreist.facts import load
from kortreist.facts.loader import Row
from kortreist.places.place import COUNTRY, Place
from kortreist.provenance import Origin

if TYPE_CHECKING:
    from kortreist.connectors import Vintage

__all__ = ["country_territory", "county_territory", "household_direct"]

NATIONAL = "facts/national_inventory"
HOUSEHOLD = "formula/household_direct"


def county_territory(
    place: Place,
    year: int | None,
    as_of: str | None,
    data_dir: Path | None,
    without: Collection[str] = (),
) -> Territory | NoTerritory:
    """Sum the inventories of a county's municipalities, all of one vintage.

    Vintages differ by method, so members are never gathered from several: the newest one
    that holds every member is used.

    Returns
    -------
    Territory or NoTerritory
        ``NoTerritory.lacking`` names the members the best vintage does not hold.

    Raises
    ------
    InputError
        The vintage has no figures for the year.
    """
    from kortreist.connectors import inventory, vintages
    from kortreist.places import members

    municipalities = {m.number: m for m in members(place)}
    candidates = list(reversed(_as_of(vintages(data_dir), as_of, data_dir)))  # newest first
    fullest: set[str] = set()
    for vintage in candidates:
        held = set(vintage.places) & set(municipalities)
        if len(held) == len(municipalities):
            rows: list[InventoryRowLike] = []
            for number in sorted(municipalities):
                rows.extend(inventory(number, as_of=vintage.id, data_dir=data_dir).rows)
            return territory_of(tuple(rows), vintage, year, without)
        fullest = max(fullest, held, key=len)
    lacking = tuple(f"{n} {municipalities[n].name}" for n in sorted(set(municipalities) - fullest))
    return NoTerritory("accounts.missing.county", lacking)


def _as_of(
    every: tuple[Vintage, ...], as_of: str | None, data_dir: Path | None
) -> tuple[Vintage, ...]:
    if as_of is None:
        return every
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", as_of):
        return tuple(v for v in every if v.date <= as_of)
    from kortreist.connectors import vintage_by

    return (vintage_by(as_of, data_dir),)


# -- the country ---------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _main_sources() -> tuple[tuple[Row, Mapping[int, float]], ...]:
    """Return (facts row, year → kt) of each main source, in the publisher's order."""
    facts = load()
    series: dict[int, dict[int, float]] = {}
    for r in facts.table("national_inventory"):
        series.setdefault(r["number"], {})[r["year"]] = r["kt"]
    rows = sorted(facts.table("national_sources"), key=lambda r: int(r["number"]))
    return tuple((r, series[r["number"]]) for r in rows)


def _complete_years(series: Iterable[Mapping[int, float]]) -> set[int]:
    return set.intersection(*(set(s) for s in series))


def country_territory(year: int | None) -> Territory:
    """Return the national inventory by main source; never the sum of municipalities.

    Shipping, aviation and offshore oil and gas make the two differ. Residents' parts follow
    the air emission accounts (households' direct emissions).

    Raises
    ------
    InputError
        There is no national figure for the year.
    """
    main = _main_sources()
    years = _complete_years([s for _, s in main])
    chosen = pick_year(year, years)
    facts = load()
    origin = facts.origin("national_inventory", {}, NATIONAL)
    shares = facts.origin("national_sources", {}, "facts/national_sources")
    formula = Origin(
        id="formula/national_split",
        kind="formula",
        title="National main source split on actors",
        expression="1 000 t × 1 000 × share of the actor; business gets the rest",
        inputs=(origin.id, shares.id),
        mark="computed",
    )
    sources: list[Source] = []
    down, up = [], []
    for row, series in main:
        value = series[chosen] * 1000
        parts = _national_shares(row)
        for share, part in zip(parts, split(value, parts), strict=True):
            half = abs(part) * row["uncertainty"]
            sources.append(
                Source(
                    id=f"direct/{row['sector']}/{row['source']}/{share.actor}",
                    scope="direct",
                    actor=share.actor,
                    sector=row["sector"],
                    source=row["source"],
                    theme=cast(Theme, row["theme"]),
                    value=part,
                    low=part - half,
                    high=part + half,
                    final_demand=share.final_demand,
                    origin=origin.id if len(parts) == 1 else formula.id,
                    influence=row["influence"],
                    ets_covered=row["ets_covered"],
                )
            )
            if share.final_demand:
                down.append(value * (share.share - share.low))
                up.append(value * (share.high - share.share))
    checked = origin.checked_on
    return Territory(
        sources=tuple(sources),
        year=chosen,
        vintage_id="ssb-13931",
        vintage_date=checked,
        vintage_origin=origin.source,
        history={y: math.fsum(s[y] for _, s in main) * 1000 for y in sorted(years)},
        origins={o.id: o for o in (origin, shares, formula)},
        notes=("accounts.note.national", "accounts.note.spread"),
        split_down=math.hypot(*down),
        split_up=math.hypot(*up),
        gwp=_gwp_named(origin.source),
    )


def _gwp_named(title: str) -> str:
    """Return the GWP-100 set a publisher's table has in its title."""
    named = re.search(r"\bAR\d\b", title)
    return named.group() if named else UNKNOWN_GWP


def _national_shares(row: Row) -> tuple[ActorShare, ...]:
    shares = []
    if row["residents"] > 0:
        shares.append(
            ActorShare(
                "residents", row["residents"], row["residents_low"], row["residents_high"], True
            )
        )
    if row["municipality"] > 0:
        shares.append(
            ActorShare(
                "municipality",
                row["municipality"],
                row["municipality_low"],
                row["municipality_high"],
                False,
            )
        )
    rest = 1 - sum(s.share for s in shares)
    shares.append(ActorShare("business", rest, max(0.0, rest - 0.1), min(1.0, rest + 0.1), False))
    return tuple(shares)


# -- residents' direct emissions where no inventory is at hand -----------------------------


def household_direct(
    place: Place, year: int
) -> tuple[tuple[Source, ...], dict[str, Origin]] | None:
    """Estimate residents' own direct emissions by the national mean per inhabitant.

    Used in the consumption account of a place whose inventory is not imported. The sources
    have scope ``indirect`` so that they can never be taken for the inventory: residents'
    emissions are made wherever they drive, not inside a border.

    Parameters
    ----------
    place : Place
    year : int
        Year of the place's population.

    Returns
    -------
    (sources, origins) or None
        None when the population is unknown.
    """
    from kortreist.places import population

    facts = load()
    rows = facts.table("household_direct")
    newest = max(r["year"] for r in rows)
    people, country = population(place, year), population(COUNTRY, newest)
    if people is None or country is None:
        return None
    fact = facts.origin("household_direct", {}, "facts/household_direct")
    formula = Origin(
        id=HOUSEHOLD,
        kind="formula",
        title="Residents' own direct emissions, national mean",
        expression=f"households' direct emissions {newest} / population {newest} × population",
        inputs=(fact.id,),
        mark="computed",
    )
    sources = []
    for r in rows:
        if r["year"] != newest:
            continue
        value = r["kt"] * 1000 / country * people
        sources.append(
            Source(
                id=f"indirect/residents/household_direct/{r['purpose']}",
                scope="indirect",
                actor="residents",
                sector="household_direct",
                source=r["purpose"],
                theme=cast(Theme, r["theme"]),
                value=value,
                low=value * (1 - r["uncertainty"]),
                high=value * (1 + r["uncertainty"]),
                final_demand=True,
                origin=formula.id,
                basis=(newest,),
            )
        )
    return tuple(sources), {fact.id: fact, formula.id: formula}
