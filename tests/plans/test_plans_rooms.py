"""Reach, tonnes above the frame, cost and price of binding: by hand and by trying everything."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from made_measures import asked, measure
from small_problem import small_problem

from kortreist.plans.check import broken
from kortreist.plans.evidence import nok_per_tonne
from kortreist.plans.formulate import formulate
from kortreist.plans.goal import Goal
from kortreist.plans.interval import Resamples
from kortreist.plans.least import in_year
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.question import prices
from kortreist.plans.room import Rooms, curve, room
from kortreist.plans.room_for_manoeuvre import nothing
from kortreist.plans.when_bound import when_bound

SEEDS = st.integers(0, 10_000)
YEARS = np.arange(2027, 2031)


def made(cuts: np.ndarray, cost: list[float], base: np.ndarray) -> Problem:
    """Return measures that each cut (F, M) t a year of sources of their own.

    Each starts in 2027, and can then be left in 2029, or starts in 2029; a krone of ``cost`` is
    paid every year it runs; nothing may be emitted; futures are equally likely.
    """
    futures, measures = cuts.shape
    rows = [r for m in range(measures) for r in ((m, 2027, 9999), (m, 2027, 2029), (m, 2029, 9999))]
    runs = np.array([(start <= YEARS) & (end > YEARS) for _, start, end in rows])
    left = 1.0 - cuts[:, [m for m, _, _ in rows], None] * runs / 1e4
    none = np.zeros((len(rows), YEARS.size))
    return Problem(
        measures=tuple(f"m{m}" for m in range(measures)),
        years=YEARS,
        year_weight=np.ones(YEARS.size),
        frame=np.zeros(YEARS.size),
        weight=np.full(futures, 1 / futures),
        learning_year=2029,
        option_measure=np.array([m for m, _, _ in rows]),
        option_start=np.array([start for _, start, _ in rows]),
        option_end=np.array([end for _, _, end in rows]),
        early=np.array([start < 2029 for _, start, _ in rows]),
        stem=np.array([o - 1 if o % 3 == 1 else o for o in range(len(rows))]),
        available=np.ones((futures, len(rows)), dtype=bool),
        term_start=np.arange(len(rows) + 1),
        term_group=np.array([m for m, _, _ in rows]),
        term_log=np.ascontiguousarray(np.log(left)),
        base=np.full((futures, measures, YEARS.size), 1e4),
        rest=np.ascontiguousarray(np.repeat(base[:, None], YEARS.size, axis=1)),
        arrival=np.zeros((futures, len(rows), YEARS.size)),
        money=none,
        staff=none,
        money_limit=np.full(YEARS.size, 1e9),
        staff_limit=np.full(YEARS.size, 1e9),
        cost=runs.sum(axis=1) * np.array([cost[m] for m, _, _ in rows]),
        cost_spread=np.ones((futures, measures)),
        quality=np.zeros(measures),
        requires=np.zeros((0, 2), dtype=np.int64),
        excludes=np.zeros((0, 2), dtype=np.int64),
        must=np.zeros(measures, dtype=bool),
        never=np.zeros(measures, dtype=bool),
    )


def rooms_of(p: Problem, nok: float = 1.0) -> Rooms:
    return Rooms.of(p, int(p.years[-1]), np.full(p.years.size, nok))


def bound(p: Problem, *measures: int) -> np.ndarray:
    early = nothing(p)
    for m in measures:
        early[m] = int(p.of_measure(m)[0])
    return early


def test_what_is_worth_it_in_half_of_the_futures_has_a_price_of_binding() -> None:
    """Ten kroner a year; 20 t a year at one krone in one future, nothing in the other.

    Left in 2029 the first saves nothing and the second 2 x 10 kroner: 10 on average. Being
    free to leave does not make it good: bound, it cuts as much as it does.
    """
    p = made(np.array([[20.0], [0.0]]), [10.0], np.zeros(2))
    rooms, early = rooms_of(p), bound(p, 0)
    kept = rooms.bound(early)
    assert kept.above.value == pytest.approx([39_920.0, 40_000.0])
    assert kept.restore.value == pytest.approx([39_960.0, 40_040.0])
    assert rooms.saved(early, (0,), kept) == pytest.approx([0.0, 20.0])
    assert rooms.saved_tonnes(early, (0,), kept) == pytest.approx([0.0, 0.0])
    goal = Goal("target", 2030, 1.0, 0.9, 0.75)
    r = room(rooms, early, goal, 1.0, 2e4, resamples=200, seed=1)
    assert r.price_of_binding.central == pytest.approx(10.0)
    # Not bound, the first future starts it in 2029 and pays two years for two years' tonnes.
    assert r.free.cumulative_t.central == pytest.approx((39_960.0 + 40_000.0) / 2)
    assert r.change.cumulative_t.central == pytest.approx(-20.0)
    assert r.change.cost.central == pytest.approx((39_960 + 40_040 - 39_980 - 40_000) / 2)


def test_of_two_that_are_right_in_different_futures_each_is_left_where_it_is_wrong() -> None:
    p = made(np.array([[20.0, 0.0], [0.0, 20.0]]), [10.0, 10.0], np.zeros(2))
    rooms, early = rooms_of(p), bound(p, 0, 1)
    # Keeping both or leaving both saves nothing: the search of all at once finds that only.
    assert rooms.saved(early, (0, 1), rooms.bound(early)) == pytest.approx([20.0, 20.0])


def test_what_one_share_cannot_tell_apart_is_told_apart() -> None:
    """Three measures as small as the library's: the share of one goal is the same for all."""
    rng = np.random.default_rng(5)
    base = rng.normal(25_000.0, 1_590.0, 200)
    p = made(np.tile([0.1, 5.8, 2.5], (200, 1)), [5.0, 0.1, 30.0], base)
    rooms = rooms_of(p)
    free = rooms.bound(nothing(p)).lowest.value
    goal = float(np.quantile(free, 0.75)) + 1e-6
    changes = when_bound(rooms, nothing(p), 0.75, resamples=200, seed=1)
    for m, change in enumerate(changes):
        assert change is not None
        assert ((rooms.bound(bound(p, m)).lowest.value <= goal) == (free <= goal)).all()
        # Started two years earlier it cuts two years more: with no spread, whatever the future.
        assert change.cumulative_t.central == pytest.approx(-2.0 * [0.1, 5.8, 2.5][m], abs=1e-6)
        assert change.cumulative_t.clear
        assert not change.reach_t.clear or abs(change.reach_t.central) < 1e-6
    costs = [c.cost.central for c in changes if c is not None]
    prices = [c.price_of_binding.central for c in changes if c is not None]
    # Four years at a krone a tonne against a start in 2029, or never, where it does not pay.
    assert costs == pytest.approx([4 * (5 - 0.1), 2 * (0.1 - 5.8), 4 * (30 - 2.5)], abs=1e-6)
    assert prices == pytest.approx([2 * (5 - 0.1), 0.0, 2 * (30 - 2.5)], abs=1e-6)


