"""Cases of one or two measures whose right answer is told in advance, in two draws each."""

from __future__ import annotations

import pytest
from made_measures import CARS, measure, planned, spread, verdicts

from kortreist.errors import InputError
from kortreist.measures import Measure
from kortreist.measures.measure import Effect
from kortreist.plans import Verdict

SEEDS = (7, 20261123)
LEARNING = 2029
#: What a measure costs that is right in some futures: capital, NOK.
SOME, MOST = (0.0, 9e6, 18e6), (0.0, 8e6, 16e6)


def of(*some: Measure, seed: int, **also: object) -> dict[str, Verdict]:
    return verdicts(planned(some, seed=seed, **also))  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.case("method 1", "method 2")
def test_what_is_right_and_cheap(seed: int) -> None:
    free = of(measure("a", 0.05), seed=seed)["a"]
    assert (free.group, free.start_year, free.decide_by) == ("start_now", 2027, 2026)
    binds = of(measure("a", 0.05, binds=20, lost=0.9, capital=(1e6, 1e6, 1e6)), seed=seed)["a"]
    assert (binds.group, binds.start_year, binds.decide_by) == ("anchor_first", 2028, 2027)
    for v in (free, binds):
        assert v.stability == 1.0
        assert v.holds_in == v.variants


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("price", [SOME, MOST])
@pytest.mark.case("method 3", "method 4")
def test_what_binds_is_never_bound_where_what_does_not_waits(
    seed: int, price: tuple[float, float, float]
) -> None:
    free = of(measure("a", 0.05, capital=price), seed=seed)["a"]
    binds = of(measure("a", 0.05, capital=price, binds=20, lost=0.9), seed=seed)["a"]
    assert 0.5 < free.early_share < 0.8
    assert binds.early_share == free.early_share
    assert binds.group == "keep_open"
    assert binds.start_year is None or binds.start_year >= LEARNING
    assert (free.start_year or 9999) <= (binds.start_year or 9999)
    # What can be left loses less by a wrong start, at the same price.
    assert expected(free)[0] < expected(binds)[0] / 3.0


def expected(v: Verdict) -> tuple[float, float]:
    r = v.regret
    assert r.start_wrong is not None
    assert r.wait_wrong is not None
    return r.start_wrong * r.start_chance, r.wait_wrong * r.wait_chance


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.case("method 5")
def test_the_one_that_can_be_left_starts_and_the_one_that_binds_waits(seed: int) -> None:
    """Right as often, but now and then very dear: only the one that can be left may start."""
    dear = (0.0, 1e6, 21e6)
    free = of(measure("a", 0.05, capital=dear), seed=seed, count=256)["a"]
    binds = of(measure("a", 0.05, capital=dear, binds=20, lost=0.9), seed=seed, count=256)["a"]
    assert binds.group == "keep_open"
    assert expected(free)[0] <= expected(free)[1]
    assert expected(binds)[0] > 3.0 * expected(free)[0]


def emitter(id: str, **also: object) -> Measure:
    """Return a measure that moves car use to vans that emit three times as much."""
    moved = Effect(
        *CARS,
        "shift",
        spread(0.3, 0.3, 0.3),
        to_scope="direct",
        to_sector="road_transport",
        to_source="vans",
        to_actor="residents",
        conversion=3.0,
    )
    return measure(id, 0.1, effects=(moved,), **also)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.case("method 6", "method 7")
def test_what_emits_is_shown_and_locks_in(seed: int) -> None:
    for yearly in (1e5, -1e5):  # it costs; it saves money
        v = of(emitter("a", yearly=yearly, binds=40, lost=0.9), seed=seed)["a"]
        assert (v.group, v.reason) == ("avoid", "adds_emissions")
        assert v.committed_emissions > 0.0
        assert v.start_year is None


def test_a_negative_cut_is_refused_and_not_cut_off() -> None:
    with pytest.raises(InputError, match="adds emissions"):
        of(measure("a", -0.05), seed=7)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("says", ["a", "b"])
