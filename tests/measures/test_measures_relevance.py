"""Which measures are shown for which place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kortreist.accounts.ledger import Account, Source
from kortreist.facts import load
from kortreist.measures import RULES, library, reaches, relevant
from kortreist.places import find
from kortreist.places.place import Place

BY_ID = {m.id: m for m in library()}


def source(path, value, **more):
    scope, sector, name, actor = path.split("/")
    return Source(
        path, scope, actor, sector, name, "other", value, value, value, False, "x", **more
    )


def account(*sources, population=13_000.0):
    place = Place("X001", "Eksempel", "municipality", date(2024, 1, 1))
    return Account(
        place, 2024, "v", "2026-04-24", "made", "AR5", sources, {}, None, {}, {}, population, {}
    )


CARS = source("direct/road_transport/passenger_cars/residents", 1000.0)


def ids(*sources, **more):
    return {m.id for m in relevant(account(*sources, **more), library())}


def test_only_measures_that_reach_something():
    got = ids(CARS)
    assert "cycle_network" in got
    assert "electric_vans" not in got
    assert "landfill_gas_capture" not in got
    assert "residents_assembly" in got, "acts on no source: goes by its rule"


def test_a_source_of_zero_does_not_count():
    vans = source("direct/road_transport/vans/business", 0.0)
    assert "electric_vans" not in ids(CARS, vans)
    assert "electric_vans" in ids(CARS, source("direct/road_transport/vans/business", 5.0))


def test_memo_sources_do_not_count():
    memo = source("indirect/coicop/03.1/residents", 50.0, memo=True)
    assert "fewer_new_clothes" not in ids(memo)
    assert "fewer_new_clothes" in ids(source("indirect/coicop/03.1/residents", 50.0))


def test_coast_needs_shipping():
    ship = source("direct/shipping/cruise/business", 10.0)
    assert "cruise_limits" in ids(ship)
    assert "cruise_limits" not in ids(CARS)


def test_agriculture_needs_a_share():
    cow = source("direct/agriculture/enteric_fermentation/business", 5.0)
    assert "methane_inhibitors" not in ids(CARS, cow)
    cow = source("direct/agriculture/enteric_fermentation/business", 50.0)
    assert "methane_inhibitors" in ids(CARS, cow)


def test_city_measures_follow_population():
    assert "road_pricing" not in ids(CARS)
    assert "road_pricing" in ids(CARS, population=100_000.0)
    assert "road_pricing" in ids(CARS, population=None), "unknown population hides nothing"


def test_an_urban_growth_agreement_is_for_the_nine_areas_only():
    """Elsewhere it is nothing to wait for, however large the municipality."""
    areas = load().table("urban_growth_areas")
    assert len({r["area"] for r in areas}) == 9
    for number, wanted in (("4001", True), ("4003", True), ("4005", False), ("3907", False)):
        here = replace(account(CARS, population=90_000.0), place=find(number))
        assert RULES["growth_area"](here) is wanted
        found = {m.id for m in relevant(here, library())}
        assert ("zero_growth_package" in found) is wanted, number


def test_effects_on_one_actor_reach_only_that_actor():
    effect = BY_ID["municipal_fleet_electric"].effects[0]
    assert not reaches(effect, CARS)
    assert reaches(effect, source("direct/road_transport/passenger_cars/municipality", 1.0))


def test_every_rule_is_used_and_answers():
    used = {m.relevant_if for m in library()}
    assert used <= set(RULES)
    assert set(RULES) - used == set(), "a rule no measure uses"
    for rule in RULES.values():
        assert rule(account(CARS)) in (True, False)


def test_capture_needs_a_plant_of_some_size():
    """A workshop of a hundred tonnes was asked to wait for state support for carbon capture."""
    path = "direct/industry_oil_gas/industry_oil_gas/business"
    assert "industry_ccs" not in ids(CARS, source(path, 100.0))
    assert "industry_fuel_switch" in ids(CARS, source(path, 100.0))
    assert "industry_ccs" in ids(CARS, source(path, 600_000.0))
