"""Futures: same seed same futures, stable dimensions, sensible drivers."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kortreist.errors import FactsError, InputError
from kortreist.facts import load
from kortreist.futures import (
    Uniforms,
    condition_ids,
    correlation_matrix,
    draw,
    drivers,
    from_uniforms,
    sample,
    sobol,
    triangular,
)
from kortreist.i18n import Translator
from kortreist.measures.measure import Cost, Effect, Measure, Spread

YEARS = range(2024, 2051)
GOLDEN = [
    0.5801964546553791,
    0.8626012452878058,
    0.3945611366070807,
    0.9772120327688754,
    0.6972388657741249,
    0.04560309974476695,
    0.26550360629335046,
    0.17708368552848697,
]


def spread(low: float, central: float, high: float) -> Spread:
    return Spread(low, central, high, "judgement", "judgement")


def measure(id: str, level: int = 2, conditions: tuple[str, ...] = ()) -> Measure:
    effect = Effect("direct", "heating", "lpg", "improve", spread(0.1, 0.2, 0.4))
    cost = Cost("municipality", "capital", "fixed", spread(1e5, 2e5, 5e5))
    return Measure(
        id=id,
        name={},
        description={},
        level=level,
        theme="energy",
        unit="planning",
        effects=(effect,),
        costs=(cost,),
        ramp_years=3,
        lifetime_years=15,
        commitment_years=2,
        staff_fte=0.5,
        indicator={},
        source="judgement",
        enabling_conditions=conditions,
    )


def test_same_seed_same_futures() -> None:
    measures = [measure("a"), measure("b", 3, ("road_pricing_law",))]
    one, two = draw(measures, YEARS, 200), draw(measures, YEARS, 200)
    other = draw(measures, YEARS, 200, seed=1)
    for name in ("index", "fraction", "cost", "delay", "enabled_from", "quantile"):
        assert np.array_equal(getattr(one, name), getattr(two, name)), name
        assert not np.array_equal(getattr(one, name), getattr(other, name)), name


def test_draws_are_these_on_every_machine() -> None:
    # Guards against a change of generator or of point set under our feet.
    futures = draw([measure("a")], YEARS, 8)
    expected = sobol(8, 3, futures.seed, "measure/a")[:, 0]
    assert futures.quantile is not None
    np.testing.assert_array_equal(futures.quantile[0], expected)
    np.testing.assert_allclose(expected, GOLDEN, rtol=0, atol=1e-12)


def test_adding_a_measure_changes_no_other_draw() -> None:
    few = draw([measure("b")], YEARS, 300)
    many = draw([measure("a", 1), measure("b"), measure("c", 3, ("ccs_support",))], YEARS, 300)
    assert np.array_equal(few.index, many.index)
    for name in ("fraction", "cost", "delay"):
        assert np.array_equal(getattr(few, name)[0], getattr(many, name)[1]), name


def test_measures_do_not_move_together() -> None:
    # Blocks scrambled from the same sequence would be correlated without the shuffle.
    futures = draw([measure(f"m{i}") for i in range(12)], YEARS, 1024)
    assert futures.quantile is not None
    apart = np.corrcoef(futures.quantile) - np.eye(12)
    assert np.abs(apart).max() < 0.15


def test_means_are_close_with_few_points() -> None:
    futures = draw([measure("a")], YEARS, 1000)
    assert futures.quantile is not None
    assert abs(futures.quantile.mean() - 0.5) < 0.002
    mean = (0.1 + 0.2 + 0.4) / 3 / 0.2
    assert futures.fraction.mean() == pytest.approx(mean, rel=0.005)


def test_copula_gives_the_stated_correlation() -> None:
    futures = draw([], YEARS, 4096)
    i, j = (futures.drivers.index(d) for d in ("livestock", "manure"))
    got = np.corrcoef(futures.index[i, :, 10], futures.index[j, :, 10])[0, 1]
    assert got == pytest.approx(0.7, abs=0.05)


def test_index_is_one_in_the_base_year_and_positive() -> None:
    futures = draw([], YEARS, 64)
    assert np.all(futures.index[:, :, 0] == 1.0)
    assert np.all(futures.index > 0.0)
    assert np.isfinite(futures.index).all()


def test_trends_agree_with_history() -> None:
    """Central yearly change of 2024–2030 against the inventory's own change 2015–2024."""
    futures = draw([], YEARS, 1000)

    def change(name: str) -> float:
        path = futures.index[futures.drivers.index(name)]
        return float(np.median(path[:, 6]) ** (1 / 6) - 1)

    assert -0.06 < change("landfill_decay") < -0.04
    # Passenger cars −5.3 % a year in Telemark 2015–2024; all road traffic −8.2 % in 2025.
    assert -0.11 < change("car_fossil_share") < -0.06
    # Falling in Telemark, rising a little with the population in the national projection.
    assert -0.01 < change("livestock") < 0.008


