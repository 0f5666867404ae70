"""Which sign decides: a case whose right tree is known, brute force, and what must not matter."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from small_problem import small_problem

from kortreist.plans.branch_search import Found, Judging, Search
from kortreist.plans.branches import PathwayMap
from kortreist.plans.check import broken
from kortreist.plans.narrowed import Means, narrowed
from kortreist.plans.outcome import Signpost
from kortreist.plans.pathway_map import map_of
from kortreist.plans.problem import NONE, Problem
from kortreist.plans.signs import Sign

FloatArray = npt.NDArray[np.float64]
JUDGING = Judging(
    year=2032,
    target_t=900.0,
    within_reach=0.02,
    minimum=1.0,
    stability=0.8,
    resamples=100,
    seed=3,
)
YEARS = np.arange(2029, 2033)
STARTS = (2029, 2031)


def made(worth: FloatArray, *, money: float = 1e9, waits: FloatArray | None = None) -> Problem:
    """Return measures that each cut ``worth`` (F, M) t a year of their own source of 1 000 t.

    A tonne is worth 1 NOK and each costs 100 NOK a year: right where it cuts more than 100 t.
    """
    futures, count = worth.shape
    measure = np.repeat(np.arange(count), len(STARTS))
    start = np.tile(STARTS, count)
    on = (start[:, None] <= YEARS).astype(float)
    logs = np.log1p(-worth[:, measure, None] / 1000.0 * on)
    available = np.ones((futures, measure.size), dtype=bool)
    if waits is not None:  # the first measure waits
        available[:, measure == 0] = waits[:, None] <= start[measure == 0]
    return Problem(
        measures=tuple("bcxy"[:count]),
        years=YEARS,
        year_weight=np.ones(YEARS.size),
        frame=np.zeros(YEARS.size),
        weight=np.full(futures, 1 / futures),
        learning_year=2029,
        option_measure=measure,
        option_start=start,
        option_end=np.full(measure.size, 9999),
        early=np.zeros(measure.size, dtype=bool),
        stem=np.arange(measure.size),
        available=available,
        term_start=np.arange(measure.size + 1),
        term_group=measure.copy(),
        term_log=np.ascontiguousarray(logs),
        base=np.full((futures, count, YEARS.size), 1000.0),
        rest=np.zeros((futures, YEARS.size)),
        arrival=np.zeros((futures, measure.size, YEARS.size)),
        money=100.0 * on,
        staff=np.zeros((measure.size, YEARS.size)),
        money_limit=np.full(YEARS.size, money),
        staff_limit=np.full(YEARS.size, 9.0),
        cost=100.0 * on.sum(axis=1),
        cost_spread=np.ones((futures, count)),
        quality=np.zeros(count),
        requires=np.zeros((0, 2), dtype=np.int64),
        excludes=np.zeros((0, 2), dtype=np.int64),
        must=np.zeros(count, dtype=bool),
        never=np.zeros(count, dtype=bool),
    )


def signs_of(**drivers: FloatArray) -> list[Sign]:
    return [
        Sign(Signpost("driver", name, "up", at, 2028), 2029, values > at)
        for name, values in drivers.items()
        for at in (0.2, 0.4, 0.6, 0.8)
    ]


def two_drivers(seed: int = 0, futures: int = 160) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return drivers a and b, and worths: b right iff a > 0.6, c iff not, x always, y never."""
    rng = np.random.default_rng(seed)
    a, b = rng.random(futures), rng.random(futures)
    high = a > 0.6
    noise = 10.0 * b
    worth = np.stack(
        [
            np.where(high, 200.0, 20.0) + noise,
            np.where(high, 20.0, 150.0) + noise,
            150.0 + noise,
            20.0 + noise,
        ],
        axis=1,
    )
    return a, b, worth


def trunk_of(problem: Problem) -> npt.NDArray[np.int64]:
    """Return a trunk with the measure that is always right, from the first year."""
    row = np.full(len(problem.measures), NONE)
    row[2] = 4
    return row


def search(problem: Problem, signs: Sequence[Sign]) -> tuple[Found, ...]:
    return Search(problem, trunk_of(problem), signs, JUDGING).best()


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_two_drivers_of_which_one_decides(seed: int) -> None:
    a, b, worth = two_drivers(seed)
    problem = made(worth)
    (found,) = search(problem, signs_of(a=a, b=b))
    assert (found.sign.post.key, found.sign.post.threshold) == ("a", 0.6)
    high, low = (
        (found.yes, found.no) if found.sign.post.direction == "up" else (found.no, found.yes)
    )
    assert high == {0: 0, 1: NONE}
    assert low == {0: NONE, 1: 2}
    assert found.stability == 1.0
    # Four years: of one plan for all, the better does c as well as x, and b nowhere.
    mean = 4.0 * (a > 0.6).mean() * ((200.0 - 100.0) - (20.0 - 100.0))
    assert found.gain.central == pytest.approx(mean, rel=0.15)
    assert 0.0 < found.gain.low < found.gain.central < found.gain.high


