from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
import scipy.optimize
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from small_problem import small_problem

from kortreist.plans.check import broken
from kortreist.plans.columns import Columns
from kortreist.plans.first_stage import first_stage, relaxed_score
from kortreist.plans.gradient import tangents
from kortreist.plans.milp import relax, solve
from kortreist.plans.objectives import Aim, value_of
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.search import anneal

SEEDS = st.integers(0, 10_000)
AIMS = (
    Aim("miss"),
    Aim("miss", tail=0.4, tail_weight=0.5),
    Aim("regret", price=2.0, best=np.array([10.0, 20.0])),
    Aim("cost", max_miss=200.0),
    Aim("quality", max_cost=40.0),
)


def tiny(seed: int, **more: object) -> Problem:
    return small_problem(seed, measures=4, futures=2, years=(2027, 2029, 2030), **more)  # type: ignore[arg-type]


def every_plan(p: Problem) -> list[np.ndarray]:
    """Return every plan that is allowed, by trying all."""
    rows = []
    for f in range(p.weight.size):
        one = p.with_futures(np.array([f]))
        ways = [[NONE, *p.of_measure(m).tolist()] for m in range(len(p.measures))]
        rows.append([r for r in itertools.product(*ways) if not broken(one, np.array([r]))])
    plans = []
    for pair in itertools.product(*rows):
        choice = np.array(pair)
        stems = np.where((choice >= 0) & p.early[choice], p.stem[choice], NONE)
        if (stems == stems[0]).all():
            plans.append(choice)
    return plans


def test_without_time_the_bound_is_still_a_number() -> None:
    p = tiny(1)
    start = np.full((p.weight.size, len(p.measures)), NONE, dtype=np.int64)
    answer = solve(p, AIMS[0], start, time_limit=0.0)
    assert 0.0 <= answer.bound <= answer.value
    assert np.isfinite(answer.gap)


@pytest.mark.parametrize("aim", AIMS, ids=lambda a: f"{a.kind}-{a.tail_weight}")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_small_problems_are_solved_as_by_trying_everything(aim: Aim, seed: int) -> None:
    p = tiny(seed)

    def allowed(choice: np.ndarray) -> bool:
        if aim.max_miss is not None and value_of(p, AIMS[0], choice) > aim.max_miss:
            return False
        return aim.max_cost is None or float(p.weight @ p.costs(choice)) <= aim.max_cost

    worth = [value_of(p, aim, c) for c in every_plan(p) if allowed(c)]
    found = solve(p, aim, gap=1e-7, time_limit=30)
    if not worth:
        assert found.status == "infeasible"
        return
    assert found.value == pytest.approx(min(worth), rel=1e-6, abs=1e-6)
    assert found.bound <= min(worth) + 1e-6 * abs(min(worth)) + 1e-6
    assert broken(p, found.choice) == []


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.sampled_from(AIMS[:3]), st.floats(0.05, 1.0))
def test_never_a_plan_that_breaks_a_demand(seed: int, aim: Aim, tight: float) -> None:
    p = small_problem(seed, futures=2, tight=tight)
    found = solve(p, aim, time_limit=5, gap=0.01)
    assert broken(p, found.choice) == []
    assert found.bound <= found.value + 1e-9
    nothing = np.full((2, 5), NONE)
    assert found.value <= value_of(p, aim, nothing) + 1e-6


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_the_linear_problem_agrees_with_scipy(seed: int) -> None:
    p = small_problem(seed, futures=2, give_up=False, learning_year=2035)
    # Take the logarithms away: what is left is what shifts move, made to take off.
    rng = np.random.default_rng(seed)
    p = replace(
        p,
        term_log=np.zeros_like(p.term_log),
        arrival=-rng.uniform(0, 40, p.arrival.shape),
        available=np.ones_like(p.available),
        frame=np.zeros_like(p.frame),
    )
    columns = Columns(p)
    lower, upper, start, index, value = columns.rows().arrays()
    matrix = np.zeros((lower.size, columns.count))
    for r in range(lower.size):
        matrix[r, index[start[r] : start[r + 1]]] = value[start[r] : start[r + 1]]
    per_option = np.einsum("fot,t,f->o", p.arrival, p.year_weight, p.weight)
    constant = float(np.einsum("ft,t,f->", p.rest + p.base.sum(axis=1), p.year_weight, p.weight))
    theirs = scipy.optimize.milp(
        per_option,
        integrality=np.ones(columns.count),
        bounds=scipy.optimize.Bounds(0, 1),
        constraints=scipy.optimize.LinearConstraint(matrix, lower, upper),
    )
    assume(constant + theirs.fun > 0)
    ours = solve(p, Aim("miss"), gap=1e-9)
    assert ours.value == pytest.approx(constant + theirs.fun, rel=1e-6)


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_tangents_touch_where_they_are_drawn_and_never_lie_above(seed: int) -> None:
    p = small_problem(seed)
    rng = np.random.default_rng(seed)
    here, there = rng.random((2, 3, p.option_measure.size))
    value, slope = tangents(p, here)
    elsewhere, _ = tangents(p, there)
    reached = value + (slope * (there - here)).sum(axis=1)
    assert (reached <= elsewhere + 1e-7 * np.maximum(elsewhere, 1.0)).all()
    choice = rng.integers(0, p.option_measure.size, 3)
    whole = np.zeros_like(here)
    whole[np.arange(3), choice] = 1.0
    rows = np.full((3, 5), NONE)
    rows[np.arange(3), p.option_measure[choice]] = choice
    assert tangents(p, whole)[0] == pytest.approx(p.miss(rows))


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_more_money_or_one_more_measure_never_makes_the_best_worse(seed: int) -> None:
    p = small_problem(seed, futures=2, pairs=False)
    best = solve(p, Aim("miss"), gap=1e-9).value
    richer = solve(replace(p, money_limit=p.money_limit * 1.5), Aim("miss"), gap=1e-9).value
    fewer = solve(replace(p, never=np.arange(5) == 1), Aim("miss"), gap=1e-9).value
    slack = 1e-6 * max(best, 1.0)
    assert richer <= best + slack
    assert best <= fewer + slack


