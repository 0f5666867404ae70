"""Starting against waiting, by hand: a decision tree rolled back, exclusions and what is needed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_problem import small_problem

from kortreist.plans.information import perfect_information
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.waiting import Weighing, waiting

YEARS = np.array([2027, 2028, 2029, 2030])
LEARNING = 2029


def made(
    cut: list[float],
    cost: list[tuple[float, float]],
    *,
    leave: float | None = None,
    requires: list[tuple[int, int]] | None = None,
    excludes: list[tuple[int, int]] | None = None,
) -> Problem:
    """Return measures that each cut t a year of a source of their own, in two futures.

    ``cost`` (M, 2) NOK over four years in each future, evenly; 1 NOK a tonne; started in 2027
    or 2029. ``leave``: NOK lost when the start of 2027 is left in 2029; None: it cannot be.
    """
    options = []
    for m in range(len(cut)):
        stem = len(options)
        options.append((m, 2027, 9999, stem))
        if leave is not None:
            options.append((m, 2027, LEARNING, stem))
        options.append((m, 2029, 9999, len(options)))
    m, start, end, stem = (np.array(x) for x in zip(*options, strict=True))
    on = (start[:, None] <= YEARS) & (end[:, None] > YEARS)
    base = np.full((2, len(cut), 4), 100.0)
    share = np.array(cut)[m] / 100.0
    mean = np.array([sum(c) / 2 for c in cost])
    lost = np.where((end < 9999) & (leave is not None), leave or 0.0, 0.0)
    pairs = [np.array(x or [], dtype=np.int64).reshape(-1, 2) for x in (requires, excludes)]
    none = np.zeros((m.size, 4))
    return Problem(
        measures=tuple("abcd"[: len(cut)]),
        years=YEARS,
        year_weight=np.ones(4),
        frame=np.zeros(4),
        weight=np.full(2, 0.5),
        learning_year=LEARNING,
        option_measure=m,
        option_start=start,
        option_end=end,
        early=start < LEARNING,
        stem=stem,
        available=np.ones((2, m.size), dtype=bool),
        term_start=np.arange(m.size + 1),
        term_group=m,
        term_log=np.tile(np.where(on, np.log1p(-share)[:, None], 0.0), (2, 1, 1)),
        base=base,
        rest=np.zeros((2, 4)),
        arrival=np.zeros((2, m.size, 4)),
        money=none,
        staff=none,
        money_limit=np.full(4, 1e9),
        staff_limit=np.full(4, 1e9),
        cost=mean[m] * on.sum(axis=1) / 4.0,
        cost_spread=np.array(cost).T / np.where(mean, mean, 1.0),
        quality=np.zeros(len(cut)),
        requires=pairs[0],
        excludes=pairs[1],
        must=np.zeros(len(cut), dtype=bool),
        never=np.zeros(len(cut), dtype=bool),
        lost=lost,
    )


def nothing(p: Problem) -> np.ndarray:
    return np.full(len(p.measures), NONE)


def test_a_tree_rolled_back_by_hand() -> None:
    # 50 t a year for 100 or 300 NOK in all. Start: 100 - 200 = -100, or 300 - 200 = +100.
    # Wait to 2029, then known: 50 - 100 = -50, or never, 0.
    p = made([50.0], [(100.0, 300.0)])
    d = waiting(p, nothing(p)).difference[:, 0]
    assert d == pytest.approx([-50.0, 100.0])
    # Start -0 and wait -25 on average: waiting is the better; perfect knowledge -100 and 0,
    # -50 on average, so learning first is worth 25.
    assert perfect_information(np.stack([d, 0 * d])) == pytest.approx(25.0)


def test_a_break_is_taken_where_it_pays() -> None:
    # Left in 2029 for 20: half the cost, half the cut, and 20: 150 - 100 + 20 = 70 < 100.
    p = made([50.0], [(100.0, 300.0)], leave=20.0)
    d = waiting(p, nothing(p)).difference[:, 0]
    assert d == pytest.approx([-50.0, 70.0])
    dear = made([50.0], [(100.0, 300.0)], leave=60.0)
    assert waiting(dear, nothing(dear)).difference[:, 0] == pytest.approx([-50.0, 100.0])


@pytest.mark.parametrize("pair", [(0, 1), (1, 0)])
def test_the_one_shut_out_is_lost_with_its_value_whoever_says_so(pair: tuple[int, int]) -> None:
    # a: 10 t for nothing, -40. b: 50 t for 100, -100, or -50 from 2029. Waiting with a is to
    # start b; waiting with b is to start it in 2029, which beats starting a now.
    p = made([10.0, 50.0], [(0.0, 0.0), (100.0, 100.0)], excludes=[pair])
    found = waiting(p, nothing(p))
    assert found.difference[:, 0] == pytest.approx([60.0, 60.0])
    assert found.difference[:, 1] == pytest.approx([-50.0, -50.0])
    # Beside a plan that holds b the same: the plan is not taken for granted.
    planned = nothing(p)
    planned[1] = p.of_measure(1)[0]
    assert waiting(p, planned).difference[:, 0] == pytest.approx([60.0, 60.0])


def test_of_two_that_exclude_each_other_one_started_is_weighed_against_none() -> None:
    p = made([50.0, 50.0], [(0.0, 100.0), (100.0, 0.0)], excludes=[(0, 1)])
    weigh = Weighing(p, nothing(p))
    start, none = weigh.start(0, (0, 1)), weigh.wait((0, 1))
    assert start is not None
    assert start.nok == pytest.approx([-200.0, -100.0])
    # In 2029 it is known which is free: 50 t for two years.
    assert none == pytest.approx([-100.0, -100.0])


def test_what_is_needed_is_paid_with_what_needs_it_and_worth_what_that_gives() -> None:
    # a: no cut, 40 NOK. b: 50 t, 100 NOK, needs a: 140 - 200 = -60; from 2029 -30.
    p = made([0.0, 50.0], [(40.0, 40.0), (100.0, 100.0)], requires=[(1, 0)])
    found = waiting(p, nothing(p))
    assert found.difference == pytest.approx(np.full((2, 2), -30.0))
    assert found.pays.all()
    # Not worth it when what is needed costs more than b saves.
    dear = made([0.0, 50.0], [(140.0, 140.0), (100.0, 100.0)], requires=[(1, 0)])
    assert (waiting(dear, nothing(dear)).difference > 0.0).all()
    assert not waiting(dear, nothing(dear)).pays.any()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(1.0, 100.0))
def test_money_and_price_scaled_together_change_no_sign(seed: int, times: float) -> None:
    p = replace(small_problem(seed, futures=4), frame=np.zeros(4))
    more = replace(p, cost=p.cost * times, year_weight=p.year_weight * times)
    one, other = waiting(p, np.full(5, NONE)), waiting(more, np.full(5, NONE))
    assert other.difference == pytest.approx(one.difference * times, nan_ok=True)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_something_more_to_rule_out_never_makes_a_start_better(seed: int) -> None:
    p = replace(small_problem(seed, futures=4, pairs=False), frame=np.zeros(4))
    shut = replace(p, excludes=np.array([[1, 3]]))
    free = waiting(p, np.full(5, NONE)).difference.mean(axis=0)
    tied = waiting(shut, np.full(5, NONE)).difference.mean(axis=0)
    assert tied[1] >= free[1] - 1e-9
    assert tied[3] >= free[3] - 1e-9
