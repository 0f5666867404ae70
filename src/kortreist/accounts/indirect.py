"""Indirect emissions: what residents, the municipality and investment cause elsewhere.

A municipality's or county's, with the structure and prices of the newest survey and tables,
whatever the account's year; the country's come from each year's own tables
(:mod:`kortreist.accounts.footprint`). Multipliers come solved from the facts
(``io_multipliers``, ``coicop_multipliers``); nothing is inverted here. Without local spending
the figures are national means per household or per inhabitant, and are marked so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kortreist import facts, places
from kortreist.accounts.business import FORMULA as _BUSINESS
from kortreist.accounts.business import business_memo, employment_from, memo_from_output
from kortreist.accounts.households import (
    HouseholdGroup,
    household_groups,
    mix_from,
    relative_spending,
)
from kortreist.accounts.ledger import Actor, Aside, Source, Theme
from kortreist.accounts.left_out import left_out
from kortreist.accounts.municipal_spending import Spending, from_spending, spending_from
from kortreist.connectors.fetch import FetchedTable, fetched
from kortreist.errors import FiguresMissingError
from kortreist.facts import Facts
from kortreist.places import Place
from kortreist.provenance import Origin

__all__ = [
    "COICOP_THEMES", "Indirect", "household_origins", "indirect_sources", "memo_origins",
    "structure_years",
]  # fmt: skip

#: COICOP division → theme.
COICOP_THEMES: dict[str, Theme] = {
    "01": "food", "02": "food", "03": "goods", "04": "buildings", "05": "goods", "06": "other",
    "07": "transport", "08": "goods", "09": "goods", "10": "other", "11": "food", "12": "other",
    "13": "other",
}  # fmt: skip
_ENERGY_GROUP = "04.5"
_HOUSEHOLDS, _PUBLIC, _INVESTMENT = (
    "formula/indirect_households", "formula/indirect_public", "formula/indirect_investment",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Indirect:
    """Indirect sources with their origins, text keys of notes, household groups and asides."""

    sources: tuple[Source, ...]
    origins: dict[str, Origin]
    notes: tuple[str, ...]
    households: tuple[HouseholdGroup, ...]
    asides: tuple[Aside, ...]


def indirect_sources(
    place: Place,
    year: int,
    *,
    data_dir: Path | None = None,
    spending: Spending | None = None,
    households: Mapping[str, float] | None = None,
    business_output: Mapping[str, float] | None = None,
    national_direct: float | None = None,
) -> Indirect:
    """Return the indirect sources of a municipality or county.

    Parameters
    ----------
    place : Place
    year : int
        Decides the residents and nothing else: spending and emission factors keep the years
        in ``basis`` of each source.
    data_dir : Path, optional
        Where fetched municipal accounts are kept.
    spending : Spending, optional
        The municipality's own accounts by cost type; by default those fetched, if any,
        else the national mean per inhabitant is used.
    households : mapping of str to float, optional
        Household group → households living here (see :mod:`kortreist.accounts.households`);
        by default those fetched, if any, else the national mean household is used.
    business_output : mapping of str to float, optional
        Product → output of local business a year, NOK (see
        :func:`kortreist.accounts.business.memo_from_output`); by default its share of the
        country's employed is used where that was fetched.
    national_direct : float, optional
        t CO2e the national inventory gives residents in the newest year with tables, where
        the place's account takes residents' own emissions from an inventory.

    Returns
    -------
    Indirect
        Values in t CO2e with 90 % intervals. Groups whose spending the survey suppressed
        are left out and named in the notes: missing is not zero.

    Raises
    ------
    FiguresMissingError
        The residents are unknown.
    """
    store = facts.load()
    residents = places.population(place, year)
    if residents is None:
        raise FiguresMissingError("accounts.no_residents", place=place.name, year=year)
    used: list[Origin] = []

    def local(table: str) -> FetchedTable | None:
        if place.kind != "municipality":
            return None
        fetched_table = fetched(table, place.number, data_dir)
        if fetched_table is not None:
            used.append(fetched_table.origin)
        return fetched_table

    if spending is None and (accounts := local("12367")) is not None:
        spending = spending_from(accounts)
    if households is None and (counts := local("06070")) is not None:
        households = mix_from(counts)
    if business_output is not None:
        memo = memo_from_output(business_output)
    else:
        employed = local("07984")
        employment = employment_from(employed) if employed is not None else None
        memo = business_memo(employment) if employment is not None else []
    inside = _inside(store, residents, year)
    sources = [
        *_households(store, residents, inside["households"], households),
        *_public(store, residents, inside["government"], spending),
        *_investment(store, residents, inside["investment"]),
    ]
    notes = ["accounts.note.price_basis", "accounts.note.national_mean", "accounts.note.suppressed"]
    notes += ["accounts.note.own_spending"] if spending is not None else []
    notes += ["accounts.note.own_households"] if households is not None else []
    notes += [] if memo else ["accounts.note.no_business"]
    asides, asides_from = left_out(residents, _survey_mean(store), national_direct)
    return Indirect(
        (*sources, *memo),
        {**_origins(store, spending, households, used, bool(memo)), **asides_from},
        tuple(notes),
        household_groups(households),
        asides,
    )


def _survey_mean(store: Facts) -> float:
    """Return the mean inhabitant's indirect emissions by the survey, kg CO2e a year."""
    kg = math.fsum(
        r["nok_per_household"] * r["kg_per_nok"]
        for r in store.table("coicop_multipliers")
        if r["nok_per_household"] is not None
    )
    return kg / store.figure("indirect/persons_per_household").value


