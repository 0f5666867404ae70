"""What local business buys: upstream emissions by industry, shown but never summed.

The tonnes stand already in the consumption of those who buy from local business, here or
elsewhere; adding them would count them twice. They are *memo* rows of the account.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from kortreist import facts
from kortreist.accounts.ledger import Source, Theme
from kortreist.connectors.fetch import WHOLE_COUNTRY, FetchedTable
from kortreist.errors import InputError

__all__ = ["Employment", "business_memo", "employment_from", "memo_from_output"]

#: Origin of the rows.
FORMULA = "formula/indirect_business"
_THEMES: dict[str, Theme] = {
    "01-03": "food",
    "35-39": "energy",
    "41-43": "buildings",
    "49-53": "transport",
    "55-56": "food",
    "68-75": "buildings",
}


@dataclass(frozen=True, slots=True)
class Employment:
    """Employed persons by place of work: industry group → here, and in the whole country."""

    here: Mapping[str, float]
    country: Mapping[str, float]


def business_memo(employment: Employment | None) -> list[Source]:
    """Return upstream emissions of each industry from its share of the country's employed.

    Parameters
    ----------
    employment : Employment or None
        ``None`` is the whole country.

    Returns
    -------
    list of Source
        ``memo`` rows, t CO2e; an industry whose employment is not known is left out.

    Raises
    ------
    InputError
        More are employed here than in the country.
    """
    out = []
    for code, tonnes in _national().items():
        share = 1.0
        if employment is not None:
            here, country = employment.here.get(code), employment.country.get(code)
            if here is None or not country:
                continue
            share = here / country
            if not 0 <= share <= 1:
                raise InputError(
                    "accounts.too_many_employed", industry=code, here=here, country=country
                )
        if share > 0:
            out.append(_row(code, tonnes * share))
    return out


def memo_from_output(output: Mapping[str, float]) -> list[Source]:
    """Return upstream emissions from output by product.

    Parameters
    ----------
    output : mapping of str to float
        Product of the input–output tables (``R10_12``) → output a year, NOK in basic prices
        of the multipliers' year.

    Raises
    ------
    InputError
        A product the tables do not have, or a negative output.
    """
    products = {r["code"]: r for r in facts.load().table("io_multipliers")}
    groups = _groups()
    tonnes: dict[str, list[float]] = {}
    for product, nok in output.items():
        if product not in groups:
            raise InputError("accounts.unknown_product", code=product, known=", ".join(groups))
        if nok < 0:
            raise InputError("accounts.negative_output", code=product, nok=nok)
        upstream = products[product]["dom_total"] - products[product]["direct"]
        tonnes.setdefault(groups[product], []).append(nok * upstream / 1000)
    return [_row(code, math.fsum(parts)) for code, parts in sorted(tonnes.items())]


def employment_from(table: FetchedTable) -> Employment | None:
    """Return the newest year's employment by industry from a fetched table 07984.

    ``None`` without figures of the whole country in the same year.

    Parameters
    ----------
    table : FetchedTable
    """
    industries = set(_groups().values())
    years: dict[str, dict[str, dict[str, float]]] = {}
    for row in table.rows:
        industry = next((v for k, v in row.codes.items() if "nace" in k.lower()), "")
        if row.value is None or industry not in industries:
            continue
        region = "country" if row.codes.get("Region") == WHOLE_COUNTRY else "here"
        year = years.setdefault(row.codes.get("Tid", ""), {"here": {}, "country": {}})
        year[region][industry] = row.value
    whole = [y for y, regions in years.items() if regions["here"] and regions["country"]]
    return Employment(**years[max(whole)]) if whole else None


def _groups() -> dict[str, str]:
    """Return product → industry group."""
    return {
        product: row["code"]
        for row in facts.load().table("industry_groups")
        for product in row["products"].split(";")
    }


def _national() -> dict[str, float]:
    """Return industry group → t CO2e upstream of its output in the whole country."""
    groups, parts = _groups(), dict[str, list[float]]()
    for r in facts.load().table("io_multipliers"):
        if r["code"] in groups and r["output_mnok"] is not None:
            upstream = r["dom_total"] - r["direct"]
            parts.setdefault(groups[r["code"]], []).append(upstream * r["output_mnok"] * 1000)
    return {code: math.fsum(values) for code, values in parts.items()}


def _row(code: str, tonnes: float) -> Source:
    store = facts.load()
    spread = store.figure("indirect/uncertainty_business").value
    return Source(
        id=f"indirect/business/nace/{code}",
        scope="indirect",
        actor="business",
        sector="nace",
        source=code,
        theme=_THEMES.get(code, "goods"),
        value=tonnes,
        low=tonnes * (1 - spread),
        high=tonnes * (1 + spread),
        final_demand=False,
        origin=FORMULA,
        memo=True,
        basis=(round(store.figure("indirect/multipliers_year").value),),
    )
