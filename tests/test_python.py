"""`import kortreist` as a data scientist meets it."""

from __future__ import annotations

import inspect
import math
import pickle
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

import kortreist
from kortreist import accounts, budgets, connectors, country
from kortreist.arguments import RANGES
from kortreist.errors import _OPTION, _in_python
from kortreist.i18n import LANGUAGES


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> kortreist.ClimateBudget:
    return kortreist.plan(
        "4005", futures_count=64, extras=False, data_dir=str(tmp_path_factory.mktemp("home"))
    )


def test_signatures_are_the_engines() -> None:
    """What Shift-Tab and mypy see is what the engine takes, with the same defaults."""
    pairs = (
        (kortreist.account, accounts.build),
        (kortreist.plan, budgets.climate_budget),
    )
    for public, engine in pairs:
        mine = dict(inspect.signature(public).parameters)
        theirs = dict(inspect.signature(engine).parameters)
        assert list(mine) == list(theirs)
        for name in mine:
            assert mine[name].kind is not inspect.Parameter.VAR_KEYWORD
            if name != "progress":  # a lambda each
                assert mine[name].default == theirs[name].default, name
            assert name in (inspect.getdoc(public) or ""), name


def test_completion_shows_all_that_is_public() -> None:
    assert set(kortreist.__all__) <= set(dir(kortreist))
    assert "Any" not in dir(kortreist)
    assert kortreist.__version__


WRONG = [
    ("account", {"place": 4005}, "place must be text, not 4005 (int)"),
    ("account", {"place": "4005", "year": "2024"}, "year must be a whole number"),
    ("plan", {"place": "4005", "reduction": 60}, "The cut cannot be 60"),
    ("plan", {"place": "4005", "reduction": "60%"}, "reduction must be a number"),
    ("plan", {"place": "4005", "target_year": "2030"}, "target_year must be a whole number"),
    ("plan", {"place": "4005", "fixed": {"eco_driving": "2027"}}, "fixed must be a dict"),
    ("plan", {"place": "4005", "staff_fte": "1,5"}, "staff_fte must be a number"),
    ("plan", {"place": "4005", "excluded": "calm_streets"}, "excluded must be a list of texts"),
    ("plan", {"place": "4005", "boundary": "world"}, "territorial, consumption, combined"),
    ("plan", {"place": "4005", "overrides": "none.toml"}, "none.toml"),
    ("plan", {"place": "40"}, "county_plan"),
    ("library", {"overrides": 3}, "overrides must be a path"),
    ("find", {"text": 4005}, "must be text"),
]


@pytest.mark.parametrize(("name", "given", "says"), WRONG)
def test_wrong_types_are_told_in_pythons_own_names(name: str, given: dict, says: str) -> None:
    with pytest.raises(kortreist.InputError) as caught:
        getattr(kortreist, name)(**given)
    assert says in str(caught.value)
    assert "--" not in str(caught.value), "a flag of the command line means nothing here"
    assert all(caught.value.message(language) for language in LANGUAGES)


def test_errors_name_arguments_not_flags(tmp_path: Path) -> None:
    with pytest.raises(kortreist.InputError) as caught:
        kortreist.plan("4005", boundary="consumption", data_dir=tmp_path)
    assert "reduction=0.3" in str(caught.value)
    assert "target_year=2030" in str(caught.value)
    assert "--target 30%" in caught.value.message("nb"), "the command line keeps its own"


ABSURD = [math.nan, math.inf, -math.inf, 1e308, -1.0]


@pytest.mark.parametrize("name", ["money_nok", "staff_fte", "dearest", "time_limit", "reduction"])
@pytest.mark.parametrize("value", ABSURD)
def test_what_cannot_be_meant_is_refused_by_the_engine_with_the_range(
    name: str, value: float
) -> None:
    with pytest.raises(kortreist.InputError) as caught:
        budgets.climate_budget(kortreist.find("4005"), **{name: value})
    assert caught.value.key == "input.range"
    assert f"to {RANGES[name].high:,.0f}" in str(caught.value)


@pytest.mark.parametrize("name", ["futures_count", "seed", "target_year", "learning_year"])
@pytest.mark.parametrize("value", [-1, 10**10, 10**400], ids=["negative", "large", "huge"])
def test_whole_numbers_too(name: str, value: int) -> None:
    with pytest.raises(kortreist.InputError) as caught:
        budgets.climate_budget(kortreist.find("4005"), **{name: value})
    assert caught.value.key == "input.range"


def test_a_file_nested_without_end_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "deep.toml"
    file.write_text("[electric_vans]\nramp_years = " + "[" * 20_000 + "]" * 20_000, "utf-8")
    with pytest.raises(kortreist.InputError, match=r"deep\.toml"):
        kortreist.library(str(file))


def test_values_show_themselves_in_a_few_lines(plan: kortreist.ClimateBudget) -> None:
    account, measure = plan.account, plan.measures[0].measure
    for value in (plan, plan.outcome, account, measure, account.totals["territorial"]):
        text = repr(value)
        assert len(text.splitlines()) <= 10, text
        assert len(text) < 1500
        assert "<table>" in value._repr_html_()
    assert "mdir-2026" in repr(account)
    assert "90% interval" in repr(account)
    assert "t CO2e" in repr(plan)
    picture = kortreist.chart(plan, "fan-chart", "en")
    assert len(repr(picture)) < 400
    assert picture._repr_svg_().startswith("<svg")
    assert pickle.loads(pickle.dumps(account)) == account


