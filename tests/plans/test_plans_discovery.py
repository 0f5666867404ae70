"""Scenario discovery: planted rules come back, noise gives none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kortreist.plans.discovery import held_rule, rule


def sides(found) -> list[tuple[int, str]]:  # type: ignore[no-untyped-def]
    return [(column, side) for column, side, _ in found.limits]


def test_one_limit() -> None:
    x = np.random.default_rng(1).random((1000, 20))
    found = rule(x, x[:, 7] > 0.7)
    assert found is not None
    assert sides(found) == [(7, "above")]
    assert found.limits[0][2] == pytest.approx(0.7, abs=0.03)
    assert found.coverage > 0.95
    assert found.density > 0.95
    assert found.base == pytest.approx(0.3, abs=0.05)


@pytest.mark.parametrize("seed", range(5))
def test_three_limits_through_noise(seed: int) -> None:
    """Box on three of 30 columns, in units of their own; a tenth of the labels is wrong."""
    rng = np.random.default_rng(seed)
    x = rng.random((1000, 30))
    box = (x[:, 2] > 0.4) & (x[:, 11] < 0.55) & (x[:, 29] > 0.3)
    interest = box ^ (rng.random(1000) < 0.1)
    scale, shift = 10.0 ** rng.integers(-3, 4, 30), rng.normal(size=30)
    found = rule(x * scale + shift, interest)
    assert found is not None
    assert sides(found) == [(2, "above"), (11, "below"), (29, "above")]
    got = [(t - shift[c]) / scale[c] for c, _, t in found.limits]
    np.testing.assert_allclose(got, [0.4, 0.55, 0.3], atol=0.06)
    assert found.density > 0.75


def test_a_band_takes_two_limits_of_one_column() -> None:
    x = np.random.default_rng(3).random((1000, 6))
    found = rule(x, (x[:, 4] > 0.35) & (x[:, 4] < 0.6))
    assert found is not None
    assert sorted(sides(found)) == [(4, "above"), (4, "below")]


def test_what_is_said_of_the_rule_is_so() -> None:
    rng = np.random.default_rng(8)
    x = rng.normal(size=(700, 9))
    interest = x[:, 0] + 0.8 * x[:, 1] - 0.5 * x[:, 2] + 0.5 * rng.normal(size=700) > 0.7
    found = rule(x, interest)
    assert found is not None
    inside = np.ones(700, dtype=bool)
    for column, side, threshold in found.limits:
        inside &= x[:, column] > threshold if side == "above" else x[:, column] < threshold
    np.testing.assert_array_equal(inside, found.inside)
    assert found.density == pytest.approx(interest[inside].mean())
    assert found.coverage == pytest.approx((inside & interest).sum() / interest.sum())
    assert found.density >= (1 + interest.mean()) / 2


def test_noise_gives_no_rule() -> None:
    """60 data sets without anything in them; at 1 % a limit hardly any may give one."""
    rules = careless = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        x, interest = rng.random((400, 15)), rng.random(400) < 0.5
        rules += rule(x, interest, density=0.0) is not None
        careless += rule(x, interest, density=0.0, significance=50.0) is not None
    assert rules <= 1
    assert careless > 20  # there is something in chance to be fooled by


def test_a_rule_that_holds_is_found_again_in_both_halves() -> None:
    for seed in range(5):
        rng = np.random.default_rng(seed)
        x = rng.random((1000, 12))
        interest = np.where(x[:, 3] > 0.7, rng.random(1000) < 0.9, rng.random(1000) < 0.2)
        found = held_rule(x, interest, seed=seed)
        assert found is not None
        assert sides(found) == [(3, "above")]
        # Told by the halves it was not found in: no rosier than it is.
        assert found.density == pytest.approx(0.9, abs=0.07)
        assert found.base == pytest.approx(interest.mean())


def test_a_rule_at_the_edge_of_chance_is_not_kept() -> None:
    """What one sample finds, another does not: hardly any rule that is not there is said."""
    kept = found = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        x, interest = rng.random((400, 15)), rng.random(400) < 0.5
        found += rule(x, interest, density=0.0, significance=50.0) is not None
        kept += held_rule(x, interest, density=0.0, significance=50.0, seed=seed) is not None
    assert found > 20
    assert kept <= found // 4


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_all_met_or_all_missed_gives_no_rule(share: float) -> None:
    x = np.random.default_rng(0).random((200, 5))
    assert rule(x, np.full(200, bool(share))) is None


def test_too_little_to_say_anything() -> None:
    x = np.random.default_rng(0).random((1000, 5))
    assert rule(x, np.arange(1000) == 17) is None  # one case is no rule
    assert rule(np.zeros((100, 3)), np.arange(100) < 50) is None  # nothing varies
    assert rule(np.zeros((100, 0)), np.arange(100) < 50) is None
    assert rule(np.array([[0.0], [1.0]]), np.array([True, False])) is None
    with pytest.raises(ValueError, match="finite"):
        rule(np.full((3, 1), np.inf), np.array([True, False, True]))


def test_a_condition_that_comes_or_not() -> None:
    """Runs of equal values: "never" is one number, and lies between two quantiles."""
    rng = np.random.default_rng(4)
    comes = rng.random(1000) < 0.437
    year = np.where(comes, 2027.0 + 3 * rng.random(1000), 2036.0)
    x = np.column_stack([rng.random(1000), year, rng.integers(0, 2, 1000)])
    found = rule(x, ~comes)
    assert found is not None
    assert sides(found) == [(1, "above")]
    assert 2029.9 < found.limits[0][2] < 2036.0
    assert found.coverage == found.density == 1.0


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_order_of_columns_and_cases_does_not_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.random((300, 6))
    interest = (x[:, 1] > 0.5) & (x[:, 3] < 0.6) ^ (rng.random(300) < 0.05)
    cases, columns = rng.permutation(300), rng.permutation(6)
    one, two = rule(x, interest), rule(x[cases][:, columns], interest[cases])
    assert one is not None
    assert two is not None
    back = sorted((int(columns[c]), side, t) for c, side, t in two.limits)
    assert back == list(one.limits)
    assert rule(x, interest).limits == one.limits  # type: ignore[union-attr]