def test_composite_driver_is_the_product() -> None:
    f = draw([], YEARS, 32)
    at = f.drivers.index
    product = f.index[at("population")] * f.index[at("car_km_per_head")]
    np.testing.assert_allclose(f.index[at("car_km")], product, rtol=1e-14)


def test_overrides_replace_a_driver() -> None:
    flat = draw([], YEARS, 16, overrides={"population": (0.0, 0.0, 0.0)})
    assert np.all(flat.index[flat.drivers.index("population")] == 1.0)
    with pytest.raises(InputError, match="rainfall"):
        draw([], YEARS, 16, overrides={"rainfall": (0.0, 0.0, 0.0)})


def test_conditions_are_shared_and_may_never_come() -> None:
    waits = ("road_pricing_law",)
    f = draw([measure("a", 2, waits), measure("b", 2, waits), measure("c")], YEARS, 2000)
    assert np.array_equal(f.enabled_from[0], f.enabled_from[1])
    assert np.all(f.enabled_from[2] == -np.inf)
    row = load().row("enabling_conditions", id="road_pricing_law")
    p = sum(row[f"probability_{q}"] for q in ("low", "central", "high")) / 3
    assert np.isfinite(f.enabled_from[0]).mean() == pytest.approx(p, abs=0.01)
    came = f.enabled_from[0][np.isfinite(f.enabled_from[0])]
    assert row["from_year_low"] <= came.min() <= came.max() <= row["from_year_high"]


def test_two_conditions_wait_for_the_later() -> None:
    both = ("road_pricing_law", "diet_policy")
    f = draw([measure("a", 2, both)], YEARS, 100)
    assert f.condition_from is not None
    rows = [f.condition_from[f.conditions.index(c)] for c in both]
    assert np.array_equal(f.enabled_from[0], np.maximum(*rows))


@pytest.mark.parametrize(
    ("years", "n", "key"),
    [
        ([], 10, "futures.bad_years"),
        ([2025, 2024], 10, "futures.bad_years"),
        ([2024, 2024], 10, "futures.bad_years"),
        ([2024], 0, "futures.bad_number"),
    ],
)
def test_refusals(years: list[int], n: int, key: str) -> None:
    with pytest.raises(InputError) as error:
        draw([], years, n)
    assert error.value.key == key
    assert error.value.message("nn")


def test_unknown_condition_is_refused() -> None:
    with pytest.raises(InputError, match="moon_landing"):
        draw([measure("a", 2, ("moon_landing",))], YEARS, 4)


def test_impossible_correlations_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"first": "a", "second": "b", "correlation": 0.9},
        {"first": "b", "second": "c", "correlation": 0.9},
        {"first": "a", "second": "c", "correlation": -0.9},
    ]

    class Fake:
        def table(self, *_: object) -> list[dict[str, object]]:
            return rows

    monkeypatch.setattr(sys.modules["kortreist.baseline.drivers"], "load", Fake)
    with pytest.raises(FactsError) as error:
        correlation_matrix(("a", "b", "c"))
    assert error.value.key == "futures.bad_correlation"


def test_number_of_futures_need_not_be_a_power_of_two(recwarn: pytest.WarningsRecorder) -> None:
    assert draw([measure("a")], YEARS, 77).size == 77
    assert not recwarn.list
    assert draw([measure("a")], YEARS, 1).size == 1


@settings(max_examples=60, deadline=None)
@given(st.floats(-10, 10), st.floats(0, 10), st.floats(0, 10), st.floats(0.001, 0.999))
def test_triangular_stays_inside_and_rises(low: float, a: float, b: float, u: float) -> None:
    two = triangular(np.array([u * 0.9, u]), low, low + a, low + a + b)
    slack = 1e-9 * (1 + abs(low) + a + b)
    assert low - slack <= two[0] <= two[1] + slack <= low + a + b + 2 * slack


ARRAYS = (
    "index",
    "fraction",
    "cost",
    "delay",
    "enabled_from",
    "quantile",
    "condition_from",
    "drawn",
)


def points(measures: list[Measure], n: int, seed: int = 20261123) -> Uniforms:
    plants = [d.id for d in drivers() if d.known]
    count = len(drivers()) - len(plants)
    return sample(n, seed, count, [m.id for m in measures], condition_ids(), plants)


