"""Every measure alone: figures worked out by hand, and the plan's own where it has one measure."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kortreist import facts, measures, places
from kortreist.baseline import adopted_policy
from kortreist.budgets import MeasureAlone, MeasuresAlone, climate_budget, measures_alone
from kortreist.budgets.prepared import prepare
from kortreist.errors import InputError
from kortreist.measures.prices import annuity, price_level
from kortreist.pathways import adoption, cube
from kortreist.pathways.by_source import cut_by_source
from kortreist.pathways.discounting import discount_factors
from kortreist.plans import Question
from kortreist.plans.pricing import carbon_price
from kortreist.units import BOUNDARIES

TODAY = date(2026, 11, 30)
FEW = 128
#: Cuts a tenth of cars, costs 4 million once and 100 000 a year, two people in the year it takes.
_PAID = """bearer = "municipality"
basis = "fixed"
price_year = 2025
source = "local"
mark = "partly"
note = "Hand case"
"""
OWN = f"""
[own.tenth_of_cars]
level = 1
theme = "transport"
unit = "planning"
name = {{ nb = "Tidel", nn = "Tidel", en = "Tenth" }}
description = {{ nb = "Tidel", nn = "Tidel", en = "Tenth" }}
indicator = {{ nb = "Tidel", nn = "Tidel", en = "Tenth" }}
source = "local"
ramp_years = 1
lifetime_years = 20
commitment_years = 7
staff_fte = 2.0

[[own.tenth_of_cars.instruments]]
nb = "Budsjett"
nn = "Budsjett"
en = "Budget"
owner = "municipality"

[[own.tenth_of_cars.effects]]
on = "direct/road_transport/passenger_cars"
mode = "improve"
fraction = [0.1, 0.1, 0.1]
source = "local"
mark = "partly"
note = "Hand case"

[[own.tenth_of_cars.costs]]
kind = "capital"
amount = [3e6, 4e6, 6e6]
{_PAID}

