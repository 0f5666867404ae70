"""The national inventory on our drivers meets the government's projection, or says why not."""

from __future__ import annotations

import csv
import pathlib
from datetime import date

import pytest

from kortreist.baseline import projection_check, source_index
from kortreist.baseline.adopted_policy import rules
from kortreist.baseline.national import BASE_YEAR, group_path
from kortreist.facts import load
from kortreist.i18n import LANGUAGES, Translator

NATIONAL = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data" / "national"
real = pytest.mark.skipif(not NATIONAL.exists(), reason="real data not here")


def test_ours_is_within_five_points_of_theirs_or_explained() -> None:
    rows = projection_check()
    explain_above = load().figure("projection/explain_above").value
    assert explain_above == 5.0
    assert {(r.group, r.year) for r in rows} >= {
        (g, y) for g in ("road_transport", "agriculture", "mainland_industry") for y in (2030, 2035)
    }
    for row in rows:
        assert row.gap == pytest.approx(row.ours - row.theirs)
        assert abs(row.gap) < 6.0, row
        assert bool(row.explanation) == (abs(row.gap) > explain_above), row
        for language in LANGUAGES:
            assert Translator(language)(f"baseline.gap.{row.group}")
            assert Translator(language)(f"baseline.group.{row.group}")
    road = {r.year: r for r in rows if r.group == "road_transport"}
    # 7.5 Mt in 2024, 5.0 in 2030 and 3.2 in 2035.
    assert road[2030].theirs == pytest.approx(100 * (5.0 / 7.5 - 1))
    assert road[2035].theirs == pytest.approx(100 * (3.2 / 7.5 - 1))


def test_groups_are_the_governments_own_sums() -> None:
    theirs = {
        r["source_key"].split("/")[1]: r["value"]
        for r in load().table("projections")
        if r["source_key"].startswith(("effort_sharing/", "ets/mainland"))
        and r["year"] == BASE_YEAR
    }
    for group in {r["group"] for r in load().table("national_groups")}:
        assert group_path(group, (BASE_YEAR,))[0] / 1000 == pytest.approx(theirs[group], abs=0.051)


def test_electric_distance_follows_what_was_observed() -> None:
    """The electric share of distance in 2025 (table 12577) against the drivers' own."""
    observed = {"car_fossil_share": 0.366, "van_fossil_share": 0.077, "bus_fossil_share": 0.184}
    rows = {r["id"]: r for r in load().table("drivers")}
    for name, share in observed.items():
        row = rows[name]
        electric = 1.0 / (1.0 + 2.718281828 ** (-row["steepness"] * (2025 - row["central"])))
        assert electric == pytest.approx(share, abs=0.025), name


def test_heavy_vehicles_leave_room_for_the_national_potential() -> None:
    # The reference of M-2920 emits at least what its measures can take in 2035.
    lorries = 7500 * 0.2968 * source_index("road_transport", "heavy_vehicles", "", 2035)
    assert lorries > 1405 + 48
    buses = 7500 * 0.0652 * source_index("road_transport", "buses", "", 2035)
    assert buses > 110


def test_the_municipalitys_own_cars_fall_faster_than_all_cars() -> None:
    own = source_index("road_transport", "passenger_cars", "municipality", 2030)
    every = source_index("road_transport", "passenger_cars", "residents", 2030)
    assert own < 0.15 < 0.5 < every


@real
def test_projections_are_those_of_the_file() -> None:
    with (NATIONAL / "projections_nb2026.csv").open(encoding="utf-8") as file:
        theirs = {
            (r["source_key"], int(r["year"])): float(r["value"])
            for r in csv.DictReader(file)
            if r["unit"] == "Mt CO2e"
        }
    ours = {
        (r["source_key"], r["year"]): r["value"]
        for r in load().table("projections")
        if r["unit"] == "Mt CO2e" and r["edition"] == "NB2026"
    }
    assert ours == theirs


@real
def test_shares_of_road_are_the_national_ones() -> None:
    with (NATIONAL / "updates_2024_2025.csv").open(encoding="utf-8") as file:
        rows = {
            first: r
            for r in csv.DictReader(file)
            if "road_share/" in (first := next(iter(r.values())))
        }
    theirs = {k.split("/")[1]: float(r["value"]) / 100 for k, r in rows.items()}
    ours = {r["id"]: r["share"] for r in load().table("national_sub_sources")}
    assert ours["passenger_cars"] == pytest.approx(theirs["passenger_cars"])
    assert ours["vans"] == pytest.approx(theirs["other_light"])
    assert ours["heavy_vehicles"] + ours["buses"] == pytest.approx(theirs["heavy"])
    assert ours["two_wheelers"] == pytest.approx(theirs["two_wheelers"])


def test_before_a_rule_is_in_force_the_source_goes_by_its_trend_alone() -> None:
    """A day before the table of drivers begins failed; now the earliest known trends hold."""
    early, late = date(2020, 1, 1), date(2026, 11, 29)
    assert not any(r.in_force for r in rules(early) if r.in_force_from and r.in_force_from > early)
    for sector, source in (("road_transport", "buses"), ("heating", "fossil_oil")):
        before = source_index(sector, source, "", 2035, early)
        assert 0.0 < source_index(sector, source, "", 2035, late) <= before + 1e-9
