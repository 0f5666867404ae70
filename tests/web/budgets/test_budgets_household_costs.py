"""A real plan's kroner by household group, held against the survey they are spread by."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from kortreist.budgets.household_costs import household_costs, households_here, residents_costs
from kortreist.budgets.household_spreading import SPREADINGS
from kortreist.errors import FiguresMissingError
from kortreist.measures.prices import price_level


def test_notodden_is_plausible_beside_the_survey(computed_budget):
    budget = computed_budget
    made = household_costs(budget.account, budget.measures, budget.plan_years)
    persons = budget.account.population / made.households
    assert 1.8 < persons < 2.5
    costs = residents_costs(budget.measures, budget.plan_years)
    whole = math.fsum(c.nok.central for c in costs)
    paid = math.fsum(r.paid("residents", budget.plan_years).total for r in budget.measures)
    assert whole == pytest.approx(paid / len(budget.plan_years))
    assert [k.kind for k in made.kinds] == ["income", "type"]
    for kind in made.kinds:
        told = math.fsum(c.nok.central for c in kind.spread)
        for way in SPREADINGS:
            assert math.fsum(g.households * g.nok[way].central for g in kind.groups) == (
                pytest.approx(told, rel=1e-3)
            )
        left = math.fsum(c.nok.central for c in kind.not_spread)
        assert told + left == pytest.approx(whole)
        assert kind.coverage == pytest.approx(0.63, abs=0.1)
        assert {c.measure for c in kind.not_spread} == {"workplace_parking"}
        assert kind.over == (), "nobody pays more on anything than it spends on it"
        for group in kind.groups:
            low, high = group.ends
            assert low <= group.nok["spending"].central <= high
            assert abs(group.share["spending"]) < 0.1
    assert made.price_year == price_level().year
    assert made.to_dict()["kinds"][0]["groups"][0]["nok"]["spending"]["central"] is not None


def test_households_are_the_registers_where_it_is_known(computed_budget):
    account = computed_budget.account
    types = [g for g in account.households if g.kind == "type"]
    counted = tuple(replace(g, households=100.0 + i) for i, g in enumerate(types))
    assert households_here(replace(account, households=counted)) == (
        615.0,
        True,
        {g.id: g.households for g in counted},
    )
    part = (replace(counted[0], households=None), *counted[1:])
    assert households_here(replace(account, households=part))[1] is False
    with pytest.raises(FiguresMissingError):
        households_here(replace(account, households=(), population=None))