@pytest.mark.parametrize(("tonnes", "years"), [(150.0, 4), (400.0, 4), (400.0, 2), (1_500.0, 4)])
def test_what_emits_is_seen_whole_and_only_while_it_lasts(tonnes: float, years: int) -> None:
    rng = np.random.default_rng(5)
    p = made(np.tile([3.0], (100, 1)), [1.0], rng.normal(25_000.0, 1_590.0, 100))
    more = p.rest.copy()
    more[:, :years] += tonnes
    here = rooms_of(replace(p, rest=more)).bound(nothing(p))
    there = rooms_of(p).bound(nothing(p))
    draws = Resamples(100, 100, seed=0)
    reach = draws.quantile(here.lowest.value, 0.75, there.lowest.value)
    above = draws.mean(here.above.value, there.above.value)
    assert reach.central == pytest.approx(tonnes if years == 4 else 0.0)
    assert reach.clear == (years == 4)
    assert (above.low, above.central, above.high) == pytest.approx((tonnes * years,) * 3)


def ways(p: Problem, early: np.ndarray, free: bool) -> np.ndarray:
    """Return every allowed choice once something is bound, kept or free to be left."""
    options = []
    for m in range(len(p.measures)):
        mine = p.of_measure(m)
        if early[m] >= 0:
            stays = [o for o in mine if p.stem[o] == early[m] and (free or o == early[m])]
            options.append(stays)
        else:
            options.append([NONE, *(o for o in mine if not p.early[o])])
    return np.array(list(itertools.product(*options)))


