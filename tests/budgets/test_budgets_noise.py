"""Variation of an inventory around its trend."""

from __future__ import annotations

import numpy as np
import pytest

from kortreist.budgets.noise import year_noise, year_spread


def test_spread_by_hand() -> None:
    """Five years, trend 10 a year, residuals +2 −4 0 +4 −2 about it (they sum to nothing)."""
    rest = np.array([2.0, -4.0, 0.0, 4.0, -2.0])
    rest -= np.polyval(np.polyfit(np.arange(5), rest, 1), np.arange(5))
    history = {2015 + i: 100.0 + 10.0 * i + rest[i] for i in range(5)}
    assert year_spread(history) == pytest.approx(np.sqrt((rest**2).sum() / 3))


def test_a_straight_line_and_a_short_series_have_none() -> None:
    assert year_spread({y: 5.0 * y for y in range(2015, 2025)}) == pytest.approx(0.0, abs=1e-6)
    assert year_spread({2020: 5.0, 2021: 50.0, 2022: 1.0}) == 0.0


def test_noise_has_no_mean_the_right_spread_and_one_seed() -> None:
    history = {2010 + i: 1000.0 + (-1) ** i * 30.0 for i in range(12)}
    noise = year_noise(history, (4000, 7), 1)
    assert noise.mean(axis=0) == pytest.approx(np.zeros(7), abs=1e-9)
    assert noise.std(axis=0) == pytest.approx(np.full(7, year_spread(history)), rel=0.06)
    assert np.array_equal(noise, year_noise(history, (4000, 7), 1))