def test_no_sign_where_nothing_tells_the_futures_apart() -> None:
    for seed in range(4):
        a, b, worth = two_drivers(seed)
        mixed = np.random.default_rng(seed + 50).permutation(worth)
        assert search(made(mixed), signs_of(a=a, b=b)) == ()
    # Nor where all futures ask for the same.
    assert search(made(np.full((160, 4), 150.0)), signs_of(a=a, b=b)) == ()
    assert Search(made(worth), trunk_of(made(worth)), (), JUDGING).best() == ()


def test_what_moves_too_few_tonnes_is_no_branch() -> None:
    a, _, worth = two_drivers()
    few = Search(made(worth), trunk_of(made(worth)), signs_of(a=a), replace(JUDGING, minimum=500))
    assert few.best() == ()


def test_money_for_one_of_two_is_given_to_the_right_one() -> None:
    a, _, worth = two_drivers()
    problem = made(worth, money=200.0)  # x and one more
    (found,) = search(problem, signs_of(a=a))
    for side in (found.yes, found.no):
        row = trunk_of(problem)
        for m, o in side.items():
            row[m] = o
        assert broken(problem.with_futures(np.arange(1)), row[None]) == []
    # For one alone: b in place of x where it cuts more than x, and x where c cuts no more.
    (found,) = search(made(worth, money=100.0), signs_of(a=a))
    assert found.sign.post.direction == "up"
    assert found.yes == {0: 0, 2: NONE}
    assert found.no == {0: NONE, 2: 4}
    assert search(made(worth, money=90.0), signs_of(a=a)) == ()


def test_a_condition_that_comes_is_acted_on_and_one_that_comes_late_too() -> None:
    rng = np.random.default_rng(5)
    come = rng.choice([2028.0, 2031.0, np.inf], 160)
    worth = np.full((160, 4), 150.0)
    worth[:, [1, 3]] = 20.0
    problem = made(worth, waits=come)
    there = come <= 2029
    sign = Sign(Signpost("condition", "law", year=2028), 2029, there)
    result = mapped(problem, [sign])
    (branch,) = result.branches
    assert branch.year == 2028
    assert branch.yes.starts == (("b", 2029),)
    assert branch.no.starts == ()
    assert branch.until == 2031
    assert branch.yes.share.central == pytest.approx(there.mean())
    assert branch.yes.cut_t.central == pytest.approx(150.0)
    assert branch.no.cut_t.central == 0.0
    # Four years, 150 t each at 1 NOK less 100 NOK, where it has come.
    assert branch.gain_nok.central == pytest.approx(4.0 * 50.0 * there.mean())


def test_rounding_is_no_loss() -> None:
    """Where a condition has not come the two ways are the same, but for rounding."""
    rng = np.random.default_rng(6)
    come = rng.choice([2028.0, np.inf], 160)
    problem = made(rng.uniform(120.0, 180.0, (160, 4)), waits=come)
    base = rng.uniform(1900.0, 2100.0, (160, 1, YEARS.size))
    problem = replace(problem, base=base, term_group=np.zeros_like(problem.term_group))
    sign = Sign(Signpost("condition", "law", "up", year=2028), 2029, come <= 2029)
    trunk = np.array([NONE, 2, 4, 6])
    (found,) = Search(problem, trunk, [sign], JUDGING).best()
    assert dict(found.yes) == {0: 0}
    assert found.stability == 1.0


def mapped(problem: Problem, signs: Sequence[Sign]) -> PathwayMap:
    return map_of(
        problem,
        trunk_of(problem),
        signs,
        JUDGING,
        now={"early": 2027},
        anyway={"x": 2029},
        open_=problem.measures,
    )


def test_what_each_way_reaches_adds_up() -> None:
    a, b, worth = two_drivers()
    result = mapped(made(worth), signs_of(a=a, b=b))
    (branch,) = result.branches
    yes, no = branch.yes, branch.no
    assert yes.share.central + no.share.central == pytest.approx(1.0)
    assert result.anyway == (("x", 2029),)
    assert result.unsorted == ("y",)
    assert result.signs == 2
    # What is planned anyway is done also where nothing is decided here.
    assert result.undecided.reach_t.central == pytest.approx(4000.0 - worth[:, 2].mean())
    assert result.undecided.cut_t.central == 0.0
    cut = {way.starts: way.cut_t.central for way in (yes, no)}
    assert cut[("b", 2029),] == pytest.approx(worth[a > 0.6, 0].mean())
    assert cut[("c", 2029),] == pytest.approx(worth[a <= 0.6, 1].mean())
    signs_alone = np.where(a > 0.6, worth[:, 0], worth[:, 1])
    assert result.followed.cut_t.central == pytest.approx(signs_alone.mean())
    assert yes.cost_nok == no.cost_nok == pytest.approx(400.0)
    assert yes.own_nok == pytest.approx(100.0)
    assert result.out_of_reach
    assert yes.target.central == no.target.central == 0.0
    near = replace(JUDGING, target_t=3655.0)
    met = Search(made(worth), trunk_of(made(worth)), signs_of(a=a), near)
    assert met.best()


