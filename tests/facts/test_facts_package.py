"""The facts that ship: valid to an outsider, every row with an origin, and right figures."""

from __future__ import annotations

import pathlib
from datetime import date
from importlib import resources
from itertools import pairwise

import pytest

from kortreist import facts
from kortreist.provenance import MARKS

ON = date(2026, 11, 29)
ROOT = pathlib.Path(str(resources.files("kortreist.facts")))
SHARED = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data"
TABLES = [n for n in facts.load().names if n != "sources"]


def test_frictionless_finds_nothing_wrong() -> None:
    import frictionless

    report = frictionless.validate(str(ROOT / "datapackage.json"))
    problems = [(task.name, error.message) for task in report.tasks for error in task.errors] + [
        error.message for error in report.errors
    ]
    assert report.valid, problems[:10]


def test_check_reads_every_row() -> None:
    store = facts.load()
    assert store.check() == sum(len(store.table(n)) for n in store.names)


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_source_mark_and_day_it_was_checked(name: str) -> None:
    store = facts.load()
    rows = store.table(name)
    assert rows
    for row in rows:
        origin = store.origin(name, row)
        assert origin.source.strip(": ")
        assert origin.licence
        assert origin.mark in MARKS
        assert date.fromisoformat(origin.checked_on) <= ON


def test_every_table_and_file_is_known_to_the_package() -> None:
    files = {p.stem for p in (ROOT / "data").glob("*.csv")}
    assert files == set(facts.load().names)


def test_one_value_of_a_figure_on_any_day() -> None:
    store = facts.load()
    days = {r["valid_from"] for r in store.table("figures")} | {ON}
    for day in days:
        ids = [r["id"] for r in store.table("figures", day)]
        assert len(ids) == len(set(ids)), day


def test_targets_follow_the_law_through_time() -> None:
    store = facts.load()
    now = {y: store.figure(f"target/{y}", ON).value for y in (2030, 2035, 2050)}
    assert now == {2030: 0.55, 2035: 0.70, 2050: 0.90}
    assert store.figure("target/2030", date(2019, 1, 1)).value == 0.40
    assert store.figure("target/2030", date(2022, 1, 1)).value == 0.50
    assert store.figure("target/2035", ON).high == 0.75


def test_a_rule_on_a_date() -> None:
    store = facts.load()
    rule = store.row("rules", ON, id="procurement/weight")
    assert (rule["value"], rule["valid_from"]) == (0.30, date(2024, 1, 1))
    before = {r["id"] for r in store.table("rules", date(2023, 12, 31))}
    assert "procurement/weight" not in before
    assert "residents_proposal/signatures" in before


def test_a_rule_not_known_to_be_in_force_is_not_among_the_rules() -> None:
    store = facts.load()
    assert not any("weight_in_act" in r["id"] for r in store.table("rules"))
    assert store.table("rules_pending")[0]["mark"] == "partly"


@pytest.mark.parametrize(
    ("report", "methane", "nitrous_oxide"),
    [("SAR", 21, 310), ("AR4", 25, 298), ("AR5", 28, 265), ("AR6", 27.9, 273)],
)
def test_gwp_sets(report: str, methane: float, nitrous_oxide: float) -> None:
    store = facts.load()
    of = {r["gas"]: r["gwp100"] for r in store.table("gwp100") if r["set"] == report}
    assert (of["CO2"], of["CH4"], of["N2O"]) == (1, methane, nitrous_oxide)
    assert ("NF3" in of) == (report != "SAR"), "a gas a report lacks is missing, not zero"


def test_levels_three_is_unknown_not_zero() -> None:
    levels = {r["level"]: r for r in facts.load().table("measure_levels")}
    assert (levels[1]["potential_low"], levels[1]["potential_high"]) == (0.20, 0.30)
    assert levels[2]["potential_high"] == 0.50
    assert levels[3]["potential_high"] is None


def test_electricity_has_named_sets_that_disagree() -> None:
    rows = [r for r in facts.load().table("energy_factors") if r["carrier"] == "electricity"]
    by_set = {r["set"]: r["g_per_kwh"] for r in rows}
    assert by_set["kostra"] == 0
    assert by_set["norwegian_mix"] < by_set["european_mix"] < by_set["nve_declared_residual"]


def test_kostra_factors() -> None:
    row = facts.load().row
    assert row("energy_factors", set="kostra", carrier="heating_oil")["g_per_kwh"] == 264.5
    assert row("energy_factors", set="kostra", carrier="natural_gas")["g_per_kwh"] == 201.8


def test_carbon_price_rises_every_year_through_2000_in_2030() -> None:
    path = {r["year"]: r["nok_per_tonne"] for r in facts.load().table("carbon_price")}
    years = sorted(path)
    assert years == list(range(2022, 2051))
    assert all(path[a] < path[b] for a, b in pairwise(years) if a >= 2024)
    assert path[2030] == 2000


def test_national_sources_add_to_the_published_total() -> None:
    rows = facts.load().table("national_series")
    for year in range(1990, 2024):
        kt = {r["id"]: r["kt"] for r in rows if r["year"] == year}
        total = kt.pop("all")
        assert sum(kt.values()) == pytest.approx(total, abs=4.5), year
    newest = {r["id"]: r["kt"] for r in rows if r["year"] == 2023}
    assert all(newest[r["id"]] == r["kt"] for r in facts.load().table("national_emissions"))


@pytest.mark.skipif(not SHARED.exists(), reason="real data not here")
def test_population_is_as_published_where_it_is_not_marked() -> None:
    import csv

    file = SHARED / "places" / "folketall_kommune_2024inndeling.csv"
    with file.open(encoding="utf-8") as stream:
        published = {
            (r["kommunenr"], int(r["aar"])): float(r["innbyggere"]) for r in csv.DictReader(stream)
        }
    ours = facts.load().table("population")
    assert {(r["code"], r["year"]) for r in ours} == set(published)
    changed = [r for r in ours if r["persons"] != published[r["code"], r["year"]]]
    assert {r["mark"] for r in changed} == {"computed"}
    for year in range(2005, 2027):
        assert sum(r["persons"] for r in ours if r["year"] == year) == sum(
            v for (_, y), v in published.items() if y == year
        )
