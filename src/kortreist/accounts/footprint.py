"""The country's consumption footprint of a year, from that year's own tables.

Final demand by product and category (input–output tables of Statistics Norway) × emissions per
krone of the same year (CaFEAN), as the published national figure is made: what is taken from
stock, or sold after use, is set to zero. A year without tables is refused: another year's
structure with other residents would look like a series and be none.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from kortreist import facts
from kortreist.accounts.ledger import Actor, Aside, Source, Theme
from kortreist.errors import InputError
from kortreist.facts.loader import Row
from kortreist.provenance import Origin

__all__ = [
    "CATEGORIES",
    "NO_TABLES",
    "NationalFootprint",
    "check_year",
    "footprint_years",
    "national_footprint",
    "residents_direct",
    "residents_direct_tonnes",
    "tonnes_by_category",
]

#: Category of final demand → (sector in the account, who is shown as buying).
CATEGORIES: dict[str, tuple[str, Actor]] = {
    "households": ("household_consumption", "residents"),
    "npish": ("non_profit_institutions", "residents"),
    "government": ("government_consumption", "residents"),
    "investment": ("fixed_capital_formation", "business"),
    "valuables": ("valuables", "business"),
    "stock_changes": ("stock_changes", "business"),
}
#: Why a year of the country has no consumption total: text key of ``locale/accounts.toml``.
NO_TABLES = "accounts.missing.no_tables"
RULE = "formula/national_footprint"
ASIDE_RULE = "formula/national_footprint_aside"
RESIDENTS_DIRECT = "formula/residents_direct"
_TABLES = ("final_demand", "product_multipliers", "products")
_SPREADS = ("uncertainty_national_product", "uncertainty_national_common")


@dataclass(frozen=True, slots=True)
class NationalFootprint:
    """The indirect part of the country's footprint in one year.

    Parameters
    ----------
    sources : tuple of Source
        One a category and product that was bought; t CO2e.
    asides : tuple of Aside
        What the total would be by other conventions; in no total.
    origins : dict
        Origin id → Origin.
    common : float
        Relative half-width (90 %) that all products share.
    """

    sources: tuple[Source, ...]
    asides: tuple[Aside, ...]
    origins: dict[str, Origin]
    common: float


@dataclass(frozen=True, slots=True)
class _Bought:
    """Final demand of one product in one category: kt as published, and with signs kept."""

    category: str
    product: str
    nok: float
    kt: float
    kt_in_norway: float
    kt_net: float


@lru_cache(maxsize=1)
def footprint_years() -> tuple[int, ...]:
    """Return the years that have tables of their own, oldest first.

    Examples
    --------
    >>> footprint_years()[0], footprint_years()[-1]
    (2012, 2020)
    """
    return tuple(sorted({r["year"] for r in facts.load().table("product_multipliers")}))


def check_year(year: int | None) -> int:
    """Return the year asked for, or the newest with tables.

    Raises
    ------
    InputError
        The year has no tables of its own; says which years have.
    """
    years = footprint_years()
    if year is not None and year not in years:
        raise InputError("accounts.no_tables", year=year, first=years[0], last=years[-1])
    return years[-1] if year is None else year


def national_footprint(year: int) -> NationalFootprint:
    """Return what final demand in Norway caused, by category and product.

    Parameters
    ----------
    year : int
        One of :func:`footprint_years`.

    Raises
    ------
    InputError
        The year has no tables of its own.
    """
    check_year(year)
    store = facts.load()
    spread = store.figure(f"indirect/{_SPREADS[0]}").value
    themes = {r["code"]: r["theme"] for r in store.table("products")}
    bought = list(_purchases(year))
    sources = tuple(_source(b, cast(Theme, themes[b.product]), spread) for b in bought if b.kt)
    whole = math.fsum(b.kt for b in bought)
    stock = math.fsum(b.kt for b in bought if b.category == "stock_changes")
    net = math.fsum(b.kt_net for b in bought)
    direct = residents_direct_tonnes(year)
    return NationalFootprint(
        sources,
        (
            Aside("without_stock_additions", (whole - stock) * 1000 + direct, ASIDE_RULE),
            Aside("net_stock", net * 1000 + direct, ASIDE_RULE),
        ),
        _origins(),
        store.figure(f"indirect/{_SPREADS[1]}").value,
    )


def tonnes_by_category(year: int) -> dict[str, float]:
    """Return t CO2e by category of final demand, as published; indirect only."""
    check_year(year)
    out = dict.fromkeys(CATEGORIES, 0.0)
    for b in _purchases(year):
        out[b.category] += b.kt * 1000
    return out


def residents_direct(
    year: int, at_home: float | None
) -> tuple[tuple[Source, ...], dict[str, Origin]]:
    """Return residents' own emissions in the country's air emission accounts of a year.

    They follow residents wherever they drive; the inventory follows the border. Scope
    ``indirect`` keeps them from being taken for the inventory.

    Parameters
    ----------
    year : int
        One of :func:`footprint_years`.
    at_home : float or None
        t CO2e that the inventory's own split gives residents: so much is emitted inside the
        border. None: nothing of it stands in an inventory here.
    """
    store = facts.load()
    rows = _direct_rows(check_year(year))
    half = store.figure("indirect/uncertainty_residents_direct").value
    whole = residents_direct_tonnes(year)
    inside = min(1.0, at_home / whole) if at_home else 0.0
    sources = tuple(
        Source(
            id=f"indirect/residents/residents_direct/{r['purpose']}",
            scope="indirect",
            actor="residents",
            sector="residents_direct",
            source=r["purpose"],
            theme=cast(Theme, r["theme"]),
            value=r["kt"] * 1000,
            low=r["kt"] * 1000 * (1 - half),
            high=r["kt"] * 1000 * (1 + half),
            final_demand=True,
            origin=RESIDENTS_DIRECT,
            inside=inside,
            overlaps="direct/*" if inside else None,
        )
        for r in rows
    )
    used = (
        store.origin("household_direct", {}, "facts/household_direct"),
        _figure("uncertainty_residents_direct"),
    )
    rule = Origin(
        id=RESIDENTS_DIRECT,
        kind="formula",
        title="Residents' own direct emissions, at home and abroad",
        expression="households' direct emissions in the air emission accounts of the year",
        inputs=tuple(o.id for o in used),
        mark="computed",
    )
    return sources, {o.id: o for o in (*used, rule)}


def _direct_rows(year: int) -> list[Row]:
    return [r for r in facts.load().table("household_direct") if r["year"] == year]


def residents_direct_tonnes(year: int) -> float:
    """Return residents' own emissions in the air emission accounts of a year, t CO2e."""
    return math.fsum(r["kt"] for r in _direct_rows(year)) * 1000


