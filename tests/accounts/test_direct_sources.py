"""The inventory split on actors loses nothing, and the facts behind the split hang together."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortreist.accounts.activity import implied_activity
from kortreist.accounts.direct import (
    actor_shares,
    direct_sources,
    history,
    split,
    tonnes_by_source,
    unknown_sources,
)
from kortreist.accounts.ledger import ACTORS, THEMES, total
from kortreist.facts import load

GRAM = 1e-6


@dataclass(frozen=True)
class Row:
    year: int
    sector: str
    source: str
    value: float


KNOWN = sorted({(r["sector"], r["source"]) for r in load().table("inventory_sources")})
tonnes = st.floats(0, 1e7, allow_nan=False)
rows = st.lists(
    st.builds(
        lambda key, value, year: Row(year, *key, value),
        st.sampled_from([*KNOWN, ("new_sector", "new_source")]),
        tonnes,
        st.sampled_from([2009, 2024]),
    ),
    max_size=40,
)


def test_every_inventory_source_has_shares_that_add_to_one() -> None:
    shares: dict[tuple[str, str], list[float]] = defaultdict(list)
    for r in load().table("actor_shares"):
        shares[r["sector"], r["source"]].append(r["share"])
        assert r["low"] <= r["share"] <= r["high"]
    assert set(shares) == set(KNOWN)
    for key, values in shares.items():
        assert math.fsum(values) == pytest.approx(1.0, abs=1e-12), key


def test_only_residents_have_final_demand() -> None:
    for r in load().table("actor_shares"):
        assert r["final_demand"] == (r["actor"] == "residents")


def test_names_are_unique_and_in_three_languages() -> None:
    table = load().table("inventory_sources")
    names = [(r["sector_nb"], r["source_nb"]) for r in table]
    assert len(names) == len(set(names))
    for r in table:
        assert r["theme"] in THEMES
        assert r["influence_low"] <= r["influence"] <= r["influence_high"]
        assert all(r[k] for k in ("source_en", "source_nn", "sector_en", "sector_nn"))
    one_name = [(r["sector"], r["source"]) for r in table if not r["alias"]]
    assert sorted(one_name) == KNOWN


def test_the_contract_sources_are_there() -> None:
    for key in [
        ("other_mobile_combustion", "construction"),
        ("waste_and_wastewater", "landfill_gas"),
        ("energy_supply", "waste_incineration"),
        ("industry_oil_gas", "industry_oil_gas"),
        ("agriculture", "agricultural_soils"),
        ("aviation", "international_aviation"),
        ("heating", "wood_burning"),
        ("shipping", "shipping_estimate"),
        ("road_transport", "passenger_cars"),
        ("fluorinated_gases", "sf6_use"),
    ]:
        assert key in KNOWN


@given(tonnes, st.sampled_from(KNOWN))
def test_split_loses_less_than_a_gram(value: float, key: tuple[str, str]) -> None:
    parts = split(value, actor_shares(*key))
    assert math.fsum(parts) == pytest.approx(value, abs=GRAM)
    assert all(p >= -GRAM for p in parts)


@given(rows, st.randoms())
def test_territorial_total_is_the_inventory_in_any_order(found: list[Row], random) -> None:
    expected = math.fsum(r.value for r in found if r.year == 2024)
    shuffled = list(found)
    random.shuffle(shuffled)
    sources = direct_sources(shuffled, 2024, "vintage/x")
    assert total(sources, "territorial").value == pytest.approx(expected, abs=GRAM)
    assert history(found).get(2024, 0.0) == pytest.approx(expected, abs=GRAM)
    by_key = tonnes_by_source(found, 2024)
    assert {(s.sector, s.source) for s in sources} == set(by_key)
    assert len({s.id for s in sources}) == len(sources)


def test_parts_of_a_source_share_their_spread() -> None:
    sources = direct_sources(
        [Row(2024, "road_transport", "passenger_cars", 1000.0)], 2024, "vintage/x"
    )
    spread = load().row(
        "inventory_sources", sector="road_transport", source="passenger_cars", alias=False
    )["uncertainty"]
    whole = total(sources, "territorial")
    assert whole.high - whole.value == pytest.approx(1000 * spread)
    assert [s.actor for s in sources] == list(ACTORS)
    assert [s.final_demand for s in sources] == [True, False, False]


def test_unknown_source_is_counted_and_reported() -> None:
    row = Row(2024, "new_sector", "new_source", 12.5)
    (source,) = direct_sources([row], 2024, "vintage/x")
    assert (source.actor, source.value, source.theme) == ("business", 12.5, "other")
    assert source.low < source.value < source.high
    assert unknown_sources([row]) == ("new_sector/new_source",)


@given(tonnes)
def test_activity_times_intensity_is_the_emission(value: float) -> None:
    activity = implied_activity("heating", "fossil_oil", value)
    assert activity is not None
    assert activity.amount * activity.intensity / 1000 == pytest.approx(value, rel=1e-12)


def test_every_activity_is_of_a_known_source() -> None:
    for r in load().table("activity_intensities"):
        assert (r["sector"], r["source"]) in KNOWN
        assert r["low"] <= r["intensity"] <= r["high"]


def test_national_shares_follow_the_air_emission_accounts() -> None:
    """Households' parts of the main sources add to their direct emissions of 2021."""
    national_2021 = {4: 545.0, 5: 8712.0, 6: 7435.0, 9: 2294.0}  # SSB 13931
    residents = {r["number"]: r["residents"] for r in load().table("national_sources")}
    whole = math.fsum(r["kt"] for r in load().table("household_direct") if r["year"] == 2021)
    assert math.fsum(kt * residents[n] for n, kt in national_2021.items()) == pytest.approx(
        whole, rel=1e-3
    )
