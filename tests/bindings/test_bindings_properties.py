"""What must hold of every binding, and what trying everything gives on small problems."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_bindings import LIMITS, binding, empty_problem, flow, setting, small_setting

from kortreist.bindings import Binding, Exit, JudgedBinding, Setting, judge_bindings
from kortreist.bindings.courses import Course, Stretch, world
from kortreist.bindings.losses import losses_of
from kortreist.bindings.room import room_of, without
from kortreist.plans.check import broken
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.recourse import best_later

NOTHING = binding("null", 0.0, zero=True)
few = settings(max_examples=12)


def one(s: Setting, b: Binding) -> JudgedBinding:
    return judge_bindings(s, [b], LIMITS)[0]


def everything(p: Problem, with_cost: bool) -> np.ndarray:
    """Return the least each future can come to, by trying every later choice."""
    options = [
        [NONE, *np.flatnonzero((p.option_measure == m) & ~p.early)] for m in range(len(p.measures))
    ]
    least = np.full(p.weight.size, np.inf)
    for row in itertools.product(*options):
        choice = np.tile(np.array(row, dtype=np.int64), (p.weight.size, 1))
        value = p.miss(choice) + (p.costs(choice) if with_cost else 0.0)
        for f in range(p.weight.size):
            if value[f] < least[f] and not broken(p.with_futures(np.array([f])), choice[[f]]):
                least[f] = value[f]
    return least


@pytest.mark.parametrize("seed", range(6))
def test_v_w_and_r_lie_between_what_trying_everything_gives_and_the_proven_bound(seed: int) -> None:
    """Six measures, three futures; `rest` and `base` changed by hand."""
    s = small_setting(seed)
    p = s.problem
    added, held = 20.0, np.minimum(15.0, p.base[:, 0])
    by_hand = replace(
        p,
        rest=p.rest + added + held,
        base=np.concatenate([p.base[:, :1] - held[:, None], p.base[:, 1:]], axis=1),
    )
    b = binding(
        "b",
        None,
        flows=(flow(added), flow(15.0, mode="holds", source="s/g0")),
        alternatives=(NOTHING,),
    )
    tonnes = np.full((3, s.calendar.size), added)
    ours = world(s, p, Course((Stretch(b, 2027, 2027, 2046, 20),)), tonnes)
    assert np.allclose(ours.rest, by_hand.rest)
    assert np.allclose(ours.base, by_hand.base)
    room = room_of(s, ours)
    for least, with_cost in ((room.above, False), (room.restore, True), (room.lowest, False)):
        exact = everything(least.problem, with_cost)
        bound = best_later(least.problem, s.early, with_cost=with_cost, bounds=True).bound
        assert (least.value >= exact - 1e-6).all()
        assert (bound <= exact + 1e-6).all()
        assert not broken(least.problem, least.choice)
        # How far the search of the plan itself is off where everything can be tried.
        assert least.value.mean() <= 1.10 * exact.mean() + 1e-6


@few
@given(seed=st.integers(0, 9), tonnes=st.floats(1.0, 60.0), more=st.floats(0.0, 30.0))
def test_more_emission_never_lowers_what_it_takes(seed: int, tonnes: float, more: float) -> None:
    s = small_setting(seed)
    small, large = (
        one(s, binding("b", t, alternatives=(NOTHING,)))
        for t in (tonnes + 10.0, tonnes + 10.0 + more)
    )
    assert large.committed["territorial"].central >= small.committed["territorial"].central
    assert large.above_path is not None
    assert small.above_path is not None
    assert large.above_path.central >= small.above_path.central - 1e-9
    for j in (small, large):
        assert j.above_frame is not None
        assert j.above_frame.low >= -1e-6
        assert j.price_of_binding is not None
        assert j.price_of_binding >= 0.0
        assert j.price_of_binding_t is not None
        assert j.price_of_binding_t >= 0.0
        assert j.break_value is None  # no way out is named
        assert j.not_made_good is not None
        assert -1e-6 <= j.not_made_good <= 1.0 + 1e-6
        assert all(g.bound <= g.free for g in j.goals)


@few
@given(life=st.integers(2, 20), longer=st.integers(0, 10), tonnes=st.floats(0.0, 500.0))
def test_a_longer_life_never_lowers_committed_tonnes_or_those_above_the_path(
    life: int, longer: int, tonnes: float
) -> None:
    s = setting(years=30)
    short, long = (
        one(s, binding("b", tonnes, lifetime=n, alternatives=(NOTHING,)))
        for n in (life, life + longer)
    )
    assert long.committed["territorial"].central >= short.committed["territorial"].central - 1e-9
    assert long.above_path is not None
    assert short.above_path is not None
    assert long.above_path.central >= short.above_path.central - 1e-9


@few
@given(
    year=st.integers(2028, 2035),
    nok=st.floats(0.0, 5e6),
    running=st.floats(-1e6, 1e6),
    low=st.floats(500.0, 3000.0),
)
def test_a_way_out_never_raises_the_loss(year: int, nok: float, running: float, low: float) -> None:
    s = setting(price=(low, 3000.0))
    electric = binding("electric", 0.0, running=0.9e6, lifetime=10)
    b = binding("b", 400.0, running=running, lifetime=10, alternatives=(electric, NOTHING))
    held = losses_of(s, s.problem, b)
    free = losses_of(s, s.problem, replace(b, exits=(Exit(year, nok),)))
    assert free.loss[0].mean() <= held.loss[0].mean() + 1e-6
    assert (free.loss[1:] == held.loss[1:]).all()
    assert one(s, replace(b, exits=(Exit(year, nok),))).break_value >= 0.0  # type: ignore[operator]


@few
@given(year=st.integers(2028, 2045), nok=st.floats(0.0, 1e7), more=st.floats(0.0, 1e7))
def test_a_way_out_removed_or_dearer_never_lowers_what_is_committed_nor_frees(
    year: int, nok: float, more: float
) -> None:
    s = setting(price=(2000.0, 2500.0))
    b = binding("b", 400.0, alternatives=(NOTHING,))
    cheap, dear, none = (
        one(s, replace(b, exits=exits))
        for exits in ((Exit(year, nok),), (Exit(year, nok + more),), ())
    )
    tonnes = [j.committed["territorial"].central for j in (cheap, dear, none)]
    assert tonnes == sorted(tonnes)
    # What locks with a way out locks with a dearer one, and without.
    locks = [j.verdict == "avoid" for j in (cheap, dear, none)]
    assert locks == sorted(locks)


@few
@given(scale=st.floats(0.01, 100.0), running=st.floats(-1e6, 1.5e6))
def test_scaling_all_money_changes_no_verdict(scale: float, running: float) -> None:
    def case(k: float) -> JudgedBinding:
        electric = binding("electric", 0.0, running=0.9e6 * k, lifetime=10)
        b = binding("b", 400.0, running=running * k, lifetime=10, alternatives=(electric, NOTHING))
        return one(setting(price=(2000.0 * k, 3000.0 * k)), b)

    assert case(scale).verdict == case(1.0).verdict


def test_halves_are_the_whole_and_order_is_nothing() -> None:
    s = small_setting(3)
    other = binding("other", 25.0, alternatives=(NOTHING,))
    whole = [binding("a", 60.0, alternatives=(NOTHING,)), other]
    halves = [binding(f"a{i}", 30.0, alternatives=(NOTHING,)) for i in (1, 2)] + [other]
    first = judge_bindings(s, whole, LIMITS)
    split = judge_bindings(s, halves, LIMITS)
    assert first[0].portfolio is not None
    assert split[0].portfolio is not None
    assert split[0].portfolio.together == pytest.approx(first[0].portfolio.together)
    back = judge_bindings(s, whole[::-1], LIMITS)
    assert [j.verdict for j in back[::-1]] == [j.verdict for j in first]
    order = np.array([2, 0, 1])
    turned = replace(s, problem=s.problem.with_futures(order), price=s.price[order])
    again = judge_bindings(turned, whole, LIMITS)
    for a, b in zip(first, again, strict=True):
        assert a.above_frame is not None
        assert b.above_frame is not None
        assert a.above_frame.central == pytest.approx(b.above_frame.central)


def test_shares_add_up_where_effects_do_not() -> None:
    s = setting()
    s = replace(s, problem=replace(empty_problem(), frame=np.full(10, 1150.0)))
    both = [binding(i, 400.0, alternatives=(NOTHING,)) for i in ("a", "b")]
    out = [j.portfolio for j in judge_bindings(s, both, LIMITS)]
    assert out[0] is not None
    assert out[1] is not None
    assert out[0].orders > 0
    assert abs(out[0].alone + out[1].alone - out[0].together) > 0.05 * out[0].together
    assert out[0].share + out[1].share == pytest.approx(out[0].together)
    assert out[0].share == pytest.approx(out[1].share, rel=0.2)


def test_an_early_way_out_is_taken_in_all_futures_or_in_none() -> None:
    s = setting(price=(2000.0, 3000.0), learning_year=2030)
    electric = binding("electric", 0.0, running=0.9e6, lifetime=10)
    extended = binding("null", 400.0, lifetime=10, zero=True)
    b = binding("b", 400.0, lifetime=10, alternatives=(electric, extended))
    early = losses_of(s, s.problem, replace(b, exits=(Exit(2029, 0.0),))).loss[0]
    known = losses_of(s, s.problem, replace(b, exits=(Exit(2031, 0.0),))).loss[0]
    assert early.tolist() == pytest.approx([2 * 0.8e6 + 8 * 0.9e6, 2 * 1.2e6 + 8 * 0.9e6])
    assert known.tolist() == pytest.approx([8.0e6, 4 * 1.2e6 + 6 * 0.9e6])


def test_own_money_that_is_taken_leaves_less_for_measures() -> None:
    s = small_setting(1)
    take = float(s.problem.money_limit[0])
    b = binding("b", 20.0, running=take, alternatives=(NOTHING,))
    free, taken = one(s, b), one(s, replace(b, from_climate_money=True))
    assert free.above_frame is not None
    assert taken.above_frame is not None
    assert taken.above_frame.central > free.above_frame.central
    assert without(room_of(s, s.problem).above, room_of(s, s.problem).above).shape == (3,)
