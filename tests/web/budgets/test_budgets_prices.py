"""Two prices, savings and money apart in a budget, only while they are the plan's."""

import copy

import pytest
from django.template.loader import render_to_string

from kortreist_web.budgets.data_table import budget_table
from kortreist_web.budgets.line_prices import line_price, line_prices, priced
from kortreist_web.budgets.presenters import present

YEARS = [2027, 2028]
_SAVES = {
    "id": "fleet",
    "cost_missing": [],
    "nok_per_tonne": None,
    "nok_per_tonne_society": None,
    "nok_per_tonne_society_range": None,
    "price_mark": "saves",
    "saves": {"residents": 120_400.0, "municipality": 9_600.0},
    "saves_year": 2030,
    "money": {
        "municipality": {
            "2027": {
                "investment": 100_000.0,
                "running": -40_000.0,
                "low": 20_000.0,
                "high": 90_000.0,
            },
            "2028": {"investment": 0.0, "running": -40_000.0, "low": -60_000.0, "high": -20_000.0},
            "2029": {"investment": 7.0, "running": 7.0, "low": 7.0, "high": 7.0},
        }
    },
}
_RANKED = {
    "id": "bog",
    "cost_missing": ["municipality"],
    "nok_per_tonne": 812.3,
    "nok_per_tonne_society": 1496.0,
    "nok_per_tonne_society_range": [-200.0, 2600.0],
    "price_mark": "ranked",
    "saves": {},
}
_OLD = {"id": "old", "cost_missing": [], "nok_per_tonne": -527_940.0}


def line(measure, **values):
    return {
        "measure": measure,
        "name": {"nb": measure},
        "start_year": 2027,
        "effect": {},
        "cost": {},
        "cost_missing": [],
        "origins": {"cost": "formula/cost"},
        "unit": "",
        "responsible": "",
        "note": "",
        "economic": [],
        "indicators": [],
        **values,
    }


@pytest.fixture
def content():
    prices = line_prices({"measures": [_SAVES, _RANKED, _OLD]}, YEARS, 0.1, {"bog": "own.bog"})
    return {
        "organisation": {"code": "X001", "name": "Eksempeldal", "invented": True},
        "year": 2027,
        "plan_years": YEARS,
        "frame": {},
        "baseline": {},
        "pathway": {},
        "probability_under_frame": {},
        "target": {},
        "history": {},
        "provenance": [],
        "vintage": {},
        "pins": {},
        "prices": {
            "years": [2025],
            "budget_year": 2027,
            "growth": 0.1,
            "lines": prices,
            "judgement_share": {"money": 0.2, "tonnes": 0.3},
        },
        "computed_with": {"fleet": 2027, "own.bog": 2027, "old": 2027},
        "lines": [line("fleet"), line("own.bog"), line("old")],
    }


def test_money_is_summed_over_the_budgets_years_in_its_prices(content):
    saves, ranked = priced(content)
    assert saves.price["money"] == {
        "investment": 110_000,
        "running": -88_000,
        "low": -44_000,
        "high": 77_000,
    }
    assert saves.saved == [("residents", 120_000), ("municipality", 10_000)]
    assert "money" not in ranked.price  # the municipality's cost is unknown
    assert line_price(content, content["lines"][2]) is None  # made before there were two prices


@pytest.mark.parametrize("values", [{"start_year": 2028}, {"origins": {"cost": "own/cost/fleet"}}])
def test_a_line_that_is_no_longer_the_plans_has_no_price(content, values):
    assert line_price(content, line("fleet", **values)) is None


def test_a_budget_from_before_opens_without_prices(content):
    old = copy.deepcopy(content)
    old["prices"] = {"years": [2024], "budget_year": 2027, "growth": None}
    assert present(old).priced == ()
    assert "pris" not in render_to_string("budgets/line_prices.html", {"shown": present(old)})


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", ("Sparer 120", "kr i 2030, innbyggerne", "sparte penger")),
        ("nn", ("Sparer 120", "kr i 2030, innbyggjarane", "sparte pengar")),
        ("en", ("Saves NOK 120,000", "in 2030, residents", "saves money")),
    ],
)
def test_a_saving_is_told_in_kroner_and_never_as_a_price(content, language, said):
    from django.utils.translation import override

    with override(language):
        page = render_to_string("budgets/line_prices.html", {"shown": present(content)})
    for words in said:
        assert words in page
    assert 'title="1' in page  # the exact price on hover
    assert "527" not in page
    assert "-200" not in page


def test_the_export_has_both_prices_or_the_reason(content):
    head, *rows = budget_table(content, "nb")
    found = [dict(zip(head, r, strict=True)) for r in rows]
    price = {(r["measure"], r["bearer"]): r for r in found if r["part"] == "price"}
    assert price["own.bog", "municipality"]["value"] == 812.3
    assert price["own.bog", "society"]["low"] == -200.0
    assert price["fleet", "society"]["value"] is None
    assert "sparer penger" in price["fleet", "society"]["missing"]
    assert {(r["bearer"], r["year"]): r["value"] for r in found if r["part"] == "saving"} == {
        ("residents", 2030): 120_400.0,
        ("municipality", 2030): 9_600.0,
    }
    assert [r["value"] for r in found if r["part"] == "investment"] == [110_000]