@settings(max_examples=15, deadline=None)
@given(SEEDS, st.sampled_from(AIMS[:3]))
def test_the_relaxed_bound_is_below_any_plan(seed: int, aim: Aim) -> None:
    p = small_problem(seed, futures=2)
    y, bound = relax(p, aim)
    assert ((y >= 0) & (y <= 1)).all()
    assert bound <= solve(p, aim, gap=1e-9).value + 1e-6


@settings(max_examples=15, deadline=None)
@given(SEEDS, st.sampled_from(AIMS[:3]))
def test_annealing_is_allowed_repeatable_and_no_worse_than_its_start(seed: int, aim: Aim) -> None:
    p = small_problem(seed, futures=2, give_up=False, learning_year=2035)
    first = anneal(p, aim, moves=50, seed=seed)
    again = anneal(p, aim, moves=50, seed=seed)
    assert first.tolist() == again.tolist()
    assert broken(p, np.tile(first, (2, 1))) == []
    longer = anneal(p, aim, first, moves=500, seed=seed)
    tiled = [value_of(p, aim, np.tile(c, (2, 1))) for c in (longer, first)]
    assert tiled[0] <= tiled[1] + 1e-9


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_the_first_stage_is_allowed_and_not_below_the_bound(seed: int) -> None:
    p = small_problem(seed)
    aim = Aim("miss", tail=0.4, tail_weight=0.5)
    choice = first_stage(p, aim, relaxed_score(p, aim))
    assert broken(p, choice) == []
    assert value_of(p, aim, choice) >= relax(p, aim)[1] - 1e-6
    assert solve(p, aim, choice, gap=0.5).value <= value_of(p, aim, choice) + 1e-9


def test_demands_that_cannot_be_met_are_infeasible_and_time_is_kept() -> None:
    p = small_problem(1)
    both = replace(p, must=np.isin(np.arange(5), (2, 3)))  # they rule each other out
    found = solve(both, Aim("miss"))
    assert found.status == "infeasible"
    assert (found.choice == NONE).all()
    wide = small_problem(
        5,
        measures=30,
        futures=20,
        groups=8,
        years=tuple(range(2027, 2037)),
        learning_year=2040,
        give_up=False,
    )
    start = np.tile(anneal(wide, Aim("miss"), moves=100), (20, 1))
    short = solve(wide, Aim("miss"), start, time_limit=0.5, gap=0.0)
    assert short.seconds < 5.0
    assert short.value <= value_of(wide, Aim("miss"), start)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"money_limit": np.zeros(4)}, "money"),
        ({"staff_limit": np.zeros(4)}, "staff"),
        ({"requires": np.array([[1, 4]])}, "requires"),
        ({"excludes": np.array([[0, 1]])}, "excludes"),
        ({"never": np.arange(5) == 1}, "exclude"),
        ({"must": np.arange(5) == 4}, "fix"),
        ({"available": np.zeros((3, 27), dtype=bool)}, "available"),
    ],
)
def test_the_checker_finds_what_is_planted(change: dict[str, np.ndarray], kind: str) -> None:
    p = small_problem(1, tight=5.0)
    if kind == "available":
        change = {"available": np.zeros_like(p.available)}
    choice = np.full((3, 5), NONE)
    choice[:, 0], choice[:, 1] = p.of_measure(0)[0], p.of_measure(1)[0]
    assert broken(p, choice) == []
    found = broken(replace(p, **change), choice)  # type: ignore[arg-type]
    assert found
    assert {f.split(":")[0] for f in found} == {kind}


def test_the_checker_minds_that_early_decisions_are_the_same_in_all_futures() -> None:
    p = small_problem(1, tight=5.0, pairs=False)
    choice = np.full((3, 5), NONE)
    choice[0, 1] = p.of_measure(1)[0]
    assert broken(p, choice) == ["learning: m1 differs between futures before the learning year"]
    choice[:, 1] = NONE
    choice[0, 1] = p.of_measure(1)[-1]
    assert broken(p, choice) == []
    kept, left = p.of_measure(0)[:2]  # giving up is decided later
    choice[:, 0] = [kept, left, kept]
    assert broken(p, choice) == []