def _purchases(year: int) -> Iterator[_Bought]:
    store = facts.load()
    by = {r["product"]: r for r in store.table("product_multipliers") if r["year"] == year}
    for r in store.table("final_demand"):
        if r["year"] != year:
            continue
        m, data_dir, abroad = by[r["product"]], r["domestic_mnok"], r["imported_mnok"]
        up_home, up_abroad = max(data_dir, 0.0), max(abroad, 0.0)
        yield _Bought(
            r["category"],
            r["product"],
            (up_home + up_abroad) * 1e6,
            # Million kroner × kg a krone = 1 000 t.
            up_home * m["domestic"] + up_abroad * m["imported"],
            up_home * m["domestic_emitted_in_norway"],
            data_dir * m["domestic"] + abroad * m["imported"],
        )


def _source(b: _Bought, theme: Theme, spread: float) -> Source:
    sector, actor = CATEGORIES[b.category]
    tonnes = b.kt * 1000
    return Source(
        id=f"indirect/{actor}/{sector}/{b.product}",
        scope="indirect",
        actor=actor,
        sector=sector,
        source=b.product,
        theme=theme,
        value=tonnes,
        low=tonnes * (1 - spread),
        high=tonnes * (1 + spread),
        final_demand=True,
        origin=RULE,
        inside=b.kt_in_norway / b.kt,
        overlaps="direct/*",
        activity=b.nok,
        activity_unit="NOK",
        intensity=b.kt * 1e6 / b.nok,
    )


def _figure(name: str) -> Origin:
    return facts.load().figure(f"indirect/{name}").origin


def _origins() -> dict[str, Origin]:
    store = facts.load()
    tables = tuple(store.origin(t, {}, f"facts/{t}") for t in _TABLES)
    spreads = tuple(_figure(name) for name in _SPREADS)
    direct = store.origin("household_direct", {}, "facts/household_direct")
    inputs = tuple(o.id for o in (*tables, *spreads))
    rule = Origin(
        id=RULE,
        kind="formula",
        title="Norway's footprint by category and product",
        expression="max(0, NOK of Norwegian products) × kg CO2e per NOK"
        " + max(0, NOK of imported products) × kg CO2e per NOK, tables of the same year",
        inputs=inputs,
        mark="computed",
    )
    aside = Origin(
        id=ASIDE_RULE,
        kind="formula",
        title="Norway's footprint by other conventions",
        expression="the total less additions to stock; and the total with what was taken from"
        " stock or sold after use counted with its sign",
        inputs=(*inputs, direct.id),
        mark="computed",
    )
    return {o.id: o for o in (*tables, *spreads, direct, rule, aside)}
