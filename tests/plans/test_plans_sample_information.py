"""What a trial is worth: noise nothing, the truth all, and between them the closed form."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest

from kortreist.plans.information import perfect_information
from kortreist.plans.pilots import together
from kortreist.plans.sample_information import beliefs, linear_choice

SEEDS = (1, 7, 20261130)
SHARES = (0.05, 0.3, 0.6, 0.9, 0.99)
KNOWN = beliefs(np.ones(1), 0.0)


def worth(values: np.ndarray, price: float, resolved: float) -> float:
    """Return what a signal about the effect is worth to one who may do or leave."""
    one = np.ones(1)
    with_it = linear_choice(price * one, one, KNOWN, beliefs(values, resolved))
    without = linear_choice(price * one, one, KNOWN, beliefs(values, 0.0))
    return float((without - with_it).mean())


@pytest.mark.parametrize("seed", SEEDS)
def test_noise_is_worth_nothing_and_the_truth_is_perfect_information(seed: int) -> None:
    values = np.random.default_rng(seed).gamma(2.0, 1.0, 256)
    assert worth(values, 2.0, 0.0) == 0.0
    loss = np.stack([2.0 - values, np.zeros_like(values)])
    assert worth(values, 2.0, 1.0) == pytest.approx(perfect_information(loss), rel=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_more_is_never_worth_less_and_never_more_than_all(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for values in (
        rng.normal(2.0, 1.0, 256),
        rng.triangular(0, 1, 6, 256),
        rng.exponential(2, 256),
    ):
        got = [worth(values, 2.0, r) for r in (0.0, *SHARES, 1.0)]
        assert got == sorted(got)
        assert got[0] == 0.0


@pytest.mark.parametrize("resolved", SHARES)
@pytest.mark.parametrize("seed", SEEDS)
def test_beliefs_average_to_what_is_believed_now(seed: int, resolved: float) -> None:
    values = np.random.default_rng(seed).exponential(3.0, 200)
    b = beliefs(values, resolved)
    assert b.weight.sum() == pytest.approx(1.0, rel=1e-12)
    assert b.mean @ b.weight == pytest.approx(values.mean(), rel=1e-12)
    assert values.min() <= b.mean.min() <= b.mean.max() <= values.max()


@pytest.mark.parametrize("resolved", SHARES)
@pytest.mark.parametrize("price", [1.5, 2.0, 3.0])
def test_the_closed_form_of_normal_and_normal(resolved: float, price: float) -> None:
    """With a normal effect and normal noise what is believed later is normal (Raiffa 1961)."""
    mean, spread = 2.0, 1.0
    normal = NormalDist()
    n = 2048
    values = mean + spread * np.array([normal.inv_cdf((i + 0.5) / n) for i in range(n)])
    s = spread * math.sqrt(resolved)
    d = abs(mean - price) / s
    exact = s * (normal.pdf(d) - d * (1.0 - normal.cdf(d)))
    assert worth(values, price, resolved) == pytest.approx(exact, rel=0.03, abs=0.002)


def test_two_signals_add_their_precision() -> None:
    """As in the conjugate model: 1/noise² adds."""
    for one, other in ((0.3, 0.6), (0.5, 0.5), (0.1, 0.9)):
        precision = one / (1.0 - one) + other / (1.0 - other)
        assert together(one, other) == pytest.approx(precision / (1.0 + precision))
        assert together(one, other) == pytest.approx(together(other, one))
        assert together(one, other) > max(one, other)
    assert together(0.4, 0.0) == pytest.approx(0.4)


def test_what_is_not_a_share_is_refused() -> None:
    for wrong in (-0.1, 1.1, math.nan):
        with pytest.raises(ValueError, match="resolved"):
            beliefs(np.ones(3), wrong)
