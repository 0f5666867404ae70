"""From the municipality's own accounts (KOSTRA) to emissions by group of purchases."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kortreist import facts
from kortreist.connectors.fetch import FetchedTable
from kortreist.errors import InputError

__all__ = ["Spending", "from_spending", "spending_from"]

#: (function, cost type) → NOK a year, net of compensated VAT, prices of the multipliers' year.
Spending = Mapping[tuple[str, str], float]


def from_spending(spending: Spending) -> dict[str, float]:
    """Return t CO2e by group of purchases.

    The krone a municipality pays is a purchaser's price without VAT (VAT is compensated);
    trade margins and product taxes are taken out before the basic-price multiplier is used.
    Wages, transfers and internal purchases cause nothing by themselves and are skipped
    because the concordance says so, not because they are unknown.

    Parameters
    ----------
    spending : mapping of (function, cost type) to float

    Returns
    -------
    dict of str to float
        Group (``food``, ``energy`` …) → t CO2e.

    Raises
    ------
    InputError
        A cost type the concordance does not know.
    """
    store = facts.load()
    types = {r["cost_type"]: r for r in store.table("cost_types")}
    products = {r["code"]: r for r in store.table("io_multipliers")}
    out: dict[str, float] = {}
    for (_, cost_type), nok in spending.items():
        if cost_type not in types:
            raise InputError(
                "accounts.unknown_cost_type", code=cost_type, known=", ".join(sorted(types))
            )
        row = types[cost_type]
        if row["product"] is None:
            continue
        product = products[row["product"]]
        imported = row["import_share"]
        kg = (1 - imported) * product["dom_total"] + imported * product["imp_total"]
        basic = nok / (1 + product["margin_share"])
        out[row["source"]] = out.get(row["source"], 0.0) + basic * kg / 1000
    return out


def spending_from(table: FetchedTable) -> Spending | None:
    """Return the newest year's spending in a fetched table of municipal accounts (12367).

    The table gives 1,000 NOK by function and cost type, beside sums of both. Only single
    functions and single cost types (three digits) that the concordance knows are used, so
    that no krone is counted in a sum too. Amounts are brought to the prices of the
    multipliers' year with the consumer price index; ``None`` when there are no such amounts,
    or none of a year the index has.

    Parameters
    ----------
    table : FetchedTable
    """
    cost_types = {r["cost_type"] for r in facts.load().table("cost_types")}
    out: dict[str, dict[tuple[str, str], float]] = {}
    for row in table.rows:
        function = next((v for k, v in row.codes.items() if "funksjon" in k.lower()), "")
        cost_type = next((v for k, v in row.codes.items() if "art" in k.lower()), "")
        if row.value is None or cost_type not in cost_types or not re.fullmatch(r"\d{3}", function):
            continue
        year = out.setdefault(row.codes.get("Tid", ""), {})
        year[function, cost_type] = year.get((function, cost_type), 0.0) + row.value * 1000
    deflate = _deflators()
    known_years = [year for year in out if year in deflate]
    if not known_years:
        return None
    newest = max(known_years)
    return {key: nok * deflate[newest] for key, nok in out[newest].items()}


def _deflators() -> dict[str, float]:
    """Return year → what a krone of it is worth in the prices of the multipliers' year."""
    store = facts.load()
    base = int(store.figure("indirect/multipliers_year").value)
    index = {r["year"]: r["value"] for r in store.table("price_index") if r["index"] == "cpi"}
    return {str(year): index[base] / value for year, value in index.items()}
