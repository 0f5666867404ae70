"""The fast totals equal the reference, and decline plans they cannot answer."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kortreist.futures import draw
from kortreist.pathways import assemble, cube
from kortreist.pathways.kernels import run
from kortreist.pathways.totals import applies, totals

_SPEC = importlib.util.spec_from_file_location(
    "pathway_case", Path(__file__).with_name("pathway_case.py")
)
assert _SPEC is not None
assert _SPEC.loader is not None
case = importlib.util.module_from_spec(_SPEC)
sys.modules.setdefault("pathway_case", case)
_SPEC.loader.exec_module(case)

YEARS = range(2024, 2046)


def _array(model, plan: dict[str, int]) -> np.ndarray:
    return np.array([float(plan.get(m, np.nan)) for m in model.measure_ids])


def _without_shifts(seed: int) -> list:
    return [m for m in case.many(seed, 20) if not any(e.to_source for e in m.effects)]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([1, 24, 64, 65, 150]))
def test_totals_equal_the_reference(seed: int, futures: int) -> None:
    measures = _without_shifts(seed)
    model = assemble(
        case.account(), measures, draw(measures, YEARS, futures), not_renewed=("m1", "m4", "m5")
    )
    plans = [case.plan(seed, measures), {}, case.plan(seed + 1, measures)]
    starts = np.array([_array(model, p) for p in plans])
    assert applies(model, starts).all()
    baseline, pathway = totals(model, starts)
    for i, plan in enumerate(plans):
        expected_base, expected = cube(model, plan).totals(model)
        np.testing.assert_allclose(baseline, expected_base, rtol=1e-9)
        scale = expected_base.max()
        np.testing.assert_allclose(pathway[i], expected, rtol=1e-9, atol=1e-9 * scale)


def test_some_futures_are_the_first_of_all() -> None:
    measures = _without_shifts(3)
    model = assemble(case.account(), measures, draw(measures, YEARS, 200))
    starts = _array(model, case.plan(3, measures))[None, :]
    some, all_ = totals(model, starts, 70), totals(model, starts)
    # Blocks differ, and with them the order of the last rounding.
    np.testing.assert_allclose(some[1], all_[1][:, :, :70], rtol=1e-13)
    np.testing.assert_array_equal(some[0], all_[0][:, :70])


def test_a_plan_that_shifts_goes_the_long_way() -> None:
    shift = case.measure(
        "m0", case.effect(case.KEYS[0], "shift", case.spread(0.2, 0.3, 0.4), case.KEYS[1])
    )
    avoid = case.measure("m1", case.effect(case.KEYS[0], "avoid", case.spread(0.2, 0.3, 0.4)))
    model = assemble(case.account(), [shift, avoid], draw([shift, avoid], YEARS, 16))
    both, one = {"m0": 2026, "m1": 2027}, {"m1": 2027}
    together = np.array([_array(model, p) for p in (both, one, {}, both)])
    assert applies(model, together).tolist() == [False, True, True, False]
    for plan in (both, one):
        got = run(model, _array(model, plan)[None, :])
        expected = cube(model, plan).totals(model)[1]
        np.testing.assert_allclose(got.pathway[0], expected, rtol=1e-9)
        assert got.effect_sum.size == 0
    # Asked for together, each goes its own way and comes back in its place.
    mixed = run(model, together)
    for i, plan in enumerate((both, one, {}, both)):
        base, expected = cube(model, plan).totals(model)
        np.testing.assert_allclose(mixed.pathway[i], expected, rtol=1e-9)
        np.testing.assert_allclose(mixed.baseline, base, rtol=1e-9)
