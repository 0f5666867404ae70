"""The kernel equals the reference, and both obey the rules of the model."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kortreist.errors import InputError
from kortreist.futures import draw
from kortreist.pathways import (
    adoption,
    assemble,
    attribute,
    cube,
    driver_change,
    evaluate,
    evaluate_many,
    log_mean,
    screen,
)
from kortreist.units import BOUNDARIES


def _case() -> object:
    spec = importlib.util.spec_from_file_location(
        "pathway_case", Path(__file__).with_name("pathway_case.py")
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["pathway_case"] = module
    spec.loader.exec_module(module)
    return module


case = _case()
YEARS = range(2024, 2046)
F = 24
SEEDS = st.integers(0, 10_000)
quick = settings(max_examples=25, deadline=None)


def model_of(measures, n=F, account=None, **options):
    return assemble(account or case.account(), measures, draw(measures, YEARS, n), **options)


def close(a, b, scale):
    np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-9 * scale)


@quick
@given(SEEDS)
def test_kernel_equals_reference(seed: int) -> None:
    measures = case.many(seed)
    model = model_of(measures, not_renewed=("m1", "m4", "m5"))
    plan = case.plan(seed, measures)
    baseline, pathway = cube(model, plan).totals(model)
    for b, boundary in enumerate(BOUNDARIES):
        result = evaluate(model, plan, boundary)
        np.testing.assert_allclose(result.baseline, baseline[b], rtol=1e-9)
        close(result.pathway, pathway[b], baseline[b].max())
        rows = attribute(model, plan, boundary)
        chosen = [model.measure_ids.index(m) for m in result.measures]
        close(result.effect, rows[chosen], baseline[b].max())
        close(result.effect_mean, rows[chosen].mean(axis=1), baseline[b].max())


@quick
@given(SEEDS, st.sampled_from(BOUNDARIES))
def test_rows_add_up_in_every_future(seed: int, boundary: str) -> None:
    measures = case.many(seed)
    model = model_of(measures)
    result = evaluate(model, case.plan(seed, measures), boundary)
    cut = result.baseline - result.pathway
    close(result.effect.sum(axis=0), cut, result.baseline.max())


@quick
@given(SEEDS, st.randoms(use_true_random=False))
def test_order_of_measures_does_not_matter(seed: int, random) -> None:
    measures = case.many(seed)
    plan = case.plan(seed, measures)
    one = evaluate(model_of(measures), plan)
    shuffled = list(measures)
    random.shuffle(shuffled)
    two = evaluate(model_of(shuffled), plan)
    close(one.pathway, two.pathway, one.baseline.max())
    for name in one.measures:
        i, j = one.measures.index(name), two.measures.index(name)
        close(one.effect[i], two.effect[j], one.baseline.max())


@quick
@given(SEEDS)
def test_zero_adoption_changes_nothing(seed: int) -> None:
    measures = case.many(seed)
    model = model_of(measures)
    for plan in ({}, {measures[0].id: 2500}):
        result = evaluate(model, plan)
        assert np.array_equal(result.pathway, result.baseline)
        assert not result.effect.any()


@quick
@given(SEEDS)
def test_effects_never_exceed_the_source(seed: int) -> None:
    measures = case.many(seed)
    model = model_of(measures)
    whole = cube(model, case.plan(seed, measures))
    own = whole.pathway - whole.arrived
    assert np.all(own >= -1e-9)
    assert np.all(own <= whole.baseline * (1 + 1e-12))
    assert np.all(whole.arrived >= 0.0)


@quick
@given(SEEDS)
def test_more_adoption_never_emits_more_for_avoid_and_improve(seed: int) -> None:
    measures = [m for m in case.many(seed, 20) if all(e.mode != "shift" for e in m.effects)] or [
        case.measure("only", case.effect(case.KEYS[0], "avoid", case.spread(0.1, 0.2, 0.3)))
    ]
    model = model_of(measures)
    plan = case.plan(seed, measures) or {measures[0].id: 2026}
    full = evaluate(model, plan).pathway
    slack = 1e-9 * full.max()
    later = evaluate(model, {k: v + 3 for k, v in plan.items()}).pathway
    fewer = evaluate(model, dict(list(plan.items())[1:])).pathway
    assert np.all(full <= later + slack)
    assert np.all(full <= fewer + slack)


@quick
@given(SEEDS, st.floats(0, 2))
def test_shift_conserves_activity_times_conversion(seed: int, conversion: float) -> None:
    cars, buses = case.KEYS[:2]
    avoid = case.measure("avoid", case.effect(cars, "avoid", case.spread(0.05, 0.2, 0.6)))
    shift = case.measure(
        "shift", case.effect(cars, "shift", case.spread(0.05, 0.3, 0.7), buses, conversion)
    )
    improve = case.measure("improve", case.effect(cars, "improve", case.spread(0.1, 0.3, 0.5)))
    model = model_of([avoid, shift, improve])
    whole = cube(model, {"avoid": 2025, "shift": 2026, "improve": 2025})
    k = np.flatnonzero(model.effect_mode == 1)
    other = np.flatnonzero(model.effect_measure == 0)
    for shifting, avoiding in zip(k, other, strict=True):
        s, to = model.effect_source[shifting], model.effect_target[shifting]
        d = model.activity_driver[s]
        activity = model.base[s] * model.index[d]
        logs = whole.log_left[shifting] + whole.log_left[avoiding]
        left = activity * -np.expm1(logs)  # all activity that is gone
        share = np.divide(whole.log_left[shifting], logs, out=np.zeros_like(logs), where=logs != 0)
        close(whole.sent[shifting], left * share * conversion, activity.max())
        d = model.intensity_driver[to]
        close(whole.arrived[to], whole.sent[shifting] * model.index[d], activity.max())


def test_one_measure_by_hand() -> None:
    """10 % of a flat source, ramp two years, no delay: 5 % then 10 %."""
    from dataclasses import replace

    one = case.measure(
        "one", case.effect(case.KEYS[2], "improve", case.spread(0.1, 0.1, 0.1)), ramp=2
    )
    model = model_of([one], n=4)
    flat = replace(model, index=np.ones_like(model.index), delay=np.zeros_like(model.delay))
    result = evaluate(flat, {"one": 2026})
    total = 10.0 + 800.0
    cut = result.effect_mean[0]
    np.testing.assert_allclose(cut[:5], [0, 0, 0.05 * total, 0.1 * total, 0.1 * total])
    half_late = replace(flat, delay=np.full_like(model.delay, 0.5))
    cut = evaluate(half_late, {"one": 2026}).effect_mean[0]
    np.testing.assert_allclose(cut[:5], [0, 0, 0.025 * total, 0.075 * total, 0.1 * total])


def test_measures_that_reach_for_the_same_tonnes_do_not_count_twice() -> None:
    half = case.spread(0.5, 0.5, 0.5)
    pair = [case.measure(i, case.effect(case.KEYS[3], "avoid", half), ramp=1) for i in "ab"]
    model = model_of(pair)
    result = evaluate(model, {"a": 2025, "b": 2025})
    lpg = model.base[6:8].sum()
    d = model.activity_driver[6]
    np.testing.assert_allclose(
        result.effect[:, :, -1].sum(axis=0), lpg * model.index[d, :, -1] * 0.75
    )
    close(result.effect[0, :, -1], result.effect[1, :, -1], lpg)


def test_source_removed_whole_is_shared_and_gone() -> None:
    whole = case.spread(1.0, 1.0, 1.0)
    measures = [case.measure(i, case.effect(case.KEYS[3], "avoid", whole), ramp=1) for i in "ab"]
    measures.append(
        case.measure("c", case.effect(case.KEYS[3], "improve", case.spread(0.2, 0.3, 0.4)))
    )
    model = model_of(measures)
    c = cube(model, {"a": 2025, "b": 2025, "c": 2025})
    assert np.all(c.pathway[6:8, :, -1] < 1e-90)
    rows = attribute(model, {"a": 2025, "b": 2025, "c": 2025})
    np.testing.assert_allclose(rows[0, :, -1], rows[1, :, -1], rtol=1e-12)
    assert np.all(rows[2, :, -1] < 0.01 * rows[0, :, -1])
    close(rows[:, :, -1].sum(axis=0), c.baseline[6:8, :, -1].sum(axis=0), 100.0)


def test_waits_for_its_condition_and_never_without() -> None:
    m = case.measure(
        "m",
        case.effect(case.KEYS[0], "avoid", case.spread(0.2, 0.3, 0.4)),
        conditions=("road_pricing_law",),
    )
    model = model_of([m], n=200)
    x = adoption(model, {"m": 2025})[0]
    never = np.isinf(model.enabled_from[0])
    assert never.any()
    assert not never.all()
    assert not x[never].any()
    years = np.array(YEARS)
    before = years[None, :] + 1 <= model.enabled_from[0][:, None]
    assert not x[before].any()
    assert np.all(x[~never][:, -1] > 0)


def test_lifetime_ends_only_when_not_renewed() -> None:
    m = case.measure(
        "m", case.effect(case.KEYS[0], "avoid", case.spread(0.2, 0.3, 0.4)), lifetime=5
    )
    kept = adoption(model_of([m]), {"m": 2026})[0]
    ended = adoption(model_of([m], not_renewed=("m",)), {"m": 2026})[0]
    assert np.all(kept[:, -1] == 1.0)
    assert np.all(ended[:, -1] == 0.0)
    assert ended.max() > 0.5


def test_unknown_target_becomes_a_counted_source() -> None:
    trams = ("road_transport", "trams")
    m = case.measure(
        "m", case.effect(case.KEYS[0], "shift", case.spread(0.3, 0.3, 0.3), trams, 0.5), ramp=1
    )
    model = model_of([m])
    assert model.virtual == (
        "direct/road_transport/trams/residents",
        "direct/road_transport/trams/business",
    )
    whole = cube(model, {"m": 2025})
    assert not whole.baseline[-2:].any()
    assert np.all(whole.pathway[-2:, :, -1] > 0)
    plain = model_of(
        [case.measure("m", case.effect(case.KEYS[0], "shift", case.spread(0.3, 0.3, 0.3)), ramp=1)]
    )
    assert plain.virtual == ()
    with_target = evaluate(model, {"m": 2025}).effect_mean[0, -1]
    assert with_target < evaluate(plain, {"m": 2025}).effect_mean[0, -1]


def test_unknown_fraction_and_unreached_source_are_told() -> None:
    measures = [
        case.measure("unknown", case.effect(case.KEYS[0], "avoid", None)),
        case.measure("nowhere", case.effect(("shipping", "cruise"), "avoid", case.spread(0, 1, 1))),
    ]
    model = model_of(measures)
    assert model.unreached == (("nowhere", "shipping/cruise"),)
    assert model.effect_source.size == 0
    result = evaluate(model, {"unknown": 2025, "nowhere": 2025})
    assert np.array_equal(result.pathway, result.baseline)


def test_memo_sources_are_left_out() -> None:
    assert not any("nace" in s for s in model_of([]).source_ids)


def test_base_year_totals_equal_the_account() -> None:
    account = case.account()
    model = model_of([], account=account)
    for boundary in BOUNDARIES:
        expected = sum(s.value * s.weight(boundary) for s in account.sources)
        got = evaluate(model, {}, boundary).baseline[:, 0]
        np.testing.assert_allclose(got, expected, rtol=1e-12)


def test_many_plans_equal_one_by_one() -> None:
    measures = case.many(5)
    model = model_of(measures)
    plans = [case.plan(i, measures) for i in range(5)]
    together = evaluate_many(model, plans, "combined")
    for plan, got in zip(plans, together, strict=True):
        np.testing.assert_allclose(got, evaluate(model, plan, "combined").pathway, rtol=1e-12)
    few = evaluate_many(model, plans, "combined", futures=7)
    assert np.array_equal(few, together[:, :7])
    assert evaluate_many(model, []).shape == (0, F, len(YEARS))


def test_screening_is_the_difference_it_claims() -> None:
    measures = case.many(8)
    model = model_of(measures)
    plan = {"m0": 2026, "m1": 2027}
    got = screen(model, {"m2": 2026, "m3": 2028}, plan, futures=F)
    mean = lambda p: evaluate(model, p).pathway.mean(axis=0)  # noqa: E731
    scale = mean({}).max()
    close(got.alone[0], mean({}) - mean({"m2": 2026}), scale)
    close(got.marginal[1], mean(plan) - mean({**plan, "m3": 2028}), scale)


def test_driver_rows_add_to_the_change() -> None:
    model = model_of([])
    rows = driver_change(model, 2035, "combined")
    baseline = evaluate(model, {}, "combined").baseline
    change = baseline[:, 2035 - 2024] - baseline[:, 0]
    np.testing.assert_allclose(sum(rows.values()), change, rtol=1e-9, atol=1e-9)
    assert {"car_km", "car_fossil_share"} <= set(rows)


@quick
@given(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_log_mean_lies_between_geometric_and_arithmetic(a: float, b: float) -> None:
    mean = float(log_mean(a, b))
    assert np.sqrt(a * b) * (1 - 1e-4) <= mean <= (a + b) / 2 * (1 + 1e-4)
    assert mean == pytest.approx(float(log_mean(b, a)))


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda m: evaluate(m, {"ghost": 2026}), "pathways.unknown_measure"),
        (lambda m: evaluate(m, {}, report_years=[1999]), "pathways.unknown_year"),
        (lambda m: driver_change(m, 1999), "pathways.unknown_year"),
        (lambda m: evaluate(m, {}).probability_under({1999: 1.0}), "pathways.unknown_year"),
        (
            lambda m: assemble(case.account(), [], draw([], range(2023, 2030), 4)),
            "pathways.base_year",
        ),
        (
            lambda m: assemble(case.account(), case.many(1), draw([], YEARS, 4)),
            "pathways.not_drawn",
        ),
    ],
)
def test_refusals_say_what_is_wrong(call, key: str) -> None:
    with pytest.raises(InputError) as error:
        call(model_of([]))
    assert error.value.key == key
    assert "{" not in error.value.message("nb")


def test_probability_and_quantiles() -> None:
    measures = case.many(3)
    model = model_of(measures, n=100)
    result = evaluate(model, case.plan(3, measures), report_years=[2030, 2035])
    middle = float(np.median(result.pathway[:, 11]))
    assert result.probability_under({2035: middle})[2035] == pytest.approx(0.5, abs=0.02)
    low, mid, high = result.quantiles()
    assert low.shape == (len(result.measures), 2)
    assert np.all(low <= mid)
    assert np.all(mid <= high)
