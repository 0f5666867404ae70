"""Sobol and Morris: equal to SALib on the same points, and to what is known by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kortreist.plans.sensitivity import (
    cross,
    elementary_effects,
    morris_effects,
    morris_points,
    sobol_indices,
)


def problem(k: int, **more: Any) -> dict[str, Any]:
    return {"num_vars": k, "names": [f"x{i}" for i in range(k)], "bounds": [[0.0, 1.0]] * k, **more}


def bent(points: np.ndarray) -> np.ndarray:
    """Sobol's g-function: uneven factors that interact."""
    a = np.arange(points.shape[-1]) ** 1.5
    return np.prod((np.abs(4.0 * points - 2.0) + a) / (1.0 + a), axis=-1)


def two_samples(k: int, n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    from scipy.stats import qmc

    points = qmc.Sobol(2 * k, scramble=True, rng=seed).random(n).T
    return points[:k], points[k:]


@pytest.mark.parametrize(("k", "n", "seed"), [(1, 8, 1), (4, 64, 7), (9, 256, 20261123)])
def test_equal_to_salib_on_the_same_points(k: int, n: int, seed: int) -> None:
    sample = pytest.importorskip("SALib.sample.sobol")
    analyze = pytest.importorskip("SALib.analyze.sobol")
    y = 1e4 + 350.0 * bent(sample.sample(problem(k), n, calc_second_order=False, seed=seed))
    theirs = analyze.analyze(
        problem(k), y, calc_second_order=False, num_resamples=60, conf_level=0.9, seed=seed
    )
    ours = sobol_indices(y.reshape(n, k + 2).T, resamples=60, confidence=0.9, seed=seed)
    # The resamples of a seed are SALib's too, so the confidence is not only alike but equal.
    for mine, peer in (
        ("first", "S1"),
        ("first_conf", "S1_conf"),
        ("total", "ST"),
        ("total_conf", "ST_conf"),
    ):
        np.testing.assert_allclose(getattr(ours, mine), theirs[peer], rtol=0, atol=1e-12)


@pytest.mark.parametrize("groups", [None, ["a", "b", "a", "c", "c"]])
def test_the_design_is_salibs(groups: list[str] | None) -> None:
    sample = pytest.importorskip("SALib.sample.sobol")
    qmc = pytest.importorskip("scipy.stats").qmc
    more = {} if groups is None else {"groups": groups}
    theirs = sample.sample(problem(5, **more), 16, calc_second_order=False, seed=3)
    base = qmc.Sobol(10, scramble=True, seed=3).random(16).T
    factor = np.arange(5) if groups is None else np.array(["abc".index(g) for g in groups])
    ours = cross(base[:5], base[5:], factor)
    np.testing.assert_array_equal(ours.transpose(2, 1, 0).reshape(theirs.shape), theirs)


def test_a_column_of_no_factor_is_only_in_b() -> None:
    a, b = np.zeros((2, 1)), np.ones((2, 1))
    assert cross(a, b, np.array([-1, 0]))[:, :, 0].tolist() == [[0, 0, 1], [0, 1, 1]]


def test_ishigami() -> None:
    """Analytic: V = a²/8 + bπ⁴/5 + b²π⁸/18 + 1/2 with a = 7, b = 0.1."""
    a, b = two_samples(3, 8192, 5)
    x = np.pi * (2.0 * cross(a, b, np.arange(3)) - 1.0)
    y = np.sin(x[0]) + 7.0 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])
    v1 = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2
    v13 = 0.01 * np.pi**8 * (1 / 18 - 1 / 50)
    v2 = 49 / 8
    v = v1 + v2 + v13
    got = sobol_indices(y)
    np.testing.assert_allclose(got.first, [v1 / v, v2 / v, 0.0], atol=0.01)
    np.testing.assert_allclose(got.total, [(v1 + v13) / v, v2 / v, v13 / v], atol=0.01)
    assert np.all(np.abs(got.first - [v1 / v, v2 / v, 0.0]) <= 2 * got.first_conf)


def test_confidence_covers() -> None:
    """The 90 % interval holds the truth in about 90 % of repetitions."""
    rng = np.random.default_rng(0)
    weights = np.array([1.0, 2.0, 3.0])
    truth = weights**2 / 14.0
    hits = np.zeros((2, 3))
    for seed in range(200):
        points = cross(*rng.random((2, 3, 256)), np.arange(3))
        got = sobol_indices(np.tensordot(weights, points, 1), confidence=0.9, seed=seed)
        hits[0] += np.abs(got.first - truth) <= got.first_conf
        hits[1] += np.abs(got.total - truth) <= got.total_conf
    assert np.all(hits >= 165)
    assert np.all(hits <= 195)


values = st.builds(
    lambda seed, k, n: np.random.default_rng(seed).normal(size=(k + 2, n)).cumsum(axis=0),
    st.integers(0, 10_000),
    st.integers(1, 6),
    st.integers(4, 40),
)


@settings(max_examples=60, deadline=None)
@given(values, st.randoms(use_true_random=False))
def test_order_of_factors_does_not_matter(y: np.ndarray, random: Any) -> None:
    order = list(range(len(y) - 2))
    random.shuffle(order)
    one = sobol_indices(y, resamples=10)
    two = sobol_indices(y[[0, *(1 + i for i in order), -1]], resamples=10)
    for name in ("first", "first_conf", "total", "total_conf"):
        np.testing.assert_allclose(getattr(two, name), getattr(one, name)[order], atol=1e-11)