def allowed(p: Problem, row: np.ndarray, early: np.ndarray) -> bool:
    """Tell whether a choice holds; what is left in the learning year rules out no later start."""
    left = np.flatnonzero((early >= 0) & (row != early))
    rules_out = ~np.isin(p.excludes, left).any(axis=1)
    return not broken(replace(p, excludes=p.excludes[rules_out]), row[None])


@settings(max_examples=8, deadline=None)
@given(SEEDS)
def test_the_search_keeps_to_what_trying_everything_gives(seed: int) -> None:
    p = replace(small_problem(seed), cost=small_problem(seed).cost * 0.2)
    early = bound(p, 2)
    assume(not broken(p, np.tile(early, (3, 1))))
    rooms = rooms_of(p)
    kept = rooms.bound(early)
    saved = rooms.saved(early, (2,), kept)
    for f in range(3):
        one = p.with_futures(np.array([f]))
        truth = {}
        for free in (False, True):
            rows = [r[None] for r in ways(one, early, free) if allowed(one, r, early)]
            lowest = min(float(one.emission(r)[0, -1]) for r in rows)
            above = min(float(one.miss(r)[0]) for r in rows)
            cost = min(float(one.miss(r)[0] + one.costs(r)[0]) for r in rows)
            truth[free] = (lowest, above, cost)
        assert kept.lowest.value[f] >= truth[False][0] - 1e-6
        assert kept.above.value[f] >= truth[False][1] - 1e-6
        assert kept.restore.value[f] >= truth[False][2] - 1e-6
        for have, least in zip(
            (kept.lowest.value[f], kept.above.value[f], kept.restore.value[f]),
            truth[False],
            strict=True,
        ):
            assert have <= 1.1 * least + 5.0
        assert saved[f] >= 0.0
        assert kept.restore.value[f] - saved[f] >= truth[True][2] - 1e-6


@settings(max_examples=10, deadline=None)
@given(SEEDS, st.floats(0.0, 50.0))
def test_more_emission_never_lowers_any_of_them(seed: int, tonnes: float) -> None:
    p = small_problem(seed)
    here = rooms_of(replace(p, rest=p.rest + tonnes)).bound(nothing(p))
    # Whatever is decided with more emission can be decided with less.
    assert (here.lowest.value >= p.emission(here.lowest.choice)[:, -1] - 1e-9).all()
    assert (here.above.value >= p.miss(here.above.choice) - 1e-9).all()
    cheaper = p.miss(here.restore.choice) + p.costs(here.restore.choice)
    assert (here.restore.value >= cheaper - 1e-9).all()


def test_the_curve_has_the_target_and_goals_that_are_not_made_from_the_plan() -> None:
    rng = np.random.default_rng(1)
    free = rng.normal(23_000.0, 2_000.0, 500)
    here = free + 300.0
    shown = curve(here, free, 20_898.02, 52_245.05)
    cuts = [g.reduction for g in shown]
    assert cuts == sorted(cuts)
    assert any(g.tonnes == 20_898.02 for g in shown)
    assert all(abs(c * 20 - round(c * 20)) < 1e-6 for c in cuts)
    assert [g.bound for g in shown] == sorted((g.bound for g in shown), reverse=True)
    assert all(g.bound <= g.free and g.low <= g.bound <= g.high for g in shown)
    assert shown[0].bound == 1.0
    assert shown[-1].free == 0.0
    assert curve(here + 40.0, free, 20_898.02, 52_245.05)[3].reduction == shown[3].reduction


