"""What the country's footprint holds and a place's account does not, with its size here."""

from __future__ import annotations

from kortreist import facts, places
from kortreist.accounts.footprint import (
    footprint_years,
    residents_direct_tonnes,
    tonnes_by_category,
)
from kortreist.accounts.ledger import Aside
from kortreist.provenance import Origin

__all__ = ["left_out"]

RULE = "formula/left_out"
_TABLES = ("final_demand", "product_multipliers", "household_direct")


def left_out(
    residents: float, survey_kg_per_inhabitant: float, own_direct: float | None
) -> tuple[tuple[Aside, ...], dict[str, Origin]]:
    """Return what stands in the country's footprint and not in a place's account, by size.

    Parameters
    ----------
    residents : float
        Of the place.
    survey_kg_per_inhabitant : float
        Households' indirect emissions in the account, national mean, kg CO2e.
    own_direct : float or None
        t CO2e the national inventory gives residents in the newest year with tables; None
        where the account takes residents' own emissions from the air emission accounts.

    Returns
    -------
    (asides, origins)
        The country's tonnes per inhabitant in the newest year with tables × residents.
    """
    year = footprint_years()[-1]
    country = places.population(places.COUNTRY, year)
    if country is None:
        return (), {}
    share = residents / country
    by = tonnes_by_category(year)
    survey = survey_kg_per_inhabitant * country / 1000
    sizes = {
        "non_profit_institutions": by["npish"],
        "not_in_the_survey": by["households"] - survey,
        "stock_additions": by["stock_changes"],
    }
    if own_direct is not None:
        sizes["residents_abroad"] = residents_direct_tonnes(year) - own_direct
    store = facts.load()
    tables = {f"facts/{n}": store.origin(n, {}, f"facts/{n}") for n in _TABLES}
    rule = Origin(
        id=RULE,
        kind="formula",
        title="What the country's footprint holds and the place's account does not",
        expression="t CO2e in Norway / residents of Norway × residents here",
        inputs=(*tables, "facts/coicop_multipliers", "facts/population"),
        mark="computed",
    )
    asides = tuple(Aside(id, t * share, rule.id) for id, t in sizes.items())
    return asides, {**tables, rule.id: rule}