@pytest.mark.case("method 8")
def test_a_small_one_that_shuts_a_large_one_is_a_lock_in(seed: int, says: str) -> None:
    shuts = {"a": ("b",)} if says == "a" else {"b": ("a",)}
    small = measure("a", 0.05, binds=25, lost=0.9, excludes=shuts.get("a", ()))
    large = measure("b", 0.3, excludes=shuts.get("b", ()))
    found = of(small, large, seed=seed)
    assert (found["a"].group, found["a"].reason) == ("avoid", "closes_more")
    assert (found["a"].closes, found["b"].closes) == (("b",), ("a",))
    assert found["b"].group == "start_now"
    assert found["a"].info_gap == 0.0
    # What is shut out is part of what is lost.
    loses, gives = expected(found["a"])
    assert loses > gives


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.case("method 9")
def test_what_shuts_something_that_waits_for_a_law_is_kept_open_until_the_law(seed: int) -> None:
    small = measure("a", 0.03, binds=25, lost=0.9, excludes=("b",))
    large = measure("b", 0.3, enabling_conditions=("zero_emission_zone_law",))
    found = of(small, large, seed=seed)
    assert found["a"].group == "keep_open"
    assert found["a"].signpost is not None
    assert (found["a"].signpost.kind, found["a"].signpost.key) == (
        "condition",
        "zero_emission_zone_law",
    )
    # Its coming speaks against the small one: what is told is that it stays away.
    assert found["a"].signpost.direction == "down"
    assert found["a"].signpost.see_by == found["a"].decide_by
    assert (found["b"].group, found["b"].reason) == ("keep_open", "waits_for_condition")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.case("method 10")
def test_of_two_equal_ones_that_exclude_each_other_one_is_chosen(seed: int) -> None:
    price = (200.0, 1000.0, 1800.0)
    pair = [
        measure("a", 0.1, price, binds=25, lost=0.9, excludes=("b",)),
        measure("b", 0.1, price, binds=25, lost=0.9),
    ]
    found = of(*pair, seed=seed)
    assert {v.group for v in found.values()} == {"anchor_first"}
    assert {v.reason for v in found.values()} == {"one_of_these"}
    assert (found["a"].one_of, found["b"].one_of) == (("b",), ("a",))
    assert sum(v.start_year is not None for v in found.values()) == 1
    turned = of(*pair[::-1], seed=seed)
    assert {m: v.group for m, v in turned.items()} == {m: v.group for m, v in found.items()}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("shares", [(0.01, 0.3), (0.3, 0.01), (0.0, 0.3)])
@pytest.mark.case("method 11", "method 12")
def test_what_is_needed_starts_with_what_needs_it(seed: int, shares: tuple[float, float]) -> None:
    """Also where it cuts little for its cost, or nothing at all."""
    first = measure("a", shares[0], capital=(1e6, 1e6, 1e6), own=True)
    found = of(first, measure("b", shares[1], requires=("a",)), seed=seed)
    assert {v.group for v in found.values()} == {"start_now"}
    assert {v.start_year for v in found.values()} == {2027}
    assert found["b"].needs == ("a",)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_nothing_needs_and_cuts_nothing_is_not_shown(seed: int) -> None:
    assert set(of(measure("a", 0.0), measure("b", 0.3), seed=seed)) == {"b"}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.case("method 13")
def test_twins_with_money_for_one_are_one_of_these(seed: int) -> None:
    pair = [measure(i, 0.05, yearly=1e5, own=True) for i in ("a", "b")]
    found = of(*pair, seed=seed, money=1.2e5)
    assert {v.group for v in found.values()} == {"start_now"}
    assert {v.reason for v in found.values()} == {"one_of_these"}
    early = [v for v in found.values() if v.start_year is not None and v.start_year < LEARNING]
    assert len(early) == 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.case("method 14")
def test_what_is_needed_in_the_worst_futures_only_is_insurance(seed: int) -> None:
    for cut in (0.46, 0.465, 0.47, 0.475, 0.48, 0.485):
        v = of(measure("a", 0.05), seed=seed, cut=cut, count=256)["a"]
        if 0.03 < v.ever_share < 0.12:
            break
    else:
        pytest.fail("no target leaves a few futures above the frame")
    assert (v.group, v.reason) == ("keep_open", "insurance")
    assert v.signpost is not None
    assert v.signpost.kind == "driver"


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_cheap_where_the_target_is_met_is_not_needed(seed: int) -> None:
    v = of(measure("a", 0.05), seed=seed, cut=0.2)["a"]
    assert (v.group, v.reason, v.decide_by) == ("not_needed", "not_needed", None)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_dear_is_not_for_the_climates_sake_however_much_money(seed: int) -> None:
    v = of(measure("a", 0.05, (9000.0, 9000.0, 9000.0)), seed=seed)["a"]
    assert (v.group, v.reason, v.decide_by) == ("not_for_climate", "costs_more", None)
    assert v.start_year is None


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_adopted_is_a_group_of_its_own(seed: int) -> None:
    dear = measure("a", 0.05, (9000.0, 9000.0, 9000.0))
    found = of(dear, measure("b", 0.05), seed=seed, fixed={"a": 2028})
    assert (found["a"].group, found["a"].start_year) == ("adopted", 2028)
    assert found["a"].decide_by is None
    assert found["a"].signpost is None


