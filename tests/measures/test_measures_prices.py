"""One price of a measure: the arithmetic against figures worked out by hand, and the study's."""

from __future__ import annotations

import csv
import pathlib
import sys

import pytest

from kortreist.facts import load
from kortreist.measures import library
from kortreist.measures.prices import (
    effect_per_unit,
    price_level,
    savings_counted,
    spread_of_price,
    unit_price,
)

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))

from figures_table import says_why

SHARED = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data" / "measures"
LIBRARY = {m.id: m for m in library()}
PRICED = [m for m in LIBRARY.values() if unit_price(m) is not None]
#: Its running amount is a transfer from those who park: no cost to society.
TRANSFERS = {"workplace_parking"}
UPPER = {r["id"]: r["cost_upper_nok_per_t"] for r in load().table("national_measures")}


@pytest.mark.skipif(not SHARED.exists(), reason="real data not here")
def test_prices_are_those_worked_out_beside_the_figures():
    level, seen = price_level(), 0
    with (SHARED / "unit_costs.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            measure = LIBRARY.get(row["measure_id"].removeprefix("new:"))
            if measure is None or measure.id in TRANSFERS or measure.activity is None:
                continue
            if any(c.avoided for c in measure.costs):  # the file counts what is not built
                continue
            for end in ("low", "central", "high"):
                wanted = row[f"implied_nok_per_tonne_{end}"]
                if not wanted:
                    continue
                price = unit_price(measure)
                got = getattr(price.paid, end) / level.of(int(row["price_year"]))
                assert got == pytest.approx(float(wanted), rel=1e-3, abs=1.5), (measure.id, end)
                seen += 1
    assert seen > 250


def test_prices_by_hand():
    # A van: 60 000 NOK over 12 years at 4 %, 11 000 saved a year, 2.8 t a year; tax 2 400 a tonne.
    vans = unit_price(LIBRARY["electric_vans"])
    yearly = 60_000 * 0.04 / (1 - 1.04**-12) - 11_000
    assert vans.paid.central == pytest.approx(yearly / 2.8)
    assert vans.society.central == pytest.approx(yearly / 2.8 + 2_400)
    # Once: no annuity.
    sites = unit_price(LIBRARY["zero_emission_sites_private"])
    assert sites.paid.central == pytest.approx(750 / 0.060)


def test_what_is_not_built_or_bought_is_in_no_price():
    avoided = {m.id for m in LIBRARY.values() if any(c.avoided for c in m.costs)}
    assert {"parking_maximums", "avoid_construction", "buy_less"} <= avoided
    assert unit_price(LIBRARY["parking_maximums"]) is None
    # Energy saved is running cost; the 10 000 a square metre not built is told apart.
    assert unit_price(LIBRARY["space_efficiency"]).paid.central == pytest.approx(-800 / 0.008)
    for m in LIBRARY.values():
        for c in m.costs:
            if c.basis == "per_unit" and c.kind == "capital" and c.amount and not c.transfer:
                assert c.avoided or c.amount.central >= 0.0, m.id


def test_a_guessed_saving_pays_for_its_own_unit_and_no_more():
    """By hand: a taxi costs 50 000 over six years and saves 35 000 a year, on judgement."""
    taxi = LIBRARY["zero_emission_taxis"]
    own = 50_000 * 0.04 / (1 - 1.04**-6)
    assert savings_counted(taxi, "central") == {"business": pytest.approx(own / 35_000)}
    # Somebody has read what the municipality's cars save: all of it counts.
    assert savings_counted(LIBRARY["municipal_fleet_electric"], "central") == {}
    assert savings_counted(LIBRARY["delivery_logistics"], "central") == {"business": 0.0}


def test_money_is_in_one_years_kroner():
    ferries = unit_price(LIBRARY["electric_ferries"])
    lift = price_level().factor[2020]
    assert lift > 1.2
    assert ferries.paid.central == pytest.approx(7_800_000 * lift / 2_300)


@pytest.mark.parametrize("measure", PRICED, ids=lambda m: m.id)
def test_ranges_rise_and_the_drawn_one_is_inside(measure):
    for three in (unit_price(measure).paid, unit_price(measure).society):
        assert three.low <= three.central <= three.high
    drawn = spread_of_price(measure)
    assert drawn.low <= drawn.central <= drawn.high
    assert drawn.central == pytest.approx(unit_price(measure).society.central)


def test_transfers_are_no_cost_to_society():
    parking = LIBRARY["workplace_parking"]
    paid = [c for c in parking.costs if c.transfer]
    assert sorted(c.bearer for c in paid) == ["municipality", "residents"]
    assert sum(c.amount.central for c in paid) == 0.0
    assert unit_price(parking).society.central > 0.0, "the meters, not the payment"


def test_the_plausibility_gate():
    """Low end of society's price at most the study's upper cost, or said why not."""
    above, linked = set(), 0
    for m in PRICED:
        upper = UPPER.get(m.national) if m.national else None
        if upper is None:
            continue
        linked += 1
        if unit_price(m).society.low > upper:
            above.add(m.id)
    assert linked > 30
    assert above <= {
        "cycle_network",
        "ebike_scheme",
        "zero_emission_sites_municipal",
        "electric_ferries",
        "waste_ccs",
        "manure_to_biogas",
        "more_frequent_buses",
        "demand_responsive_transport",
    }
    assert all(says_why(LIBRARY[id]) for id in above)


def test_an_enabler_has_a_cost_and_no_effect():
    hub = LIBRARY["lorry_charging_hub"]
    assert not hub.quantified
    assert effect_per_unit(hub, "central") is None
    assert unit_price(hub) is None
    assert any(c.amount is not None and c.basis == "per_unit" for c in hub.costs)
    lorries = [m for m in LIBRARY.values() if m.activity and m.activity.unit == "lorry"]
    assert {m.id for m in lorries} >= {"zero_emission_lorries", "lorries_with_state_support"}


def test_no_measure_has_both_a_national_cost_and_its_own():
    for m in LIBRARY.values():
        assert not any(c.basis == "per_tonne" for c in m.costs), m.id
        assert not any(c.basis == "per_inhabitant" for c in m.costs), m.id