def structure_years() -> tuple[int, int]:
    """Return the years whose structure and prices a municipality's consumption has.

    Examples
    --------
    >>> structure_years()
    (2020, 2022)
    """
    store = facts.load()
    return _price_year(store), _survey_year(store)


def _price_year(store: Facts) -> int:
    return round(store.figure("indirect/multipliers_year").value)


def _survey_year(store: Facts) -> int:
    return int(store.origin("coicop_multipliers", {}).valid_from[:4])


def _inside(store: Facts, residents: float, year: int) -> dict[str, float]:
    """Return the share of each demand's footprint that is emitted inside the border.

    Emitted in Norway × local share; the local share runs from the share of the population
    (bought from one national pool) with a preference for the local added.
    """
    country = places.population(places.COUNTRY, year)
    share = 1.0 if not country else residents / country
    preference = store.figure("indirect/local_preference").value
    local = share + (1.0 - share) * preference
    return {
        demand: store.figure(f"indirect/inside_norway_{demand}").value * local
        for demand in ("households", "government", "investment")
    }


def _source(
    actor: Actor, sector: str, code: str, theme: Theme, tonnes: float, spread: float,
    inside: float, origin: str, basis: tuple[int, ...],
    activity: tuple[float, str, float] | None = None,
) -> Source:  # fmt: skip
    return Source(
        id=f"indirect/{actor}/{sector}/{code}",
        scope="indirect",
        actor=actor,
        sector=sector,
        source=code,
        theme=theme,
        value=tonnes,
        low=tonnes * (1 - spread),
        high=tonnes * (1 + spread),
        final_demand=True,
        origin=origin,
        inside=inside,
        overlaps="direct/*",
        activity=activity[0] if activity else None,
        activity_unit=activity[1] if activity else None,
        intensity=activity[2] if activity else None,
        basis=basis,
    )


def _households(
    store: Facts, residents: float, inside: float, mix: Mapping[str, float] | None
) -> list[Source]:
    """A household here spends as the mean household, or as those who live here do.

    The number of households is the register's where it is known: two figures of the same
    thing, one of them a mean, would not agree.
    """
    relative = relative_spending(mix) if mix else {}
    households = residents / store.figure("indirect/persons_per_household").value
    spread = store.figure("indirect/uncertainty_households").value
    if mix and any(group.startswith("type_") for group in mix):
        households = math.fsum(mix.values())
    basis = structure_years()
    out = []
    for row in store.table("coicop_multipliers"):
        if row["nok_per_household"] is None:
            continue  # suppressed in the survey
        nok = row["nok_per_household"] * households * relative.get(row["code"], 1.0)
        theme: Theme = "energy" if row["code"] == _ENERGY_GROUP else COICOP_THEMES[row["code"][:2]]
        tonnes = nok * row["kg_per_nok"] / 1000
        activity = (nok, "NOK", row["kg_per_nok"])
        out.append(
            _source("residents", "coicop", row["code"], theme, tonnes, spread, inside,
                    _HOUSEHOLDS, basis, activity)
        )  # fmt: skip
    return out


def _public(
    store: Facts, residents: float, inside: float, spending: Spending | None
) -> list[Source]:
    spread = store.figure("indirect/uncertainty_government").value
    if spending is not None:
        groups = from_spending(spending)
    else:
        groups = {
            r["source"]: r["kg_per_inhabitant"] * residents / 1000
            for r in store.table("municipal_purchases")
        }
    themes = {r["source"]: r["theme"] for r in store.table("municipal_purchases")}
    basis = (_price_year(store),)
    out = [
        _source("municipality", "kostra_cost_type", code, themes[code], tonnes, spread, inside,
                _PUBLIC, basis)
        for code, tonnes in sorted(groups.items())
    ]  # fmt: skip
    state = store.figure("indirect/state_kg_per_inhabitant").value * residents / 1000
    out.append(
        _source(
            "residents",
            "state_services",
            "collective",
            "other",
            state,
            spread,
            inside,
            _PUBLIC,
            basis,
        )
    )
    return out