def test_ends_and_ways_are_one_sum_also_where_two_signs_move_one_source() -> None:
    """Followed less undecided is the ways' cuts by how often, though b and c overlap."""
    rng = np.random.default_rng(2)
    a, b = rng.random(160), rng.random(160)
    some = [np.where(a > 0.6, 400.0, 20.0), np.where(b > 0.4, 400.0, 20.0)]
    worth = np.stack([*some, np.full(160, 150.0), np.full(160, 20.0)], axis=1)
    problem = made(worth)
    problem = replace(problem, term_group=np.where(problem.term_group == 1, 0, problem.term_group))
    result = mapped(problem, signs_of(a=a, b=b))
    assert len(result.branches) == 2
    ways = [way for branch in result.branches for way in (branch.yes, branch.no)]
    parts = sum(way.share.central * way.cut_t.central for way in ways)
    assert parts == pytest.approx(result.followed.cut_t.central)
    between = result.undecided.reach_t.central - result.followed.reach_t.central
    assert between == pytest.approx(parts)
    for branch in result.branches:
        both = sum(w.share.central * w.reach_t.central for w in (branch.yes, branch.no))
        assert both == pytest.approx(result.followed.reach_t.central)


@pytest.mark.parametrize("seed", range(3))
def test_order_of_futures_changes_nothing(seed: int) -> None:
    a, b, worth = two_drivers(seed)
    turned = np.random.default_rng(9).permutation(a.size)
    one = mapped(made(worth), signs_of(a=a, b=b))
    other = mapped(made(worth[turned]), signs_of(a=a[turned], b=b[turned]))
    assert one == other


@pytest.mark.parametrize("seed", range(6))
def test_ways_are_as_good_as_any_found_by_trying_all(seed: int) -> None:
    """Against all plans of two sides: the search loses next to nothing, and breaks nothing."""
    whole = replace(small_problem(seed, 4, 40, give_up=False), lost=None)
    problem = narrowed(whole, np.full(4, NONE), range(4))
    problem = replace(problem, available=np.ones_like(problem.available))
    rng = np.random.default_rng(seed)
    come = rng.random(40) < 0.5
    sign = Sign(Signpost("driver", "a", "up", 1.0, 2028), 2029, come)
    trunk = np.full(len(problem.measures), NONE)
    here = Search(problem, trunk, [sign], replace(JUDGING, year=2030))
    plans, _ = here._plans(here.signs, np.ones(40, dtype=bool))
    options = [[NONE, *problem.of_measure(m).tolist()] for m in range(len(problem.measures))]
    one = problem.with_futures(np.arange(1))
    rows = [r for r in itertools.product(*options) if not broken(one, np.array([r]))]
    loss = np.array([here.loss(np.tile(r, (40, 1))) for r in rows])
    for plan, side in ((plans[1], here.signs[0].come), (plans[2], ~here.signs[0].come)):
        assert not broken(one, plan[None])
        ours = here.loss(np.tile(plan, (40, 1)))[side].mean()
        idle = here.loss(np.tile(trunk, (40, 1)))[side].mean()
        best = loss[:, side].mean(axis=1).min()
        assert best <= ours + 1e-9
        assert ours - best <= 0.1 * (idle - best) + 1e-9


def test_a_narrowed_problem_counts_what_is_given() -> None:
    whole = small_problem(4, 5, 3)
    given = np.full(5, NONE)
    given[0] = int(
        np.flatnonzero((whole.option_measure == 0) & (whole.stem == np.arange(whole.stem.size)))[0]
    )
    narrow = narrowed(whole, given, [1, 2, 3, 4])
    assert narrow.measures == ("m1", "m2", "m3", "m4")  # what m1 needs is given
    both = given.copy()
    row = np.full(4, NONE)
    row[1] = int(narrow.of_measure(1)[0])
    same = (whole.option_measure == 2) & (whole.option_start == narrow.option_start[row[1]])
    both[2] = int(np.flatnonzero(same & (whole.stem == np.arange(whole.stem.size)))[0])
    assert narrow.emission(np.tile(row, (3, 1))) == pytest.approx(
        whole.emission(np.tile(both, (3, 1)))
    )
    extra = whole.costs(np.tile(both, (3, 1))) - whole.costs(np.tile(given, (3, 1)))
    assert narrow.costs(np.tile(row, (3, 1))) == pytest.approx(extra)
    assert narrow.money_limit == pytest.approx(whole.money_limit - whole.money[given[0]])
    assert narrowed(whole, np.full(5, NONE), [1, 2]).measures == ("m2",)  # m1 lacks m0


def test_means_of_one_option_are_exact() -> None:
    a, _, worth = two_drivers(futures=30)
    problem = made(worth)
    inside, yes = np.arange(30) < 20, (a > 0.6)[None]
    means = Means(problem).split(inside, yes)
    assert means.weight.size == 3
    for i, part in enumerate((inside, inside & yes[0], inside & ~yes[0])):
        for o in range(problem.option_measure.size):
            row = np.full(4, NONE)
            row[problem.option_measure[o]] = o
            exact = problem.emission(np.tile(row, (30, 1)))[part].mean(axis=0)
            assert means.emission(np.tile(row, (3, 1)))[i] == pytest.approx(exact)
