"""The forecast: hand calculations, and that bad news is never good."""

from __future__ import annotations

from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortreist_web.reports.forecast import chance, effect_now, forecast

YEARS = range(2027, 2031)
STATUSES = ("on_track", "done", "not_started", "delayed", "stopped")


def _band(central, spread=20.0):
    return {"low": central - spread, "central": central, "high": central + spread}


def _content(effects, probability=None):
    years = [str(y) for y in YEARS]
    return {
        "pathway": {y: _band(1000.0) for y in years},
        "frame": dict.fromkeys(years, 1005.0),
        "probability_under_frame": probability or {},
        "lines": [
            {
                "measure": f"m{i}",
                "effect": {y: _band(t, 1.0) for y, t in zip(years, e, strict=True)},
            }
            for i, e in enumerate(effects)
        ],
    }


def test_nothing_said_is_the_plan():
    content = _content([(1.0, 2.0, 3.0, 4.0)], {str(y): 0.6 for y in YEARS})
    for said in ({}, {"m0": ("on_track", 2027)}, {"m0": ("done", 2027)}):
        found = forecast(content, said, YEARS)
        assert found.bands == content["pathway"]
        assert set(found.change.values()) == {0.0}
        assert set(found.probability.values()) == {0.6} == set(found.plan_probability.values())


def test_a_stopped_measure_raises_by_what_it_was_to_cut():
    found = forecast(_content([(1.0, 2.0, 3.0, 4.0), (9.0,) * 4]), {"m0": ("stopped", 2028)}, YEARS)
    assert found.change == {"2027": 0.0, "2028": 2.0, "2029": 3.0, "2030": 4.0}
    assert found.bands["2030"] == {"low": 984.0, "central": 1004.0, "high": 1024.0}


def test_a_delayed_measure_has_the_year_before():
    found = forecast(_content([(1.0, 3.0, 7.0, 5.0)]), {"m0": ("delayed", 2027)}, YEARS)
    # 2030 was to cut less than 2029: a delay never gives more than planned.
    assert found.change == {"2027": 1.0, "2028": 2.0, "2029": 4.0, "2030": 0.0}


def test_a_measure_not_started_misses_this_year_only():
    found = forecast(_content([(1.0, 3.0, 7.0, 5.0)]), {"m0": ("not_started", 2028)}, YEARS)
    assert found.change == {"2027": 0.0, "2028": 3.0, "2029": 0.0, "2030": 0.0}


def test_what_a_measure_adds_is_counted_whatever_is_said():
    for status in STATUSES:
        assert effect_now({"2027": _band(-5.0)}, status, 2027) == {"2027": -5.0}


def test_a_measure_without_figures_changes_nothing():
    content = _content([(1.0,) * 4])
    content["lines"][0]["effect"] = {}
    assert set(forecast(content, {"m0": ("stopped", 2027)}, YEARS).change.values()) == {0.0}


def test_the_chance_by_hand():
    spread = 20.0
    sigma = 2 * spread / (2 * 1.2815515655446004)
    expected = NormalDist().cdf(NormalDist().inv_cdf(0.6) - 10.0 / sigma)
    assert chance(0.6, _band(1000.0, spread), 10.0, 1005.0) == pytest.approx(expected, abs=1e-12)
    assert chance(None, _band(1000.0, spread), 0.0, 1000.0) == pytest.approx(0.5)
    # The 90th percentile is the frame: nine of ten.
    assert chance(None, _band(1000.0, spread), 0.0, 1020.0) == pytest.approx(0.9)


def test_a_band_without_width_is_within_or_not():
    assert chance(0.5, _band(1000.0, 0.0), 4.0, 1005.0) == 1.0
    assert chance(0.5, _band(1000.0, 0.0), 6.0, 1005.0) == 0.0


def test_a_year_without_a_frame_has_no_chance():
    content = _content([(1.0,) * 4])
    del content["frame"]["2030"]
    found = forecast(content, {}, [*YEARS, 2040])
    assert "2030" not in found.probability
    assert "2030" in found.bands
    assert "2040" not in found.bands


effects = st.lists(
    st.tuples(*[st.floats(-50, 200, allow_nan=False) for _ in YEARS]), min_size=1, max_size=4
)


@given(effects, st.sampled_from(STATUSES), st.integers(2027, 2030), st.floats(0, 1))
def test_bad_news_never_makes_the_forecast_better(rows, status, since, plan):
    content = _content(rows, {str(y): plan for y in YEARS})
    before = forecast(content, {}, YEARS)
    after = forecast(content, {"m0": (status, since)}, YEARS)
    for year in before.bands:
        assert after.change[year] >= 0
        assert after.bands[year]["central"] >= before.bands[year]["central"]
        assert after.probability[year] <= before.probability[year]


@given(effects, st.integers(2027, 2030))
def test_stopped_is_never_better_than_delayed_or_not_started(rows, since):
    content = _content(rows, {str(y): 0.5 for y in YEARS})

    def probability(status):
        return forecast(content, {"m0": (status, since)}, YEARS).probability

    stopped = probability("stopped")
    for status in ("delayed", "not_started", "on_track"):
        other = probability(status)
        assert all(stopped[y] <= other[y] + 1e-12 for y in stopped)


@given(st.floats(0, 1), st.floats(0, 100), st.floats(0, 100), st.floats(1, 100))
def test_the_chance_falls_with_every_tonne(plan, less, more, spread):
    low, high = sorted((less, more))
    band = _band(1000.0, spread)
    assert chance(plan, band, high, 1005.0) <= chance(plan, band, low, 1005.0)
    assert 0.0 <= chance(plan, band, high, 1005.0) <= 1.0
    assert chance(plan, band, -high, 1005.0) >= plan
