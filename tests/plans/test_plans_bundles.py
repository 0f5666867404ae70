"""What needs others is found with them: against every later choice there is."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from small_problem import small_problem

from kortreist.plans.bundles import chains
from kortreist.plans.check import broken
from kortreist.plans.first_stage import fill_early
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.recourse import best_later
from kortreist.plans.room_for_manoeuvre import lowest, nothing


def with_enabler(seed: int) -> Problem:
    """Return five measures in three futures: m0 does nothing, and m1 and m2 need it."""
    p = small_problem(seed, futures=3, give_up=False, tight=9.0, pairs=False)
    of = np.repeat(p.option_measure, np.diff(p.term_start))
    idle = np.where((of == 0)[None, :, None], 0.0, p.term_log)
    arrival = np.where((p.option_measure == 0)[None, :, None], 0.0, p.arrival)
    return replace(
        p, term_log=idle, arrival=arrival, requires=np.array([[1, 0], [2, 0]]), cost=p.cost * 2.0
    )


def best_by_hand(p: Problem, f: int, value) -> float:  # type: ignore[no-untyped-def]
    """Return the least of a future over every choice of later starts that breaks nothing."""
    one = p.with_futures(np.array([f]))
    ways = [
        [NONE, *(o for o in p.of_measure(m) if not p.early[o] and p.available[f, o])]
        for m in range(len(p.measures))
    ]
    found = np.inf
    for row in itertools.product(*ways):
        choice = np.array([row])
        if not broken(one, choice):
            found = min(found, float(value(one, choice)))
    return found


#: How far the search may be from the least in these problems: it never takes back what later
#: comes too much of. In seeds 0–149 it is exact in 98.7 % of futures; once it is 68 % off.
_SEARCH = 1.15


@pytest.mark.parametrize(
    "seed", [*range(3), *(pytest.param(n, marks=pytest.mark.long) for n in range(3, 10))]
)
def test_v_w_and_r_with_what_must_be_taken_together(seed: int) -> None:
    """Least tonnes above the frame, least kroner, and how many futures reach a goal."""
    p = with_enabler(seed)
    early = nothing(p)
    above = best_later(p, early)
    kroner = best_later(p, early, price=3.0, with_cost=True)
    for f in range(3):
        v = best_by_hand(p, f, lambda q, c: q.miss(c)[0])
        w = best_by_hand(p, f, lambda q, c: 3.0 * q.miss(c)[0] + q.costs(c)[0])
        assert v - 1e-6 <= above.value[f] <= v * _SEARCH + 1e-6
        assert w - 1e-6 <= kroner.value[f] <= w * _SEARCH + 1e-6
    assert not broken(p, above.choice)
    assert not broken(p, kroner.choice)
    last = replace(
        p,
        years=p.years[-1:],
        year_weight=np.ones(1),
        frame=np.zeros(1),
        term_log=p.term_log[:, :, -1:],
        base=p.base[:, :, -1:],
        rest=p.rest[:, -1:],
        arrival=p.arrival[:, :, -1:],
    )
    found = lowest(last, early).value
    truth = [best_by_hand(last, f, lambda q, c: q.emission(c)[0, -1]) for f in range(3)]
    assert found == pytest.approx(truth, rel=_SEARCH - 1.0)


def test_in_most_problems_the_search_is_exact() -> None:
    exact = []
    for seed in range(15):
        p = with_enabler(seed)
        value = best_later(p, nothing(p), price=3.0, with_cost=True).value
        least = best_by_hand(p, 0, lambda q, c: 3.0 * q.miss(c)[0] + q.costs(c)[0])
        exact.append(value[0] <= least * (1.0 + 1e-9))
    assert np.mean(exact) >= 0.8


def test_an_enabler_that_costs_more_than_it_opens_is_left() -> None:
    p = with_enabler(3)
    dear = replace(p, cost=np.where(p.option_measure == 0, 1e9, p.cost))
    choice = best_later(dear, nothing(dear), with_cost=True).choice
    assert (choice[:, :3] == NONE).all()


def test_early_options_are_taken_with_what_they_need() -> None:
    p = with_enabler(5)
    score = np.where(p.option_measure == 1, 1.0, 0.0)
    choice = fill_early(p, score)
    assert choice[1] != NONE
    assert choice[0] != NONE
    assert p.option_start[choice[0]] <= p.option_start[choice[1]]
    shut = replace(p, never=np.arange(5) == 0)
    assert fill_early(shut, score)[1] == NONE


def test_chains_stop_at_a_circle() -> None:
    assert chains(np.array([[0, 1], [1, 0]]), 2).tolist() == [[1], [0]]
    assert chains(np.zeros((0, 2), dtype=np.int64), 3).shape == (3, 0)