@settings(max_examples=60, deadline=None)
@given(values, st.floats(-1e4, 1e4), st.floats(1e-3, 1e3), st.booleans())
def test_unit_and_zero_do_not_matter(y: np.ndarray, shift: float, scale: float, flip: bool) -> None:
    one = sobol_indices(y, resamples=10)
    two = sobol_indices(shift + (-scale if flip else scale) * y, resamples=10)
    size = 1.0 + np.abs(one.first).max() + np.abs(one.total).max()
    for name in ("first", "first_conf", "total", "total_conf"):
        np.testing.assert_allclose(
            getattr(two, name), getattr(one, name), rtol=1e-6, atol=1e-6 * size
        )


@settings(max_examples=40, deadline=None)
@given(values)
def test_a_factor_that_does_nothing_gets_nothing_and_takes_nothing(y: np.ndarray) -> None:
    got = sobol_indices(np.insert(y, 1, y[0], axis=0), resamples=10)
    assert got.first[0] == got.total[0] == got.first_conf[0] == got.total_conf[0] == 0.0
    # The result's centre moves a little with the extra evaluations, the total order does not.
    np.testing.assert_allclose(got.total[1:], sobol_indices(y, resamples=10).total, rtol=1e-9)


def test_nothing_varies() -> None:
    for y in (np.full((4, 9), 31_000.1), np.zeros((3, 2))):
        got = sobol_indices(y)
        assert not np.concatenate([got.first, got.first_conf, got.total, got.total_conf]).any()


@pytest.mark.parametrize("y", [np.zeros((2, 5)), np.zeros(5), np.full((3, 5), np.nan)])
def test_what_cannot_be_analysed_is_refused(y: np.ndarray) -> None:
    with pytest.raises(ValueError, match="finite"):
        sobol_indices(y)
    with pytest.raises(ValueError, match="confidence"):
        sobol_indices(np.arange(12.0).reshape(3, 4), confidence=1.0)


# Morris


@pytest.mark.parametrize(("k", "levels"), [(1, 4), (6, 4), (5, 10)])
def test_morris_is_salibs_on_the_same_trajectories(k: int, levels: int) -> None:
    sample = pytest.importorskip("SALib.sample.morris")
    analyze = pytest.importorskip("SALib.analyze.morris")
    flat = sample.sample(problem(k), 30, num_levels=levels, seed=4)
    y = 200.0 * bent(flat) + flat[:, 0]
    theirs = analyze.analyze(problem(k), flat, y, num_levels=levels, num_resamples=2000, seed=4)
    ours = morris_effects(flat.reshape(30, k + 1, k), y.reshape(30, k + 1), resamples=2000)
    for name in ("mu", "mu_star", "sigma"):
        peer = np.asarray(theirs[name], dtype=float)
        np.testing.assert_allclose(getattr(ours, name), peer, rtol=1e-10, atol=1e-10)
    conf = np.asarray(theirs["mu_star_conf"], dtype=float)
    np.testing.assert_allclose(ours.mu_star_conf, conf, rtol=0.1)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 30), st.integers(1, 12), st.sampled_from([2, 4, 6, 10]), st.integers(0, 999))
def test_trajectories_move_each_factor_once(r: int, k: int, levels: int, seed: int) -> None:
    points = morris_points(r, k, levels=levels, seed=seed)
    assert points.shape == (r, k + 1, k)
    assert points.min() >= 0.0
    assert points.max() <= 1.0
    np.testing.assert_allclose(points * (levels - 1), np.rint(points * (levels - 1)), atol=1e-12)
    step = np.abs(np.diff(points, axis=1)).sum(axis=2)
    np.testing.assert_allclose(step, levels / (2 * (levels - 1)))
    elementary_effects(points, np.zeros((r, k + 1)))  # refuses other designs


def test_levels_and_orders_are_equally_likely() -> None:
    points = morris_points(6000, 3, levels=4, seed=2)
    for level in range(4):
        share = np.isclose(points[:, 0] * 3, level).mean(axis=0)
        np.testing.assert_allclose(share, 0.25, atol=0.03)
    moved = np.diff(points, axis=1) != 0
    np.testing.assert_allclose(moved.mean(axis=0), 1 / 3, atol=0.03)


def test_a_straight_line_has_its_slope_as_effect() -> None:
    points = morris_points(12, 4, seed=9)
    slope = np.array([3.0, -2.0, 0.0, 0.5])
    got = morris_effects(points, 100.0 + points @ slope)
    np.testing.assert_allclose(got.mu, slope, atol=1e-12)
    np.testing.assert_allclose(got.mu_star, np.abs(slope), atol=1e-12)
    np.testing.assert_allclose(got.sigma, 0.0, atol=1e-12)
    np.testing.assert_allclose(got.mu_star_conf, 0.0, atol=1e-12)


def test_other_designs_are_refused() -> None:
    points = morris_points(3, 2)
    points[1, 2] = points[1, 1]
    with pytest.raises(ValueError, match="each step"):
        elementary_effects(points, np.zeros((3, 3)))
    with pytest.raises(ValueError, match="even"):
        morris_points(3, 2, levels=5)
