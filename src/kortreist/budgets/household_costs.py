"""What residents pay or save in a plan, by household group.

The plan knows residents' kroner of each measure, not whose they are. They are spread by what each
group spends on the consumption that the measure touches (Statistics Norway's survey of 2022; facts
tables ``household_cost_bases``, ``coicop_by_household``), and alike on every household beside it.

Residents' kroner are those of the plan's rows: its prices and years, without VAT, investment in
the year it is paid. What the municipality pays, and what fees at cost pay for, is not in it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kortreist.accounts import Account
from kortreist.budgets.budget import BudgetMeasure, Money
from kortreist.budgets.household_spreading import HouseholdCost, HouseholdCosts, spread_costs
from kortreist.errors import FiguresMissingError
from kortreist.facts import load
from kortreist.i18n import in_languages
from kortreist.measures.prices import Three, price_level

__all__ = ["household_costs", "households_here", "residents_costs"]

_KINDS = ("income", "type")


class _Group(NamedTuple):
    id: str
    kind: str
    name: dict[str, str]
    share: float  # of the households, 0-1 within the kind


def households_here(account: Account) -> tuple[float, bool, dict[str, float]]:
    """Return how many households live here, whether a register says so, and how many by type.

    Raises
    ------
    FiguresMissingError
        Neither the households nor the residents are known.
    """
    types = {g.id: g.households for g in account.households if g.kind == "type"}
    mix = {id: n for id, n in types.items() if n is not None}
    if mix and len(mix) == len(types) and math.fsum(mix.values()) > 0:
        return math.fsum(mix.values()), True, mix
    if not account.population:
        raise FiguresMissingError("budgets.no_households")
    persons = load().figure("indirect/persons_per_household").value
    return account.population / persons, False, {}


def residents_costs(
    rows: Iterable[BudgetMeasure], years: Sequence[int], *, growth: float = 1.0
) -> tuple[HouseholdCost, ...]:
    """Return residents' kroner of each measure's parts, mean a year over ``years``.

    Parts that are zero at every end are left out.

    Parameters
    ----------
    rows : iterable of BudgetMeasure
    years : sequence of int
    growth : float
        What a krone of the rows' price year is in the kroner wanted.
    """
    store = load()
    bases = {(r["measure"], r["part"]): r for r in store.table("household_cost_bases")}
    out = []
    for row in rows:
        paid: Money = row.paid("residents", years)
        parts = (
            ("capital", paid.investment, paid.investment_ends),
            ("running", paid.running, paid.running_ends),
        )
        for part, central, ends in parts:
            low, high = ends or (central, central)
            scale = growth / len(years)
            nok = Three(low * scale, central * scale, high * scale)
            if not any(nok):
                continue
            base = bases.get((row.measure.id, part))
            codes = tuple(base["codes"].split(";")) if base and base["codes"] else ()
            mark = base["mark"] if base is not None and codes else ""
            out.append(HouseholdCost(row.measure.id, part, nok, codes, mark))  # type: ignore[arg-type]
    return tuple(out)


def household_costs(
    account: Account,
    rows: Iterable[BudgetMeasure],
    years: Sequence[int],
    *,
    growth: float = 1.0,
    price_year: int | None = None,
) -> HouseholdCosts:
    """Return residents' kroner of a plan's rows by income quarter and by household type.

    Parameters
    ----------
    account : Account
        Says how many households live here.
    rows : iterable of BudgetMeasure
    years : sequence of int
        Amounts are the mean a year over these.
    growth : float
        What a krone of the plan's price year is in the kroner wanted.
    price_year : int, optional
        Whose kroner are wanted, where they are not the plan's.

    Raises
    ------
    FiguresMissingError
        Neither the households nor the residents are known.
    """
    households, counted, mix = households_here(account)
    rows, store = tuple(rows), load()
    costs = residents_costs(rows, years, growth=growth)
    prices = price_level()
    surveyed = store.table("household_total_spending")
    year = surveyed[0]["year"]
    now = prices.of(year) * growth
    total = {r["household"]: r["nok_per_household"] * now for r in surveyed}
    spending: dict[str, dict[str, float | None]] = {}
    for r in store.table("coicop_by_household"):
        nok = r["nok_per_household"]
        spending.setdefault(r["code"], {})[r["household"]] = None if nok is None else nok * now
    kinds = []
    for kind in _KINDS:
        groups = _groups(kind, mix)
        kinds.append(
            spread_costs(
                costs,
                households,
                {g.id: g.share for g in groups},
                spending,
                total,
                kind=kind,
                names={g.id: g.name for g in groups},
            )
        )
    unknown = tuple(r.measure.id for r in rows if "residents" in r.cost_missing)
    told = prices.year if price_year is None else price_year
    return HouseholdCosts(households, counted, told, tuple(years), tuple(kinds), unknown)


def _groups(kind: str, mix: Mapping[str, float]) -> list[_Group]:
    rows = [r for r in load().table("household_groups") if r["kind"] == kind]
    here = kind == "type" and bool(mix)
    sizes = {r["id"]: mix[r["id"]] if here else r["share"] for r in rows}
    whole = math.fsum(sizes.values())
    return [_Group(r["id"], kind, in_languages(r, "name_"), sizes[r["id"]] / whole) for r in rows]