def _investment(store: Facts, residents: float, inside: float) -> list[Source]:
    spread = store.figure("indirect/uncertainty_investment").value
    whole = store.figure("indirect/investment_kg_per_inhabitant").value * residents / 1000
    municipal = store.figure("indirect/investment_share_municipal").value
    dwellings = store.figure("indirect/investment_share_dwellings").value
    parts: list[tuple[Actor, str, Theme, float]] = [
        ("municipality", "municipal_buildings", "buildings", municipal),
        ("residents", "dwellings", "buildings", dwellings),
        ("business", "fixed_capital", "goods", 1.0 - municipal - dwellings),
    ]
    basis = (_price_year(store),)
    return [
        _source(actor, "investment", code, theme, whole * share, spread, inside, _INVESTMENT, basis)
        for actor, code, theme, share in parts
    ]


def _origins(
    store: Facts,
    spending: Spending | None,
    households: Mapping[str, float] | None,
    used: Sequence[Origin],
    memo: bool,
) -> dict[str, Origin]:
    out: dict[str, Origin] = {o.id: o for o in used}
    fetched_ids = tuple(out)
    for table in (
        "io_multipliers", "coicop_multipliers", "municipal_purchases", "population",
        "coicop_by_household", "household_groups",
    ):  # fmt: skip
        origin = store.origin(table, {}, f"facts/{table}")
        out[origin.id] = origin
    for row in store.table("figures"):
        if row["id"].startswith("indirect/"):
            origin = store.origin("figures", row, f"figures/{row['id']}")
            out[origin.id] = origin

    def formula(id: str, title: str, rule: str, *inputs: str) -> None:
        out[id] = Origin(id=id, kind="formula", title=title, expression=rule, inputs=inputs,
                         mark="computed")  # fmt: skip

    formula(
        _HOUSEHOLDS, "Residents' indirect emissions by consumption group",
        "residents ÷ persons per household × NOK per household × kg CO2e per NOK"
        if households is None
        else "Σ households by group × their NOK per household × kg CO2e per NOK",
        "facts/population", "figures/indirect/persons_per_household", "facts/coicop_multipliers",
        "facts/coicop_by_household", "facts/household_groups",
        "figures/indirect/uncertainty_households",
        *(i for i in fetched_ids if "/06070/" in i),
    )  # fmt: skip
    out.update(household_origins())
    formula(
        _PUBLIC, "Purchases of the municipality and of the state on residents' behalf",
        "residents × national mean kg CO2e per inhabitant"
        if spending is None
        else "NOK by cost type × kg CO2e per NOK",
        "facts/population", "facts/municipal_purchases", "facts/io_multipliers",
        "figures/indirect/state_kg_per_inhabitant", "figures/indirect/uncertainty_government",
        *(i for i in fetched_ids if "/12367/" in i),
    )  # fmt: skip
    formula(
        _INVESTMENT, "Investment",
        "residents × national mean kg CO2e per inhabitant × share",
        "facts/population", "figures/indirect/investment_kg_per_inhabitant",
        "figures/indirect/investment_share_municipal",
        "figures/indirect/investment_share_dwellings", "figures/indirect/uncertainty_investment",
    )  # fmt: skip
    if memo:
        out.update(memo_origins(fetched_ids))
    return out


def household_origins() -> dict[str, Origin]:
    """Return the origins of emissions per household by type and income."""
    store = facts.load()
    tables = ("coicop_by_household", "coicop_multipliers", "household_groups")
    out = {f"facts/{t}": store.origin(t, {}, f"facts/{t}") for t in tables}
    out["formula/indirect_household_groups"] = Origin(
        id="formula/indirect_household_groups",
        kind="formula",
        title="Emissions per household by type and income",
        expression="Σ NOK per household of the group × kg CO2e per NOK; the whole country's"
        " households",
        inputs=tuple(out),
        mark="computed",
    )
    return out


def memo_origins(fetched_ids: Sequence[str] = ()) -> dict[str, Origin]:
    """Return the origins of the purchases of business, shown apart."""
    store = facts.load()
    tables = ("io_multipliers", "industry_groups")
    out = {f"facts/{t}": store.origin(t, {}, f"facts/{t}") for t in tables}
    spread = store.figure("indirect/uncertainty_business").origin
    out[spread.id] = spread
    out[_BUSINESS] = Origin(
        id=_BUSINESS,
        kind="formula",
        title="What local business buys, by industry",
        expression="employed here ÷ employed in the country × Σ products (output × (total −"
        " direct multiplier))",
        inputs=(*out, *(i for i in fetched_ids if "/07984/" in i)),
        mark="computed",
    )
    return out
