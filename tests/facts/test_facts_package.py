"""The facts that ship: valid to an outsider, every row with an origin, and right figures."""

from __future__ import annotations

import csv
import pathlib
from datetime import date
from importlib import resources
from itertools import pairwise
from typing import Any

import pytest

from kortreist import facts
from kortreist.provenance import MARKS

ON = date(2026, 11, 29)
ROOT = pathlib.Path(str(resources.files("kortreist.facts")))
SHARED = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data"
TABLES = [n for n in facts.load().names if n != "sources"]


def test_frictionless_finds_nothing_wrong() -> None:
    longest = csv.field_size_limit()
    import frictionless

    report = frictionless.validate(str(ROOT / "datapackage.json"))
    csv.field_size_limit(longest)  # it lifts the limit that other tests meet
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
        assert date.fromisoformat(origin.checked_on) <= date.today()


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
    # Prop. 107 L (2022–2023): the committee's hearing was on 13 June 2023.
    assert store.figure("target/2030", date(2023, 6, 13)).value == 0.50
    assert store.figure("target/2030", ON).origin.mark == "partly"
    assert store.figure("target/2035", ON).high == 0.75


def test_a_rule_on_a_date() -> None:
    store = facts.load()
    rule = store.row("rules", ON, id="procurement/weight")
    assert (rule["value"], rule["valid_from"]) == (0.30, date(2024, 1, 1))
    before = {r["id"] for r in store.table("rules", date(2023, 12, 31))}
    assert "procurement/weight" not in before
    assert "economic_plan/years" in before


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


def test_the_carbon_price_is_the_tax_as_it_was_and_as_it_is_announced() -> None:
    """Rates in the kroner of their year, deflated with the index that ships."""
    store = facts.load()
    path = {r["year"]: r["nok_per_tonne"] for r in store.table("carbon_price")}
    cpi = {r["year"]: r["value"] for r in store.table("price_index") if r["index"] == "cpi"}
    for year, nominal in ((2022, 766), (2023, 952), (2024, 1176), (2025, 1405)):
        assert path[year] == pytest.approx(nominal * cpi[2020] / cpi[year], abs=1.5), year
    # 2 400 in 2030 and 3 400 in 2035, kroner of 2025; the circular's 2 000 (2020) stands.
    assert path[2030] == pytest.approx(2400 * cpi[2020] / cpi[2025], rel=0.03)
    assert path[2035] == pytest.approx(3400 * cpi[2020] / cpi[2025], abs=1.5)


def test_electricity_is_not_four_years_old() -> None:
    rows = facts.load().table("energy_factors")
    physical = {r["year"]: r["g_per_kwh"] for r in rows if r["set"] == "nve_physical"}
    assert (physical[2023], physical[2024]) == (15, 11.9)
    assert max(physical) >= ON.year - 2


def test_litres_hold_biofuel() -> None:
    store = facts.load()
    fuel = {
        r["carrier"]: r["kg_per_litre"]
        for r in store.table("energy_factors")
        if r["set"] == "mdir_nir2021"
    }
    vans = store.row("activity_intensities", sector="road_transport", source="vans")
    # The agency's own table: 15 per cent biofuel by volume in road diesel.
    assert vans["intensity"] == pytest.approx(fuel["diesel"] * 0.85, abs=0.005)
    oil = store.row("activity_intensities", sector="heating", source="fossil_oil")
    assert oil["intensity"] == fuel["heating_oil"]


def test_what_is_not_known_to_be_in_force_has_no_day_and_no_invented_amount() -> None:
    pending = {r["id"]: r for r in facts.load().table("rules_pending")}
    assert pending["procurement/threshold"]["value"] == 300_000
    assert pending["klimasats/pot_2026"]["value"] is None, "missing is not zero"
    assert not [r for r in facts.load().table("rules", ON) if r["id"] == "klimasats/pot_2026"]


def test_no_source_is_a_front_page_unless_it_says_so() -> None:
    from urllib.parse import urlsplit

    for row in facts.load().table("sources"):
        path = urlsplit(row["url"] or "https://x.no/own").path
        told = "funnet igjen" in row["title"] or row["id"] in ("kortreist_kvalitet",)
        assert path.strip("/") or told, row["id"]


def test_registered_targets_are_shares_of_a_year_by_a_body_that_exists() -> None:
    store = facts.load()
    known = {r["code"] for r in (*store.table("counties"), *store.table("municipalities"))}
    rows = {(r["code"], r["target_year"]): r for r in store.table("registered_targets")}
    assert {r["code"] for r in rows.values()} <= known
    telemark = rows["40", 2030]
    assert (telemark["reference_year"], telemark["reduction"]) == (2009, 0.60)
    assert telemark["mark"] == "verified"
    for code in ("4001", "4003"):
        old = rows[code, 2025]
        assert old["emissions"] == "without_industry_and_shipping"
        assert old["valid_to"] is not None


def test_facts_to_review_are_those_older_than_a_year() -> None:
    store = facts.load()
    assert not store.to_review(date(2026, 12, 1))
    later = store.to_review(date(2028, 2, 29))
    assert {r.table for r in later} >= {"figures", "rules", "carbon_price", "registered_targets"}
    assert all(r.work != "judgement" for r in later)
    targets = next(r for r in later if r.work == "climate_act_2035")
    assert (targets.ids, targets.checked_on) == (("target/2035",), "2026-11-29")
    days = [r.checked_on for r in later]
    assert days == sorted(days)


def test_the_programs_own_thresholds_hold_on_the_demonstrations_day() -> None:
    """A threshold is ours: it must not be missing on a day for which a plan can be made."""
    rows = [r for r in facts.load().table("figures") if r["source"] == "judgement"]
    assert rows
    assert (late := _held_late(rows)) == {}, (
        f"{late}: add a row valid from 2025-01-01 or earlier with the value that held then"
        " (the first row may simply start there)"
    )


def _held_late(rows: list[dict[str, Any]]) -> dict[str, date]:
    """Return the figures of which no row covers the demonstration's first day."""
    first: dict[str, date] = {}
    for row in rows:
        if not row["id"].startswith("made/"):
            first[row["id"]] = min(row["valid_from"], first.get(row["id"], date.max))
    return {name: day for name, day in first.items() if day > date(2025, 1, 1)}


def test_a_threshold_that_changed_later_is_not_missing_before() -> None:
    old = {"id": "a/b", "valid_from": date(2020, 1, 1)}
    new = {"id": "a/b", "valid_from": date(2026, 12, 1)}
    assert _held_late([new, old]) == _held_late([old, new]) == {}
    assert _held_late([new]) == {"a/b": date(2026, 12, 1)}
