"""A rule acts from its day and only then; a condition in force is certain."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import numpy as np
import pytest

from kortreist import measures
from kortreist.baseline import adopted_policy, conditions, drivers, in_force_ids
from kortreist.baseline.share_path import parse_steps, share_in
from kortreist.errors import FactsError
from kortreist.facts import load
from kortreist.futures import draw
from kortreist.measures import settled

YEARS = range(2024, 2036)
BEFORE, AFTER = date(2024, 12, 31), date(2025, 7, 1)


def path(name: str, at: date | None) -> np.ndarray:
    futures = draw([], YEARS, 32, at=at)
    return futures.index[futures.drivers.index(name)]


def test_a_rule_acts_from_its_day() -> None:
    # Gas on building sites: in force 1 July 2025.
    assert np.all(path("gas_building_heat", BEFORE) == 1.0)
    assert np.all(path("gas_building_heat", date(2025, 6, 30)) == 1.0)
    assert np.all(path("gas_building_heat", AFTER)[:, -1] < 1.0)


def test_a_rule_in_force_always_acts() -> None:
    for rule in adopted_policy(date(2026, 11, 29)):
        if rule.acts == "source" and rule.in_force:
            index = path(rule.id, date(2026, 11, 29))
            assert np.all(index[:, -1] < 1.0), rule.id
            assert np.all(np.diff(index, axis=1) <= 1e-12), rule.id


def test_what_has_no_date_never_acts() -> None:
    rows = {r.id: r for r in adopted_policy(date(2060, 1, 1))}
    for name in ("ferries_fastboats", "gas_permanent_heat", "fgas_eu", "zero_emission_zones"):
        assert rows[name].in_force_from is None
        assert not rows[name].in_force
        assert rows[name].acts == "none"


def test_every_rule_held_by_a_driver_names_one() -> None:
    known = {d.id for d in drivers()}
    for rule in adopted_policy():
        if rule.acts != "none":
            assert rule.driver in known, rule.id
        if rule.acts == "source":
            times = next(d.times for d in drivers() if d.id == rule.driver)
            assert rule.id in times, "a rule that acts must be multiplied in"


def test_what_the_base_year_shows_is_not_counted_again() -> None:
    # Strength 1: a third gone in 2024, all in 2030; of what 2024 shows, all is gone in 2030.
    steps = parse_steps("2021:0 2030:1")
    share = share_in(steps, np.array([2021, 2024, 2027, 2030, 2035]))
    np.testing.assert_allclose(share, [0, 1 / 3, 2 / 3, 1, 1])
    cars = path("public_cars", None)
    # Drawn strengths g: (1 − g·2/3) / (1 − g/3) in 2027.
    futures = draw([], YEARS, 32)
    g = futures.drawn[futures.drivers.index("public_cars")]
    np.testing.assert_allclose(cars[:, 3], (1 - g * 2 / 3) / (1 - g / 3))


def test_steps_that_cannot_hold_are_refused() -> None:
    for text in ("", "2030:1 2021:0", "2021:1.2", "2021"):
        with pytest.raises(ValueError, match=r"rise|share|invalid|convert"):
            parse_steps(text)


def test_a_condition_in_force_is_there_in_every_future() -> None:
    site = [m for m in measures.library() if "construction_site_law" in m.enabling_conditions]
    futures = draw(site, YEARS, 64)
    row = futures.conditions.index("construction_site_law")
    assert futures.condition_from is not None
    assert np.all(futures.condition_from[row] == 2025.0)
    assert np.all(futures.enabled_from == 2025.0)


def test_nobody_waits_for_what_is_in_force() -> None:
    assert {"construction_site_law", "public_vehicle_rule"} <= in_force_ids(date(2026, 11, 29))
    assert "construction_site_law" not in in_force_ids(date(2025, 4, 2))
    assert "construction_site_law" in in_force_ids(date(2025, 4, 3))
    every = {m.id: m for m in settled(measures.library(), date(2026, 11, 29))}
    assert every["electric_city_buses"].uses == ("public_vehicle_rule",)
    assert not every["electric_city_buses"].enabling_conditions
    assert not every["zero_emission_sites_private"].enabling_conditions
    assert not every["bog_restoration"].enabling_conditions
    before = {m.id: m for m in settled(measures.library(), date(2025, 1, 1))}
    assert before["zero_emission_sites_private"].enabling_conditions == ("construction_site_law",)


@pytest.mark.parametrize(
    ("id", "change", "field"),
    [
        ("construction_site_law", {"probability_central": 0.7}, "probability_central"),
        ("construction_site_law", {"in_force_from": None}, "in_force_from"),
        ("road_pricing_law", {"probability_low": None}, "probability_central"),
        ("road_pricing_law", {"decided_by": None}, "decided_by"),
        ("road_pricing_law", {"source_title": None}, "source_title"),
        ("road_pricing_law", {"does": "moves_driver"}, "on"),
        ("road_pricing_law", {"does": "scales_cost", "on": "residents"}, "factor"),
        ("road_pricing_law", {"from_year_low": 2050}, "from_year_central"),
    ],
)
def test_the_loader_refuses(
    id: str, change: dict[str, Any], field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = tuple(
        {**r, **change} if r["id"] == id else r for r in load().table("enabling_conditions")
    )

    class Fake:
        names = ("enabling_conditions",)

        def table(self, *_: object) -> tuple[Any, ...]:
            return rows

    monkeypatch.setattr(sys.modules["kortreist.baseline.conditions"], "load", Fake)
    with pytest.raises(FactsError) as error:
        conditions()
    assert error.value.values["row"] == id
    assert error.value.values["field"] == field
