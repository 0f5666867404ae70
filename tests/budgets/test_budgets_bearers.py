"""Whose money it is, and that what is said of it agrees with the plan's own rows."""

from __future__ import annotations

from datetime import date

import pytest

from kortreist import places
from kortreist.budgets import ClimateBudget, climate_budget
from kortreist.budgets.budget import BudgetMeasure
from kortreist.measures import library
from kortreist.measures.measure import FEE_UNITS
from kortreist.pathways.discounting import discount_factors

LIBRARY = {m.id: m for m in library()}


@pytest.fixture(scope="module")
def notodden(tmp_path_factory: pytest.TempPathFactory) -> ClimateBudget:
    fixed = {"workplace_parking": 2029, "municipal_fleet_electric": 2030, "remote_work": 2027}
    return climate_budget(
        places.find("4005"),
        futures_count=64,
        time_limit=2.0,
        today=date(2026, 11, 29),
        data_dir=tmp_path_factory.mktemp("home"),
        fixed=fixed,
    )


def row(budget: ClimateBudget, id: str) -> BudgetMeasure:
    return next(r for r in budget.measures if r.measure.id == id)


def test_income_that_the_measure_spends_is_nobodys_saving(notodden: ClimateBudget) -> None:
    parking = row(notodden, "workplace_parking")
    years = notodden.plan_years
    assert all(m.total >= 0.0 for y, m in parking.money["municipality"].items() if y in years)
    assert parking.paid("residents", years).total > 0.0, "those who park pay all the same"
    assert parking.price.earmarked["municipality"] > 0.0
    assert "municipality" not in parking.apart
    assert "municipality" not in parking.price.saves
    texts = LIBRARY["workplace_parking"].description
    assert "bruker pengene" in texts["nb"]
    told = [m.id for m in LIBRARY.values() if any(c.earmarked for c in m.costs)]
    assert told == ["workplace_parking"]


def test_the_municipality_takes_in_nothing_it_does_not_keep() -> None:
    """A fee that others pay to the municipality is either kept, or said to be spent."""
    for m in LIBRARY.values():
        for c in m.costs:
            if c.bearer == "municipality" and c.transfer and c.amount and c.amount.central < 0.0:
                assert c.earmarked, m.id


def test_what_a_company_or_fees_pay_is_not_the_municipalitys() -> None:
    seen = set()
    for m in LIBRARY.values():
        if m.decided_by == "company" or m.unit in FEE_UNITS:
            assert all(c.bearer != "municipality" for c in m.costs), m.id
            assert m.own_fte == 0.0, m.id
            seen.add(m.id)
        else:
            assert m.own_fte == m.staff_fte
            assert all(c.bearer != "company" for c in m.costs), m.id
    assert {"shore_power", "landfill_gas_capture", "wastewater_nitrous_oxide"} <= seen


def test_the_companys_money_uses_none_of_the_municipalitys(notodden: ClimateBudget) -> None:
    theirs = [r for r in notodden.measures if r.measure.payer == "company"]
    assert theirs
    for r in theirs:
        assert "municipality" not in r.money
        assert r.money["company"]
    assert notodden.paid("company").total > 0.0
    total = sum(
        r.paid("municipality", notodden.plan_years).total
        for r in notodden.measures
        if r.measure.payer == "municipality"
    )
    assert notodden.paid("municipality").total == pytest.approx(total)


def test_saves_is_said_only_where_counted_money_is_saved(notodden: ClimateBudget) -> None:
    marks = set()
    for id, price in notodden.outcome.prices.items():
        assert (price.mark == "saves") == bool(price.saves), id
        if price.mark == "ranked":
            assert price.municipality is not None
        marks.add(price.mark)
    assert {"ranked", "saves"} <= marks
    # What only a guess saves has the municipality's price instead.
    for id in ("mass_reuse", "precise_fertilising", "herd_health_and_grazing"):
        price = notodden.outcome.prices[id]
        assert price.mark == "ranked", id
        assert price.municipality > 0.0  # type: ignore[operator]
        assert price.apart


def test_a_yearly_saving_agrees_with_the_rows(notodden: ClimateBudget) -> None:
    """Who saves over the plan's rows, all years, is who is said to save; and the other way."""
    seen = 0
    for r in notodden.measures:
        for bearer, by_year in r.price.saves_by_year.items():
            assert r.price.saves_year == notodden.plan_years[-1]
            assert min(by_year) >= r.start_year
            horizon = sum(r.cost[bearer].values())
            assert horizon < 0.0, (r.measure.id, bearer)
            # What is saved in a year is no more than what the running cost falls by that year.
            for year, nok in by_year.items():
                assert nok <= -r.money[bearer][year].low + 1.0, (r.measure.id, year)
            seen += 1
    assert seen
    cars = row(notodden, "municipal_fleet_electric")
    assert sum(cars.cost["municipality"].values()) > 0.0, "few cars are left when it starts"
    assert cars.price_mark != "saves"


def test_own_staff_is_apart_from_societys_price_and_in_the_limit(notodden: ClimateBudget) -> None:
    above = 0
    for r in notodden.measures:
        price = r.price
        if price.mark != "ranked":
            continue
        assert price.society_with_staff is not None
        if price.society is not None:
            assert 0.0 <= price.society <= price.society_with_staff + 1e-6, r.measure.id
            above += price.society < price.society_with_staff - 1.0
        if r.measure.staff_fte == 0.0:
            assert price.society == pytest.approx(price.society_with_staff)
            continue
        fixed = [c for c in r.measure.costs if c.bearer == r.measure.payer and c.kind != "staff"]
        if not fixed:  # the payer's only cost is staff: society pays that and the rest
            mine = price.company if r.measure.payer == "company" else price.municipality
            assert price.society_with_staff >= mine - 1e-6, r.measure.id  # type: ignore[operator]
    assert above


def test_own_staff_is_apart_from_bought_running_cost(notodden: ClimateBudget) -> None:
    for r in notodden.measures:
        for bearer, years in r.money.items():
            for money in years.values():
                assert money.staff >= 0.0
                if bearer != r.measure.payer:
                    assert money.staff == 0.0
    paid = notodden.paid("municipality")
    assert paid.staff > 0.0
    logistics = row(notodden, "delivery_logistics")
    first = logistics.money["municipality"][logistics.start_year]
    assert first.staff == pytest.approx(first.running), "nothing else is bought"


def test_cost_to_all_is_the_sum_of_the_rows(notodden: ClimateBudget) -> None:
    """One definition: the kroner of the rows in the years they fall, in today's value."""
    chosen = next(p for p in notodden.outcome.trade_off if p.chosen)
    years = [y for y in notodden.years if y >= notodden.plan_years[0]]
    worth = dict(zip(years, discount_factors(years), strict=True))
    total = sum(
        nok * worth[year]
        for r in notodden.measures
        for by_year in r.cost.values()
        for year, nok in by_year.items()
        if year in worth
    )
    assert chosen.cost_nok == pytest.approx(total, rel=1e-6)