@pytest.mark.parametrize("seed", SEEDS)
def test_a_long_ramp_should_have_been_decided_before(seed: int) -> None:
    slow = measure("a", 0.3, capital=(0.0, 7e7, 1.4e8), ramp_years=15, binds=20, lost=0.9)
    v = of(slow, seed=seed)["a"]
    assert 0.2 < v.early_share < 0.8
    assert v.group == "decide_now"
    assert v.decide_by is not None
    assert 2016 <= v.decide_by <= 2022
    assert v.start_year is None
    quick = of(measure("a", 0.05, capital=SOME), seed=seed)["a"]
    assert quick.group == "keep_open"
    assert quick.decide_by is not None
    assert quick.decide_by >= 2027


@pytest.mark.parametrize("seed", SEEDS)
def test_what_must_be_decided_now_is_counted_apart_and_learns_nothing(seed: int) -> None:
    slow = measure("a", 0.3, capital=(0.0, 7e7, 1.4e8), ramp_years=15, binds=20, lost=0.9, own=True)
    plan = planned([slow, measure("b", 0.05, capital=SOME)], seed=seed)
    found = verdicts(plan)
    assert (found["a"].group, found["b"].group) == ("decide_now", "keep_open")
    assert plan.decide_now.measures == ("a",)
    assert "a" not in plan.starts
    assert plan.refused["a"] == "decide_now"
    # It would cut a fifteenth of its share of car use more each year, and cars emit less.
    cut = plan.decide_now.tonnes
    assert 1.5 < cut[2030] / cut[2028] < 2.0
    assert sum(plan.decide_now.nok.values()) > 0.0
    # What cannot wait for it has no use of what is learnt: only what is kept open counts.
    alone = planned([measure("b", 0.05, capital=SOME)], seed=seed)
    assert plan.learning.value_nok == pytest.approx(alone.learning.value_nok, rel=0.25)
    only = planned([slow], seed=seed)
    assert only.learning.value_nok is None
    assert planned([measure("b", 0.05)], seed=seed).decide_now.measures == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_what_needs_something_that_binds_binds_as_long(seed: int) -> None:
    """A charging point for twenty years and the cars it is for are one commitment."""
    first = measure("a", 0.0, capital=(1e5, 1e5, 1e5), binds=20, lost=1.0, own=True)
    cars = measure("b", 0.05, yearly=1e4, requires=("a",))
    found = of(first, cars, seed=seed)
    for v in found.values():
        assert (v.group, v.start_year, v.decide_by) == ("anchor_first", 2028, 2027)
        assert v.binding_years == 20
        # What it makes possible is part of what it may lose.
        assert (v.satisficing, v.info_gap) == (1.0, 1.0)
    # What is adopted binds already: what needs it does not bind anew.
    there = of(first, cars, seed=seed, fixed={"a": 2027})["b"]
    assert (there.group, there.start_year, there.binding_years) == ("start_now", 2027, 1)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_better_one_rules_out_is_not_short_of_money(seed: int) -> None:
    found = of(measure("a", 0.05, excludes=("b",)), measure("b", 0.1), seed=seed)
    assert (found["a"].group, found["a"].reason) == ("not_for_climate", "rival_better")
    assert found["a"].signpost is None
    assert found["b"].group == "start_now"


@pytest.mark.parametrize("seed", SEEDS)
def test_what_needs_something_too_dear_has_no_sign_of_money(seed: int) -> None:
    dear = measure("a", 0.001, capital=(9e8, 9e8, 9e8))
    found = of(dear, measure("b", 0.05, yearly=-1e5, requires=("a",)), seed=seed)
    assert found["b"].group in ("keep_open", "not_for_climate")
    assert found["b"].reason in ("needs_other", "costs_more")
    assert found["b"].signpost is None
