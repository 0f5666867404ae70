"""A measure's cost shows its multiplication: number of units, what one costs, year and source."""

import pytest
from django.utils.translation import override

from kortreist.measures import library
from kortreist.measures.prices import unit_costs
from kortreist_web.budgets.factors import factors_of
from kortreist_web.budgets.figures import budget_figure

#: As the demonstration's plan has it: 15.585 cars, one saves 20 754.42 a year, own work 5 097.
CARS, TREATED, ONE, STAFF = "municipal_fleet_electric", 15.585206624, -20_754.422383, 5_096.968
RUNNING = -318_364.9929


def plan(**activity):
    told = {
        "unit": "municipal_car",
        "treated": TREATED,
        "origin": "population",
        "one_costs": {"municipality": {"investment": 24_855.6, "running": ONE}},
        **activity,
    }
    money = {"municipality": {"2029": {"running": RUNNING, "staff": STAFF, "investment": 0.0}}}
    measure = {"id": CARS, "activity": told, "money": money}
    return {"plan_years": [2026, 2029], "prices": {"year": 2025}, "measures": [measure]}


def figure_of(factors, *pointer, origin="formula/cost"):
    line = {
        "measure": CARS,
        "name": {"nb": "Elbiler"},
        "cost": {"municipality": {"2026": 123_000, "2029": -318_000}},
        "kinds": {
            "running": {"2029": {"central": -318_000}},
            "investment": {"2026": {"central": 182_000}},
        },
        "origins": {"cost": origin},
    }
    content = {"lines": [line], "factors": factors, "target": {}}
    with override("nb"):
        return budget_figure(content, ("lines", "0", *pointer))


def test_the_years_saving_is_counted_once():
    """By hand: the cars times what one saves, and own work; nothing else is in it."""
    made = factors_of(plan(), [2026], None, {})[CARS]
    assert pytest.approx(RUNNING, abs=1.0) == TREATED * ONE + STAFF
    assert made["rest"] == 0.0
    # What one saves is the library's figure in the kroner of the newest price level.
    (cars,) = (m for m in library() if m.id == CARS)
    assert unit_costs(cars)["municipality"][1] == pytest.approx(ONE, rel=1e-3)


def test_the_figures_page_shows_number_unit_cost_price_year_and_source():
    made = factors_of(plan(), [2026], None, {})
    how = figure_of(made, "kinds", "running", "2029").how
    said = " ".join(how.split())
    assert "15,6 ganger −20 754 kr i året for én (kommunal bil), i 2025-kroner" in said
    assert "Eget arbeid kommer i tillegg: 5 097 kr i 2029" in said
    assert "anslått fra folketallet" in said
    assert "Østre Toten" in said, "the source of what one costs"
    assert "andre år" not in said
    investment = " ".join(figure_of(made, "kinds", "investment", "2026").how.split())
    assert "15,6 ganger 24 856 kr" in investment
    assert "I andre år følger antallet" in investment
    both = " ".join(figure_of(made, "cost", "municipality", "2026").how.split())
    assert "Investering: 15,6" in both
    assert "Drift: 15,6" in both


def test_raised_kroner_say_the_year_they_are_raised_to_and_a_rest_is_told():
    (made,) = factors_of(plan(treated=10.0), [2027], 0.1, {CARS: "own-1"}).values()
    assert made["price_year"] == 2027
    assert made["one"]["municipality"]["running"] == pytest.approx(ONE * 1.1)
    assert made["rest"] == pytest.approx((RUNNING - STAFF - 10.0 * ONE) * 1.1)


def test_what_is_not_counted_by_unit_or_is_an_own_figure_shows_no_factors():
    assert factors_of(plan(one_costs={}), [2026], None, {}) == {}
    assert factors_of({"measures": []}, [], None, {}) == {}
    made = factors_of(plan(), [2026], None, {})
    own = figure_of(made, "cost", "municipality", "2029", origin=f"own/cost/{CARS}")
    assert own.how == ""
    assert figure_of({}, "cost", "municipality", "2029").how == ""