@pytest.mark.parametrize("n", [1, 7, 64, 300])
def test_futures_of_the_same_points_are_the_same_futures(n: int) -> None:
    measures = [measure("a", 1), measure("b", 3, ("road_pricing_law", "diet_policy"))]
    drawn = draw(measures, YEARS, n, seed=5)
    made = from_uniforms(measures, YEARS, points(measures, n, 5), 5)
    for name in ARRAYS:
        assert np.array_equal(getattr(drawn, name), getattr(made, name)), name


def test_a_point_moves_what_it_stands_for_and_no_more() -> None:
    measures = [measure("a"), measure("b", 2, ("diet_policy",))]
    base = points(measures, 50)
    before = from_uniforms(measures, YEARS, base)

    def changed(**block: np.ndarray) -> set[str]:
        blocks = {
            "drivers": base.drivers,
            "measures": base.measures,
            "conditions": base.conditions,
        } | block
        after = from_uniforms(measures, YEARS, Uniforms(**blocks))
        return {a for a in ARRAYS if not np.array_equal(getattr(before, a), getattr(after, a))}

    other = base.measures.copy()
    other[1, 0] = 1.0 - other[1, 0]
    assert changed(measures=other) == {"fraction", "quantile"}
    other = base.measures.copy()
    other[0, 2] = 1.0 - other[0, 2]
    assert changed(measures=other) == {"delay"}
    other = base.conditions.copy()
    other[condition_ids().index("diet_policy")] *= 0.5
    assert changed(conditions=other) == {"enabled_from", "condition_from"}
    assert changed(drivers=1.0 - base.drivers) == {"index", "drawn"}


def test_any_root_of_the_correlations_gives_futures_as_likely() -> None:
    names = tuple(d.id for d in drivers())
    values, vectors = np.linalg.eigh(correlation_matrix(names))
    root = (vectors * np.sqrt(values)) @ vectors.T
    usual = draw([], YEARS, 4096)
    other = from_uniforms([], YEARS, points([], 4096), root=root)
    assert usual.drawn is not None
    assert other.drawn is not None
    varies = usual.drawn.std(axis=1) > 0
    apart = np.corrcoef(usual.drawn[varies]) - np.corrcoef(other.drawn[varies])
    assert np.abs(apart).max() < 0.08
    np.testing.assert_allclose(
        usual.drawn.mean(axis=1), other.drawn.mean(axis=1), rtol=0.02, atol=2e-4
    )


def test_what_is_drawn_is_in_the_drivers_own_unit() -> None:
    futures = draw([], YEARS, 256)
    assert futures.drawn is not None
    for driver, drawn, index in zip(drivers(), futures.drawn, futures.index, strict=True):
        assert driver.low <= drawn.min() <= drawn.max() <= driver.high
        if driver.path == "rate" and not driver.times:
            np.testing.assert_allclose((1.0 + drawn) ** 3, index[:, 3], rtol=1e-12)


def test_points_that_do_not_fit_are_refused() -> None:
    good = points([measure("a")], 4)
    with pytest.raises(ValueError, match="1 measures"):
        from_uniforms([measure("a")], YEARS, points([], 4))
    with pytest.raises(ValueError, match="number of futures"):
        Uniforms(good.drivers[:, :3], good.measures, good.conditions)
    with pytest.raises(ValueError, match="three rows"):
        Uniforms(good.drivers, good.measures[:, :2], good.conditions)
    with pytest.raises(ValueError, match="drivers must be"):
        Uniforms(good.measures, good.measures, good.conditions)
    lost = [measure("a", 2, ("moon_landing",))]
    with pytest.raises(InputError, match="moon_landing"):
        from_uniforms(lost, YEARS, good)


def test_every_driver_and_condition_has_a_name_in_three_languages() -> None:
    for language in ("nb", "nn", "en"):
        t = Translator(language)
        assert all(t(f"futures.driver.{d.id}") for d in drivers() if not d.known)
        for row in load().table("enabling_conditions"):
            assert t(f"futures.condition.{row['id']}") == row[language]


def test_driver_tables_hold_together() -> None:
    names = {d.id for d in drivers() if not d.known}
    used: set[str] = set()
    for row in load().table("source_drivers"):
        used |= {row[c] for c in ("activity_driver", "intensity_driver") if row[c]}
    assert used <= names
    multiplied = {o for d in drivers() for o in d.times}
    assert names == used | multiplied, "a driver that moves nothing"
    for row in load().table("drivers"):
        assert load().origin("drivers", row).source


def test_every_source_of_the_inventory_has_a_driver() -> None:
    rows = load().table("source_drivers")
    known = {(r["sector"], r["source"]) for r in rows}
    for row in load().table("inventory_sources"):
        key = (row["sector"], row["source"])
        assert key in known or (row["sector"], "*") in known, key
