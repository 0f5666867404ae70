from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from small_problem import small_problem

from kortreist.plans.check import broken
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.recourse import best_later
from kortreist.plans.room_for_manoeuvre import (
    committed_emissions,
    lowest,
    nothing,
    settled,
)

SEEDS = st.integers(0, 10_000)


def by_hand(problem: Problem, early: np.ndarray, f: int) -> float:
    """Return the lowest emission of a future, by trying every later decision."""
    one = problem.with_futures(np.array([f]))
    ways = []
    for m in range(len(problem.measures)):
        mine = problem.of_measure(m)
        if early[m] >= 0:
            ways.append([o for o in mine if problem.stem[o] == early[m]])
        else:
            ways.append([NONE, *(o for o in mine if not problem.early[o])])
    best = np.inf
    for row in itertools.product(*ways):
        choice = np.array([row])
        if not broken(one, choice):
            best = min(best, float(one.emission(choice)[0, -1]))
    return best


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_the_search_lies_between_the_bound_and_the_truth_and_breaks_nothing(seed: int) -> None:
    p = small_problem(seed, goal_only=True, give_up=False)
    early = nothing(p)
    found = lowest(p, early, bounds=True)
    assert not broken(p, found.choice)
    for f in range(3):
        truth = by_hand(p, early, f)
        assert found.bound[f] - 1e-6 <= truth <= found.value[f] + 1e-6
    assert found.value == pytest.approx(p.emission(found.choice)[:, -1])


@settings(max_examples=10, deadline=None)
@given(SEEDS, st.floats(0.3, 0.9))
def test_settled_is_what_trying_everything_gives(seed: int, share: float) -> None:
    p = small_problem(seed, goal_only=True)
    goal = share * float(p.base.sum(axis=1).mean())
    early = nothing(p)
    early[2] = int(p.of_measure(2)[0])
    assume(not broken(p, np.tile(early, (3, 1))))
    truth = [by_hand(p, early, f) <= goal for f in range(3)]
    assert settled(p, early, goal).tolist() == truth


@settings(max_examples=10, deadline=None)
@given(SEEDS, st.floats(0.3, 0.9))
def test_a_measure_more_on_offer_never_lowers_the_room(seed: int, share: float) -> None:
    p = small_problem(seed, goal_only=True, pairs=False)
    goal = share * float(p.base.sum(axis=1).mean())
    fewer = replace(p, never=np.arange(5) == 3)
    assert (settled(fewer, nothing(p), goal) <= settled(p, nothing(p), goal)).all()


@settings(max_examples=10, deadline=None)
@given(SEEDS, st.floats(0.3, 0.9))
def test_what_is_free_and_can_be_left_never_lowers_the_room(seed: int, share: float) -> None:
    p = small_problem(seed, goal_only=True, pairs=False)
    own = p.option_measure == 2  # can be given up
    p = replace(
        p,
        money=np.where(own[:, None], 0.0, p.money),
        staff=np.where(own[:, None], 0.0, p.staff),
    )
    goal = share * float(p.base.sum(axis=1).mean())
    bound = nothing(p)
    bound[2] = int(np.flatnonzero(own)[0])
    assert (settled(p, nothing(p), goal) <= settled(p, bound, goal)).all()


def test_what_binds_money_or_rules_out_the_best_takes_room() -> None:
    p = small_problem(3, goal_only=True, give_up=False)
    free, bound = nothing(p), nothing(p)
    bound[2] = int(p.of_measure(2)[0])  # rules out m3
    lone = replace(p, never=np.isin(np.arange(5), (0, 1, 4)))
    strong = replace(lone, term_log=np.where(_terms_of(p, 3), lone.term_log * 5, lone.term_log))
    assert (lowest(strong, bound).value > lowest(strong, free).value).all()


def _terms_of(p: Problem, m: int) -> np.ndarray:
    of = np.repeat(p.option_measure, np.diff(p.term_start))
    return (of == m)[None, :, None]


@given(
    st.lists(st.floats(0, 1e3), min_size=1, max_size=6),
    st.lists(st.floats(0, 1e3), min_size=1, max_size=6),
    st.integers(1, 60),
)
def test_a_longer_life_never_lowers_committed_emissions(
    yearly: list[float], path: list[float], life: int
) -> None:
    n = min(len(yearly), len(path))
    e, p = np.array(yearly[:n]), np.array(path[:n])
    shorter, longer = committed_emissions(e, p, life), committed_emissions(e, p, life + 1)
    assert 0.0 <= shorter <= longer
    assert committed_emissions(np.zeros(n), p, life) == 0.0


def test_best_later_minds_cost_when_asked() -> None:
    p = small_problem(2, give_up=False)
    free = best_later(p, nothing(p))
    dear = best_later(replace(p, cost=p.cost * 1e9), nothing(p), with_cost=True)
    assert (free.choice >= 0).any()
    assert not (dear.choice >= 0).any()