[[own.tenth_of_cars.costs]]
kind = "running"
amount = [1e5, 1e5, 1e5]
{_PAID}
"""


@pytest.fixture(scope="module")
def own_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("own") / "own.toml"
    path.write_text(OWN, "utf-8")
    return path


@pytest.fixture(scope="module")
def question(own_file: Path) -> Question:
    """Return what is asked, made once more for what is worked out by hand."""
    return prepare(
        places.find("4005"),
        boundary="territorial",
        reduction=None,
        target_year=None,
        reference_year=None,
        money_nok=None,
        staff_fte=None,
        as_of=None,
        futures_count=FEW,
        seed=20261123,
        overrides=own_file,
        learning_year=None,
        fixed=None,
        excluded=(),
        without=frozenset(),
        counts=None,
        answers=None,
        dearest=None,
        known_changes=None,
        accept_met_target=True,
        frame_start="last",
        today=TODAY,
        data_dir=None,
    ).question


@pytest.fixture(scope="module")
def alone(own_file: Path) -> MeasuresAlone:
    return measures_alone(places.find("4005"), futures_count=FEW, overrides=own_file, today=TODAY)


def row(result: MeasuresAlone, id: str) -> MeasureAlone:
    return next(r for r in result.measures if r.measure.id == id)


def test_the_target_year_is_the_next_and_the_largest_cut_comes_first(alone: MeasuresAlone) -> None:
    assert (alone.year, alone.plan_years, alone.price_year) == (
        2030,
        (2027, 2028, 2029, 2030),
        price_level().year,
    )
    known = [r for r in alone.measures if r.effect]
    cuts = [r.effect[2030].central for r in known]
    assert cuts == sorted(cuts, reverse=True)
    # What has no figures stands last: it is not sorted as nothing.
    assert all(not r.effect for r in alone.measures[len(known) :])
    assert {r.measure.id for r in alone.measures} == {
        m.id for m in measures.relevant(alone.account, [r.measure for r in alone.measures], TODAY)
    }


def test_tonnes_kroner_and_price_by_hand(alone: MeasuresAlone, question: Question) -> None:
    r = row(alone, "tenth_of_cars")
    model, column = question.model, question.column(2030)
    cars = [i for i, s in enumerate(model.source_ids) if "/passenger_cars/" in s]
    x = adoption(model, {"tenth_of_cars": 2027})[model.measure_ids.index("tenth_of_cars")]
    emitted = cube(model, {}).baseline[cars].sum(axis=0)
    by_hand = 0.1 * (emitted * x)
    assert r.effect[2030].central == pytest.approx(by_hand[:, column].mean(), rel=1e-9)
    low, high = np.quantile(by_hand[:, column], [0.1, 0.9])
    assert (r.effect[2030].low, r.effect[2030].high) == pytest.approx((low, high), rel=1e-9)
    # What comes of itself: a tenth of what cars emit today, less a tenth of what they emit then.
    today = sum(model.base[i] for i in cars)
    assert r.anyway == pytest.approx(
        0.1 * ((today - emitted[:, column]) * x[:, column]).mean(), rel=1e-6
    )
    # Everything is started within the plan's years in every future, or not: by its rise.
    began, running = float(x[:, column].mean()), x[:, column - 3 : column + 1].mean(axis=0).sum()
    kroner = price_level().of(2025)
    paid = r.paid("municipality", alone.plan_years)
    assert paid is not None
    assert paid.investment == pytest.approx(4e6 * kroner * began, rel=1e-6)
    (people,) = (c for c in r.measure.costs if c.kind == "staff")
    assert people.amount is not None
    salaries = people.amount.central * price_level().of(people.price_year) * began
    assert paid.staff == pytest.approx(salaries, rel=1e-6)
    assert paid.running == pytest.approx(1e5 * kroner * running + salaries, rel=1e-6)
    assert paid.low <= paid.total <= paid.high
    assert r.measure.commitment_years == 7
    assert (r.measure.decided_by, r.duty) == ("municipality", None)
    # A tonne: investment as equal yearly amounts, and the yearly cost, over what is cut, both
    # weighed by the years' discount factors.
    assert r.price is not None
    span = slice(question.column(2027), question.column(question.horizon) + 1)
    weight = discount_factors(question.years)
    yearly = (4e6 * kroner * annuity(20.0) + 1e5 * kroner) * x.mean(axis=0)[span]
    assert r.price.society == pytest.approx(
        float(yearly @ weight) / float(by_hand.mean(axis=0)[span] @ weight), rel=1e-6
    )


@pytest.mark.parametrize("id", ["tenth_of_cars", "electric_vans", "wood_stove_exchange"])
def test_a_plan_of_one_measure_cuts_and_costs_the_same(
    alone: MeasuresAlone, own_file: Path, id: str
) -> None:
    others = [r.measure.id for r in alone.measures if r.measure.id != id and r.effect]
    plan = climate_budget(
        places.find("4005"),
        futures_count=FEW,
        overrides=own_file,
        fixed={id: 2027},
        excluded=others,
        extras=False,
        time_limit=1.0,
        today=TODAY,
    )
    (planned,) = plan.measures
    r = row(alone, id)
    assert planned.measure.id == id
    for year in alone.years:
        assert r.effect[year].central == pytest.approx(planned.effect[year].central, abs=1e-6)
        assert r.effect[year].low == pytest.approx(planned.effect[year].low, abs=1e-6)
        for bearer, money in planned.money.items():
            mine = r.money[bearer][year]
            assert mine.total == pytest.approx(money[year].total, abs=1e-3)
            assert (mine.low, mine.high) == pytest.approx((money[year].low, money[year].high))
    assert r.price is not None
    assert r.price.mark == planned.price.mark
    assert r.price.society == planned.price.society
    assert r.price.municipality == planned.price.municipality


def test_together_they_cut_less_than_each_alone(alone: MeasuresAlone) -> None:
    assert 0.0 < alone.together < alone.summed


def test_what_is_cut_of_each_source_adds_up(alone: MeasuresAlone, question: Question) -> None:
    model, column = question.model, question.column(2030)
    weight = model.weight[BOUNDARIES.index("territorial")]
    for r in alone.measures:
        if r.effect:
            total = sum(s.cut for s in r.sources)
            assert total == pytest.approx(r.effect[2030].central, abs=1e-6), r.measure.id
    # Against the definition, source by source, for one that shifts.
    id = "more_frequent_buses"
    x = adoption(model, {id: 2027})[model.measure_ids.index(id)]
    c = cube(model, {id: 2027})
    mine = cut_by_source(model, id, x, "territorial", 2030)
    for source, (emitted, cut) in mine.items():
        s = model.source_ids.index(source)
        less = (c.baseline[s] - c.pathway[s])[:, column].mean() * weight[s]
        assert cut == pytest.approx(less, abs=1e-9), source
        assert emitted == pytest.approx(c.baseline[s][:, column].mean() * weight[s], rel=1e-9)


def test_what_cuts_only_elsewhere_is_told_apart(alone: MeasuresAlone) -> None:
    timber = row(alone, "timber_buildings")
    assert timber.effect[2030].central == pytest.approx(0.0, abs=1e-9)
    assert timber.consumption[2030].central > 1.0
    # Money is not divided by tonnes of another boundary.
    assert timber.price is not None
    assert timber.price.society is None
    assert row(alone, "electric_vans").consumption == {}


def test_the_question_is_the_one_whose_answer_takes_most_away(alone: MeasuresAlone) -> None:
    r = row(alone, "tenth_of_cars")
    # Its cut is said exactly; what is wide is the investment.
    assert r.ask is not None
    assert r.ask.id == "cost/tenth_of_cars/0"
    vans = row(alone, "electric_vans").ask
    assert vans is not None
    assert vans.key.startswith("electric_vans")
    assert vans.moves == pytest.approx(vans.nok + vans.tonnes * float(carbon_price((2030,))[0]))


def test_duties_are_of_measures_and_rules_there_are() -> None:
    library = {m.id for m in measures.library()}
    rules = {r.id for r in adopted_policy(TODAY)}
    rows = facts.load().table("measure_duties")
    assert rows
    for r in rows:
        assert r["measure"] in library
        assert set((r["rules"] or "").split()) <= rules


def test_the_table_says_unknown_and_not_zero(alone: MeasuresAlone) -> None:
    frame = alone.to_frame()
    unknown = frame.filter(frame["cut"].is_null())
    assert "land_neutrality" in unknown["measure"].to_list()
    for column in ("cut_low", "nok_a_year", "nok_plan", "nok_per_tonne", "price_mark", "mark"):
        assert unknown[column].is_null().all(), column
    mine = frame.filter(frame["measure"] == "tenth_of_cars").row(0, named=True)
    assert mine["nok_plan"] == pytest.approx(4 * mine["nok_a_year"])
    fleet = frame.filter(frame["measure"] == "municipal_fleet_electric").row(0, named=True)
    assert fleet["duty"] == "part"


def test_only_a_municipality_has_measures_alone() -> None:
    with pytest.raises(InputError, match="Telemark is none"):
        measures_alone(places.find("40"), today=TODAY)
