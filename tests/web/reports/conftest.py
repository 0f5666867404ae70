"""An adopted budget of three measures, small enough to follow by hand."""

from __future__ import annotations

import datetime as dt
from functools import partial
from types import SimpleNamespace

import pytest
from django.utils import translation

YEARS = ("2027", "2028", "2029", "2030")


@pytest.fixture(autouse=True)
def _bokmal():
    """Addresses are written in bokmål, whatever language the test before asked for."""
    with translation.override("nb"):
        yield


@pytest.fixture(autouse=True)
def _in_2027(monkeypatch):
    """What is reported here is of 2027: a period that has not begun cannot be reported."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: dt.date(2027, 12, 30))


def band(central, spread=10.0):
    return {"low": central - spread, "central": central, "high": central + spread}


def line(measure, effects, **values):
    return {
        "measure": measure,
        "name": {
            "nb": f"Tiltak {measure}",
            "nn": f"Tiltaket {measure}",
            "en": f"Measure {measure}",
        },
        "start_year": 2027,
        "effect": {y: band(t, 1.0) for y, t in zip(YEARS, effects, strict=False)},
        "cost": {"municipality": dict.fromkeys(YEARS, 1000.0)},
        "cost_missing": [],
        "origins": {},
        "unit": "",
        "responsible": "",
        "note": "",
        "choice": None,
        "economic": [],
        "indicators": [],
        **values,
    }


def budget_content(**values):
    """A pathway of 1000, 940, 880, 820 tonnes with a band of ±20, and a frame beside it."""
    return {
        "schema": "kortreist/climate-budget/1",
        "organisation": {
            "code": "X001",
            "name": "Eksempeldal",
            "invented": True,
            "figures_code": "4005",
        },
        "year": 2027,
        "title": "Klimabudsjett 2027",
        "introduction": "",
        "plan_years": [2027, 2028, 2029, 2030],
        "target": {
            "boundary": "territorial",
            "reference_year": 2009,
            "target_year": 2030,
            "reduction": 0.5,
            "origin": "x",
        },
        "history": {"2009": 1600.0, "2023": 1100.0, "2024": 1080.0},
        "frame": {"2027": 1010.0, "2028": 930.0, "2029": 870.0, "2030": 800.0},
        "baseline": {y: band(1000.0, 20.0) for y in YEARS},
        "pathway": {y: band(t, 20.0) for y, t in zip(YEARS, (1000, 940, 880, 820), strict=True)},
        "probability_under_frame": {"2027": 0.7, "2028": 0.3, "2029": 0.0, "2030": 1.0},
        "lines": [
            line("a", (10.0, 20.0, 30.0, 40.0)),
            line("b", (0.0, 5.0, 10.0, 15.0), start_year=2028),
            line("c", (), cost={}, cost_missing=["municipality"]),
        ],
        "limits": {},
        "pins": {"vintage": "mdir-2026-04"},
        "provenance": [{"id": "formula/pathway", "kind": "formula", "title": "Bane"}],
        **values,
    }


def adopt_again(organisation, content, **values):
    """Adopt the budget once more, with other content."""
    from kortreist_web.budgets.models import Budget
    from kortreist_web.versions.models import Version

    budget = Budget(organisation=organisation, year=2027, title="Endret", state="adopted")
    budget.save()
    Version(
        organisation=organisation,
        kind="budget",
        subject="2027",
        draft=budget.pk,
        number=2,
        state="adopted",
        content={**content, **values},
    ).save()


@pytest.fixture
def adopted(place, write):
    """The adopted budget, its measures chosen, one of them with an indicator."""
    from kortreist_web.budgets.models import Budget, BudgetLine
    from kortreist_web.indicators.models import Indicator
    from kortreist_web.measures.models import MeasureChoice
    from kortreist_web.tenants.models import Unit
    from kortreist_web.versions.models import Version

    unit = Unit(organisation=place, name="Teknisk", valid_from=dt.date(2020, 1, 1))
    unit.save()
    choices = {}
    for measure in "abc":
        choices[measure] = MeasureChoice(
            organisation=place, measure=measure, state="chosen", name={"nb": f"Tiltak {measure}"}
        )
        choices[measure].save()
    indicator = Indicator(
        organisation=place,
        name="Elbiler",
        unit_of_measure="stk",
        choice=choices["a"],
        targets={"2027": 10},
    )
    indicator.save()
    budget = Budget(organisation=place, year=2027, title="Klimabudsjett 2027", state="adopted")
    budget.save()
    row = BudgetLine(organisation=place, budget=budget, measure="a", start_year=2027)
    row.save()
    frozen = Version(
        organisation=place,
        kind="budget",
        subject="2027",
        draft=budget.pk,
        number=1,
        state="adopted",
        content=budget_content(),
    )
    frozen.save()
    return SimpleNamespace(
        frozen=frozen,
        budget=budget,
        row=row,
        choices=choices,
        indicator=indicator,
        unit=unit,
        again=partial(adopt_again, place, frozen.content),
    )
