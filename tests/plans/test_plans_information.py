"""Value of information: by hand, against a closed form, and none from noise."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kortreist.plans.information import (
    estimate,
    gains,
    partial_information,
    perfect_information,
)


def test_by_hand() -> None:
    """Wait costs 10 whatever happens; start costs 0 if the law comes (in 60 of 100), else 30.

    Start: 0.4 × 30 = 12, wait: 10, so one waits. Knowing about the law one starts in 60 and
    waits in 40: 0.4 × 10 = 4. Worth 6. The law is all that is uncertain, so EVPI is 6 too.
    """
    law = np.where(np.arange(100) % 5 < 3, 2028.0, np.inf)
    loss = np.array([np.full(100, 10.0), np.where(np.isinf(law), 30.0, 0.0)])
    assert perfect_information(loss) == pytest.approx(6.0)
    assert partial_information(loss, law) == pytest.approx(6.0)
    assert partial_information(loss, -law) == pytest.approx(6.0)
    # With a further loss of start, independent of the law, that never changes the choice.
    more = loss + np.outer([0.0, 1.0], np.where(np.arange(100) % 2, 1.0, -1.0))
    assert partial_information(more, law) == pytest.approx(6.0, abs=0.2)


def test_closed_form() -> None:
    """Loss 0 or x + e with x, e standard normal: knowing x is worth φ(0) = 0.399."""
    rng = np.random.default_rng(2)
    x, e = rng.normal(size=(2, 4000))
    loss = np.array([np.zeros(4000), x + e])
    wanted = loss.mean(axis=1).min() - np.minimum(x, 0.0).mean()
    assert partial_information(loss, x) == pytest.approx(wanted, abs=0.03)
    assert wanted == pytest.approx(1 / math.sqrt(2 * math.pi), abs=0.03)
    assert perfect_information(loss) == pytest.approx(1 / math.sqrt(math.pi), abs=0.04)


def test_a_curve_with_the_best_in_the_middle_is_seen() -> None:
    x = (np.arange(2000) + 0.5) / 2000
    loss = np.array([np.abs(x - 0.5), np.full(2000, 0.2)])
    wanted = 0.2 - np.minimum(np.abs(x - 0.5), 0.2).mean()
    assert partial_information(loss, x) == pytest.approx(wanted, rel=0.05)


def test_noise_does_not_stand_clear_of_zero() -> None:
    """200 times 20 drivers that say nothing, judged together: one in ten times at most."""
    clear = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        loss = rng.normal(size=(2, 256))
        found = [estimate(gains(loss, rng.random(256)), compared=20) for _ in range(20)]
        assert min(e.low for e in found) < 0.0 < max(e.high for e in found)
        clear += any(e.low > 0.0 for e in found)
    assert clear <= 6


def test_what_is_worth_knowing_stands_clear() -> None:
    rng = np.random.default_rng(1)
    x = rng.random(256)
    loss = np.stack([np.zeros(256), 10.0 * (x - 0.5) + rng.normal(size=256)])
    found = estimate(gains(loss, x), compared=20)
    assert found.low > 0.5
    assert found.low < 1.25 < found.high  # ∫ |10 (x − ½)| / 2 over half of the futures
    assert partial_information(loss, x) == pytest.approx(found.value, rel=0.05)


def test_the_error_of_an_estimate_is_what_repeating_it_gives() -> None:
    values, halves = [], []
    for seed in range(150):
        rng = np.random.default_rng(seed)
        x = rng.random(256)
        loss = np.stack([np.zeros(256), 4.0 * (x - 0.5) + rng.normal(size=256)])
        found = estimate(gains(loss, x))
        values.append(found.value)
        halves.append(found.high - found.value)
    assert np.mean(halves) / 1.645 == pytest.approx(np.std(values), rel=0.25)


def test_noise_is_worth_nothing() -> None:
    """20 plans that differ by chance only: cells of noise would each find a "better" plan."""
    worth, naive = [], []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        loss = rng.normal(size=(20, 1000)) * 1e6
        x = rng.random(1000)
        worth.append(partial_information(loss, x))
        cell = (x * 16).astype(int)
        best = [loss[:, cell == c].mean(axis=1).min() * np.mean(cell == c) for c in range(16)]
        naive.append(loss.mean(axis=1).min() - sum(best))
    assert min(worth) >= 0.0
    assert np.mean(worth) < 0.02 * np.mean(naive)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(1, 200), st.integers(1, 5))
def test_between_nothing_and_everything(seed: int, plans: int, futures: int, kinds: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.integers(0, kinds, futures).astype(float)
    loss = rng.normal(size=(plans, futures)) + np.outer(rng.normal(size=plans), x)
    worth = partial_information(loss, x)
    assert 0.0 <= worth <= perfect_information(loss)
    # What all plans lose alike is nothing to choose by, and NOK may be thousands of NOK.
    assert partial_information(1000.0 * loss + rng.normal(size=futures), x) == pytest.approx(
        1000.0 * worth, rel=1e-6, abs=1e-6
    )
    assert partial_information(loss, np.exp(x)) == worth


def test_nothing_to_choose_or_to_know() -> None:
    loss = np.random.default_rng(0).random((3, 50))
    assert partial_information(loss[:1], np.arange(50.0)) == 0.0
    assert partial_information(loss, np.full(50, np.inf)) == 0.0
    for bad, value in (
        (np.zeros((0, 5)), np.zeros(5)),
        (loss, np.zeros(49)),
        (loss, np.full(50, np.nan)),
        (loss * np.inf, np.zeros(50)),
    ):
        with pytest.raises(ValueError, match=r"loss|value"):
            partial_information(bad, value)
