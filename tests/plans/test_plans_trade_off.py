"""More of one thing, all else equal, is never shown as worse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from made_measures import asked, measure

from kortreist.pathways import evaluate_many
from kortreist.plans import Question
from kortreist.plans import trade_off as module
from kortreist.plans.formulate import formulate
from kortreist.plans.limit_gains import limit_gains
from kortreist.plans.outcome import TradeOff
from kortreist.plans.problem import Problem
from kortreist.plans.question import prices
from kortreist.plans.scenarios import Reduced
from kortreist.plans.static import Weights
from kortreist.plans.today import what_can_be_planned

WEIGHTS = Weights(0.1, 0.5, 0.02)
EARLY = (2027, 2028)


def drawn(seed: int, **also: object) -> Question:
    """Return a question of six measures with costs, shares and staff that differ by seed."""
    rng = np.random.default_rng(seed)
    some = []
    for n in range(6):
        share, nok = float(rng.uniform(0.01, 0.06)), float(rng.uniform(200.0, 4000.0))
        some.append(
            measure(
                f"m{n}",
                share,
                (nok, nok, nok),
                own=True,
                staff_fte=float(rng.uniform(0.1, 1.0)),
                excludes=("m0",) if n == 1 else (),
                requires=("m2",) if n == 3 else (),
            )
        )
    money = float(rng.uniform(2e5, 3e6))
    return asked(some, seed=seed, count=32, **({"money": money, "staff": 2.0} | also))  # type: ignore[arg-type]


def problem_of(q: Question, early: Mapping[str, tuple[int, ...]]) -> Problem:
    eight = Reduced(np.arange(8), np.full(8, 1 / 8), 0.0)
    return what_can_be_planned(q, prices(q), eight, early)


def curve(q: Question, chosen: Mapping[str, int], seed: int) -> tuple[TradeOff, ...]:
    open_ = problem_of(q, {m.id: EARLY for m in q.measures})
    return module.trade_off(q, open_, WEIGHTS, chosen, 2035, moves=500, seed=seed)


def falls(points: tuple[TradeOff, ...]) -> bool:
    tonnes = [p.emission for p in points if p.on_curve]
    return all(b <= a + 1e-9 for a, b in pairwise(tonnes))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("shown", [{}, {"m4": 2029}, {"m2": 2028, "m3": 2030}])
def test_more_money_never_emits_more(seed: int, shown: dict[str, int]) -> None:
    """Whatever the plan shown: also one that is far from the best."""
    q = drawn(seed, money=1e9) if shown else drawn(seed)
    points = curve(q, shown, seed)
    assert falls(points)
    own = [p for p in points if p.chosen]
    assert len(own) == 1
    # The plan shown has its own tonnes, as everywhere else.
    exact = evaluate_many(q.model, [shown], q.boundary)[0][:, q.column(2035)].mean()
    assert own[0].emission == pytest.approx(float(exact))
    on = [p for p in points if p.on_curve]
    assert [p.money_nok for p in on] == sorted({p.money_nok for p in on})
    if not own[0].on_curve:
        beside = next(p for p in on if p.money_nok == own[0].money_nok)
        assert beside.emission < own[0].emission


def test_a_plan_that_cannot_be_made_better_is_on_the_curve() -> None:
    q = drawn(1, money=1e9, staff=50.0)
    plans = [{m.id: 2027 for m in q.measures if m.id != out} for out in ("m0", "m1")]
    at = evaluate_many(q.model, plans, q.boundary)[:, :, q.column(2035)].mean(axis=1)
    shown = next(p for p in curve(q, plans[int(np.argmin(at))], 1) if p.chosen)
    assert shown.on_curve
    assert shown.emission == pytest.approx(float(at.min()))


def test_what_is_adopted_is_in_every_plan_of_the_curve() -> None:
    """The curve begins where there is money for it, and does not buy anything by leaving it."""
    q = replace(drawn(3, money=5e6), fixed={"m4": 2027})
    problem = problem_of(q, {})
    points = module.trade_off(q, problem, WEIGHTS, {"m4": 2027}, 2035, moves=500, seed=3)
    row = problem.of_measure(4)
    so_far = np.cumsum(problem.money[row[0]])
    saved = so_far[:-1] / np.arange(1.0, len(q.years) + 1.0)
    # And what lasts is paid by what a year gives.
    assert points[0].money_nok == pytest.approx(max(saved.max(), so_far[-1]))
    assert points[0].money_nok > 0.0
    assert min(p.measures for p in points) >= 1
    assert falls(points)


def test_without_money_there_is_no_other_amount_to_show() -> None:
    q = drawn(2, money=0.0)
    assert len({p.money_nok for p in curve(q, {}, 2)}) == 1


def test_a_limit_that_goes_leaves_the_plan_as_it_can_be() -> None:
    """A plan made without a limit, for all years, may cut less in one: the old one stands."""
    q = drawn(4)
    worse = {"m0": 2030}
    better = {"m0": 2027, "m2": 2027, "m4": 2027}

    def plan(other: Question) -> Mapping[str, int]:
        return better if other.limits == q.limits and other.dearest == q.dearest else worse

    gains = limit_gains(q, prices(q), plan, year=2035, minimum=1.0)
    assert all(g.tonnes == 0.0 and not g.binds and not g.measures for g in gains)


def test_all_limits_gone_give_at_least_what_one_does() -> None:
    q = drawn(5)
    now, one, whole = {}, {"m0": 2027}, {"m5": 2030}

    def plan(other: Question) -> Mapping[str, int]:
        changed = [
            other.limits.money_nok != q.limits.money_nok,
            other.limits.staff_fte != q.limits.staff_fte,
            other.dearest != q.dearest,
        ]
        return whole if all(changed) else one if any(changed) else now

    # So much counts as something that no limit binds alone.
    gains = limit_gains(q, prices(q), plan, year=2035, minimum=1e9)
    by = {g.limit: g.tonnes for g in gains}
    assert by["all"] >= max(by["money"], by["staff"], by["price"]) > 0.0


def test_only_what_may_start_early_does() -> None:
    q = drawn(6)
    problem = problem_of(q, {"m0": (2028,)})
    open_ = problem.available.all(axis=0)
    starts = {
        m: {int(y) for y in problem.option_start[open_ & (problem.option_measure == m)]}
        for m in range(6)
    }
    assert starts[0] == {2028, 2029, 2030}
    assert all(starts[m] == {2029, 2030} for m in range(1, 6))
    whole = formulate(q, prices(q), np.arange(8), q.years, np.ones(len(q.years)))
    assert whole.learning_year == 2029