def test_a_difference_is_told_in_the_same_futures() -> None:
    rng = np.random.default_rng(2)
    one = rng.normal(25_000.0, 1_590.0, 256)
    other = one + 8.0 + rng.normal(0.0, 4.0, 256)
    draws = Resamples(256, 300, seed=1)
    assert draws.mean(other, one).clear
    # Each one's own interval is a hundred times as wide: it could not tell them apart.
    assert draws.mean(one).high - draws.mean(one).low > 200.0
    assert not draws.mean(one, one).clear


def test_the_interval_of_a_mean_holds_it_nine_times_in_ten() -> None:
    rng = np.random.default_rng(0)
    held = 0
    for i in range(200):
        d = Resamples(150, 200, seed=i).mean(rng.exponential(3.0, 150))
        held += d.low <= 3.0 <= d.high
    assert 0.83 <= held / 200 <= 0.96


def test_leaving_a_lock_in_opens_what_it_shut() -> None:
    """A cuts 10 t a year, B 300, each for 1 a year: free to leave A in 2029, B is done then."""
    p = made(np.array([[10.0, 300.0]]), [1.0, 1.0], np.array([1000.0]))
    p = replace(p, excludes=np.array([[0, 1]]))
    rooms, early = rooms_of(p), bound(p, 0)
    kept = rooms.bound(early)
    # Two years of 290 t more, at 1 a tonne and the same cost.
    assert rooms.saved(early, (0,), kept) == pytest.approx(2 * 290.0)
    assert rooms.saved_tonnes(early, (0,), kept) == pytest.approx(2 * 290.0)
    # The larger one is worth keeping: being free to leave it saves nothing.
    good = bound(p, 1)
    assert rooms.saved(good, (1,), rooms.bound(good)) == pytest.approx(0.0)
    told = when_bound(rooms, early, 0.75, resamples=20, seed=1)[0]
    assert told is not None
    assert told.price_of_binding.central == pytest.approx(2 * 290.0)


@pytest.mark.parametrize(("years", "cost", "price"), [(1, 2 * 27.0, 0.0), (10, 4 * 27.0, 2 * 27.0)])
def test_what_is_bound_is_held_as_long_as_it_binds_and_then_free(
    years: int, cost: float, price: float
) -> None:
    """A tonne's cut costs 30 a year and is worth 3: kept two years, or all four."""
    p = made(np.array([[3.0]]), [30.0], np.array([1000.0]))
    rooms = Rooms(p, in_year(p, 2030), np.ones(YEARS.size), np.array([years]))
    told = when_bound(rooms, nothing(p), 0.75, resamples=20, seed=1)[0]
    assert told is not None
    assert told.cost.central == pytest.approx(cost)
    assert told.price_of_binding.central == pytest.approx(price)


def test_a_measure_of_few_years_can_be_left_when_they_are_over() -> None:
    price = (9000.0, 9000.0, 9000.0)
    q = asked([measure("a", 0.05, price, binds=5), measure("b", 0.05, price, binds=20)], seed=7)
    nok, one = nok_per_tonne(q), np.ones(len(q.years))
    p = formulate(q, prices(q), np.arange(32), q.years, one, leave_free=True)
    rooms = Rooms(p, in_year(p, 2035), nok, np.array([5, 20]))
    ends = {m: {int(e) for e in p.option_end[p.of_measure(m)]} - {9999} for m in (0, 1)}
    # Started in 2027 or 2028, out in the learning year for what binding costs, else after five.
    assert ends == {0: {2029, 2032, 2033}, 1: {2029}}
    told = when_bound(rooms, nothing(p), 0.75, resamples=20, seed=1)
    assert told[0] is not None
    assert told[1] is not None

    def nok_until(m: int, end: int) -> float:
        ways = [o for o in p.of_measure(m) if (p.option_start[o], p.option_end[o]) == (2027, end)]
        choice = np.full((32, 2), NONE)
        choice[:, m] = ways[0]
        return float((rooms.priced.miss(choice) + p.costs(choice)).mean())

    # Three years from the learning year are bound, against all of them.
    for m, end in ((0, 2032), (1, 9999)):
        price_of = told[m].price_of_binding.central  # type: ignore[union-attr]
        assert price_of == pytest.approx(nok_until(m, end) - nok_until(m, 2029))