def test_the_account_as_a_table_sums_to_its_totals(plan: kortreist.ClimateBudget) -> None:
    account = plan.account
    frame = account.to_frame("nn")
    assert frame.height == len(account.sources)
    for boundary, total in account.totals.items():
        assert (frame["value"] * frame[f"weight_{boundary}"]).sum() == pytest.approx(total.value)


def test_the_plan_as_tables(plan: kortreist.ClimateBudget) -> None:
    effects, years = plan.to_frame("effects"), plan.to_frame("years")
    last = plan.years[-1]
    cut = effects.filter(effects["year"] == last)["cut"].sum()
    (row,) = years.filter(years["year"] == last).to_dicts()
    assert cut == pytest.approx(row["baseline"] - row["pathway"])
    costs = plan.to_frame("costs")
    unknown = [
        (r.measure.id, bearer)
        for r in (*plan.measures, *plan.unquantified)
        for bearer in r.cost_missing
    ]
    for measure, bearer in unknown:
        here = costs.filter((costs["measure"] == measure) & (costs["bearer"] == bearer))
        assert here["total"].null_count() == here.height > 0, "unknown is never zero"
    measures = plan.to_frame("measures")
    assert plan.not_counted, "the plan must have something saved that is not counted"
    assert measures["not_counted"].sum() == pytest.approx(sum(plan.not_counted.values()), abs=9)
    inside = costs.filter(costs["year"].is_in(plan.plan_years))
    for bearer, nok in plan.not_counted.items():
        told = inside.filter(inside["bearer"] == bearer)["not_counted"].sum()
        assert told == pytest.approx(nok)
    assert set(plan.to_frame("verdicts")["measure"]) == {v.measure for v in plan.outcome.verdicts}
    assert plan.to_frame("measures", "nb")["name"].null_count() == 0
    with pytest.raises(kortreist.InputError, match="measures, effects, costs"):
        plan.to_frame("everything")


def test_draws_are_what_the_printed_figures_come_from(plan: kortreist.ClimateBudget) -> None:
    draws = plan.draws()
    assert draws.sizes["future"] == plan.futures
    for year in plan.years:
        here = draws.sel(year=year)
        low, high = np.quantile(here.pathway, [0.1, 0.9])
        assert (low, high) == pytest.approx((plan.pathway[year].low, plan.pathway[year].high))
        if year in plan.probability_under_frame:
            kept = float((here.pathway <= here.frame).mean())
            assert kept == plan.probability_under_frame[year]
    assert (draws.driver_index.isel(year=0) == 1.0).all()


def test_names_and_units_stand_in_the_arrays(plan: kortreist.ClimateBudget) -> None:
    arrays = kortreist.as_xarray(plan)
    assert all("long_name" in v.attrs for v in arrays.data_vars.values())
    assert arrays.attrs["engine_version"] == plan.engine_version
    names = {row.measure.id: row.measure.name["en"] for row in plan.measures}
    assert dict(zip(arrays.measure.values, arrays.measure_name.values, strict=True)) == names
    assert arrays.history.sel(history_year=plan.account.year).item() == pytest.approx(
        plan.account.history[plan.account.year]
    )
    with pytest.raises(kortreist.InputError, match="not Account"):
        kortreist.as_xarray(plan.account)  # type: ignore[arg-type]


def test_two_plans_side_by_side(plan: kortreist.ClimateBudget, tmp_path: Path) -> None:
    left_out = plan.measures[0].measure.id
    other = kortreist.plan(
        "4005", futures_count=64, extras=False, data_dir=tmp_path, excluded=[left_out]
    )
    frame = kortreist.compare(plan, other, "nb")
    (row,) = frame.filter(frame["measure"] == left_out).to_dicts()
    assert row["differs"]
    assert row["second_start"] is row["second_cut"] is None
    assert row["first_cut"] == pytest.approx(plan.measures[0].effect[plan.years[-1]].central)
    assert not kortreist.compare(plan, plan)["differs"].any()
    narrow = kortreist.plan(
        "4005", futures_count=64, extras=False, data_dir=tmp_path, without={"aviation", "ets"}
    )
    with pytest.raises(kortreist.BoundaryError):
        kortreist.compare(plan, narrow)


def test_what_an_error_asks_for_in_python_can_be_given() -> None:
    """An option that a message names is an argument of a public function, under Python's name."""
    modules = (kortreist, accounts, budgets, connectors, country)
    given = {
        argument
        for module in modules
        for name in module.__all__
        if inspect.isfunction(found := getattr(module, name))
        for argument in inspect.signature(found).parameters
    }
    # What only a command does: to print in another form, to serve the site.
    of_commands = {"compare", "json", "csv", "html", "alone", "port", "processes"}
    texts = (files(kortreist) / "locale" / "errors.toml").read_text("utf-8")
    named = {_in_python(m).partition("=")[0] for m in _OPTION.finditer(texts)}
    assert {"confirm_large_change", "reduction"} <= named
    assert named - given == of_commands
