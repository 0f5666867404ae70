"""Bindings computed by hand, undiscounted: each right answer is written beside the case."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_bindings import LIMITS, binding, empty_problem, flow, setting

from kortreist.bindings import Binding, Exit, JudgedBinding, judge_bindings
from kortreist.bindings.courses import Course, Stretch, world
from kortreist.bindings.losses import losses_of
from kortreist.bindings.room import above_frame, room_of

NOTHING = binding("null", 0.0, zero=True)


def judged(b: Binding, **also: object) -> JudgedBinding:
    return judge_bindings(setting(**also), [b], LIMITS)[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("years", "committed", "above"), [(20, 3000.0, 1425.0), (10, 1500.0, 337.5)]
)
def test_gas_boiler(years: int, committed: float, above: float) -> None:
    pump = binding("pump", 0.0, running=10_000.0, lifetime=years)
    old = binding("null", 200.0, running=60_000.0, zero=True)
    boiler = binding(
        "boiler", 150.0, running=50_000.0, lifetime=years, alternatives=(pump, old), kind="heating"
    )
    j = judged(boiler)
    assert j.committed["territorial"].central == pytest.approx(committed)
    assert j.above_path is not None
    assert j.above_path.central == pytest.approx(above)
    assert (j.verdict, j.best_alternative, j.stability) == ("avoid", "pump", 1.0)
    assert [a.dominated for a in j.alternatives] == [True, False, True]


def test_led_emits_nothing_and_changes_nothing() -> None:
    led = binding(
        "led", 0.0, running=1.0, alternatives=(replace(NOTHING, running=10.0),), kind="energy"
    )
    j = judged(led)
    assert j.verdict == "start_now"
    assert j.committed["territorial"].central == 0.0
    assert j.above_path is not None
    assert j.above_path.central == 0.0
    assert j.above_frame is not None
    assert (j.above_frame.central, j.cost_to_restore, j.reach_change) == (0.0, 0.0, 0.0)


def test_road_that_falls_with_the_fleet() -> None:
    path = tuple(1.0 - t / 20.0 for t in range(20))
    road = binding(
        "road", None, flows=(flow(200.0, path=path),), kind="road", alternatives=(NOTHING,)
    )
    j = judged(road)
    assert j.committed["territorial"].central == pytest.approx(2100.0)
    assert j.above_path is not None
    assert j.above_path.central == 0.0
    # So the tonnes above the frame are shown too: the ten years of the plan.
    assert j.above_frame is not None
    assert j.above_frame.central == pytest.approx(sum(200.0 * p for p in path[:10]))
    assert j.not_made_good == pytest.approx(1.0)


MILLION = 1e6


def tender(**also: object) -> Binding:
    electric = binding("electric", 0.0, running=0.9 * MILLION, lifetime=10)
    extended = binding("null", 400.0, lifetime=10, zero=True)
    values: dict[str, object] = {"lifetime": 10, "kind": "transport_contract"}
    return binding("diesel", 400.0, alternatives=(electric, extended), **(values | also))


def test_diesel_tender() -> None:
    lost = losses_of(setting(price=(2000.0, 3000.0)), empty_problem(), tender())
    assert (lost.loss[0] / MILLION).tolist() == pytest.approx([8.0, 12.0])
    assert (lost.loss[1] / MILLION).tolist() == pytest.approx([9.0, 9.0])
    assert lost.loss[1].mean() - lost.loss.min(axis=0).mean() == pytest.approx(0.5 * MILLION)
    j = judged(tender(), price=(2000.0, 3000.0))
    assert j.right is not None
    assert (j.right[0], j.best_alternative, j.verdict) == (0.5, "electric", "keep_open")
    assert j.break_even == pytest.approx(2250.0)


def test_diesel_tender_with_a_break() -> None:
    b = tender(exits=(Exit(2031, 1.5 * MILLION),))
    j = judged(b, price=(2000.0, 3000.0))
    lost = losses_of(setting(price=(2000.0, 3000.0)), empty_problem(), b)
    assert (lost.loss[0] / MILLION).tolist() == pytest.approx([8.0, 4.8 + 5.4 + 1.5])
    assert j.break_value == pytest.approx(0.15 * MILLION)
    assert j.best_alternative == "electric"


@pytest.mark.parametrize(("extension", "worth"), [(0.0, 0.35), (0.2, 0.15), (0.4, -0.05)])
def test_waiting_a_year_with_the_tender(extension: float, worth: float) -> None:
    b = tender(waiting_cost=extension * MILLION)
    j = judged(b, price=(2000.0, 3000.0), learning_year=2028)
    assert j.value_of_waiting == pytest.approx(worth * MILLION)
    assert (j.verdict, j.best_alternative, j.wait_to) == ("keep_open", "electric", 2028)
    # What costs more to wait for than it gives is decided now: electric.
    assert j.reason == ("right_in_some" if worth > 0.0 else "decide_now")


def test_waiting_and_breaks_are_what_a_tree_rolled_back_by_hand_says() -> None:
    """Chance of price, then decision: every leaf written out."""
    prices, extension, penalty = (2000.0, 3000.0), 0.2, 1.5
    sign = {"diesel": 0.0, "electric": 0.0}
    wait = 0.0
    for p in prices:
        year = 400.0 * p / MILLION
        sign["diesel"] += 0.5 * min(10 * year, 4 * year + penalty + 6 * min(0.9, year))
        sign["electric"] += 0.5 * 9.0
        wait += 0.5 * (year + extension + 9 * min(year, 0.9))
    b = tender(exits=(Exit(2031, penalty * MILLION),), waiting_cost=extension * MILLION)
    j = judged(b, price=prices)
    assert {a.id: a.loss_nok / MILLION for a in j.alternatives if not a.zero} == pytest.approx(sign)
    assert j.value_of_waiting is not None
    assert j.value_of_waiting / MILLION == pytest.approx(min(sign.values()) - wait)


def test_what_is_held_is_out_of_a_measures_reach() -> None:
    b = binding(
        "contract",
        None,
        flows=(flow(400.0, mode="holds", source="road_transport/buses"),),
        lifetime=6,
    )
    s = setting()
    free = s.problem
    bound = world(s, free, Course((Stretch(b, 2027, 2027, 2032, 6),)))
    chosen = np.zeros((2, 1), dtype=np.int64)
    cut = bound.rest + bound.base.sum(axis=1) - bound.emission(chosen)
    by_year = dict(zip(bound.years.tolist(), cut[0].tolist(), strict=True))
    assert by_year[2031] == pytest.approx(300.0)
    assert by_year[2033] == pytest.approx(500.0)


@pytest.mark.parametrize("price_of_a", [0.0, -500.0, 1000.0])
def test_what_shuts_out_something_better_is_avoided_whatever_its_own_price(
    price_of_a: float,
) -> None:
    """A cuts 50 t for 25 years and shuts B, which cuts 300 t: B alone."""
    problem = empty_problem(tonnes=600.0)
    as_today = binding("null", 50.0, lifetime=25, zero=True)
    a = binding(
        "a",
        0.0,
        running=50.0 * price_of_a,
        lifetime=25,
        closes=("halve",),
        alternatives=(as_today,),
    )
    j = judge_bindings(setting(problem, years=25, price=(2000.0, 2000.0)), [a], LIMITS)[0]
    assert (j.verdict, j.best_alternative) == ("avoid", "null")
    # B can start in 2028, and the plan counts nine of its years.
    assert j.options_closed == pytest.approx(9 * 300.0)


def test_bog_stands_by_itself() -> None:
    bog = binding(
        "bog",
        None,
        flows=(flow(3000.0, account="land", once=True),),
        lifetime=60,
        kind="land",
        running=1.0,
        alternatives=(NOTHING,),
    )
    j = judged(bog, years=60)
    assert j.committed["land"].central == 3000.0
    assert j.committed["territorial"].central == 0.0
    assert j.above_frame is not None
    assert j.above_frame.central == 0.0
    assert j.verdict == "avoid"


def test_many_small_ones_add_up() -> None:
    lines = [binding(f"line{i}", 15.0, alternatives=(NOTHING,)) for i in range(40)]
    large = binding("large", 150.0, alternatives=(NOTHING,))
    s = setting(account=60_000.0)
    out = judge_bindings(s, [*lines, large], LIMITS)
    assert {j.verdict for j in out[:40]} == {"too_small"}
    yearly = sum(j.committed["territorial"].central / 20 for j in out[:40])
    assert yearly == pytest.approx(600.0)
    together = out[0].portfolio
    assert together is not None
    assert together.together == pytest.approx(10 * (600.0 + 150.0))
    assert sum(j.portfolio.share for j in out if j.portfolio) == pytest.approx(together.together)


def test_missing_is_never_nothing() -> None:
    whole = binding("b", 100.0, alternatives=(NOTHING,))
    cases = {
        "flow": replace(whole, flows=()),
        "lifetime": replace(whole, lifetime=None),
        "capital": replace(whole, capital=None),
        "running": replace(whole, running=None),
        "zero_alternative": replace(whole, alternatives=()),
        "alternative_flow": replace(whole, alternatives=(replace(NOTHING, flows=()),)),
    }
    for what, b in cases.items():
        j = judged(b)
        assert (j.verdict, what in j.missing) == ("unknown", True), what
    assert judged(replace(whole, flows=())).committed == {}
    # That nothing is signed must be confirmed by somebody before it is zero.
    assert judged(replace(whole, alternatives=(), zero_confirmed=True)).verdict != "unknown"


def test_starts_after_the_horizon_and_growth_that_is_in_the_baseline() -> None:
    late = binding("late", 100.0, start=2040, signed_by=2038, lifetime=5, alternatives=(NOTHING,))
    j = judge_bindings(setting(years=20), [late], LIMITS)[0]
    assert "after_horizon" in j.notes
    assert j.committed["territorial"].central == 500.0
    assert j.above_frame is not None
    assert j.above_frame.central == 0.0
    held = binding("held", None, flows=(flow(100.0, in_baseline=0.25),), alternatives=(NOTHING,))
    j = judged(held)
    assert (j.committed["territorial"].central, j.committed_net) == (2000.0, 1500.0)


def test_adopted_yesterday_is_in_what_the_next_is_judged_in() -> None:
    adopted = binding("adopted", 400.0, status="adopted", alternatives=(NOTHING,))
    planned = binding("planned", 100.0, alternatives=(NOTHING,))
    s = setting(frame=None)
    # A frame that the first alone does not break: only both do.
    s = replace(s, problem=replace(s.problem, frame=np.full(10, 1550.0)))
    alone = judge_bindings(s, [planned], LIMITS)[0]
    after = judge_bindings(s, [adopted, planned], LIMITS)[1]
    assert alone.above_frame is not None
    assert after.above_frame is not None
    assert alone.above_frame.central == 0.0
    assert after.above_frame.central > 0.0
    assert room_of(s, s.problem).above.value.tolist() == above_frame(s, s.problem).value.tolist()


def duty(id: str, tonnes: float, capital: float, **also: object) -> Binding:
    values: dict[str, object] = {"capital": capital, "start": 2028, "needs_by": 2028}
    return binding(id, tonnes, **(values | also))


def in_years(b: Binding, **also: object) -> JudgedBinding:
    """Judge in a calendar that holds 20 years from 2028, at 2,000 kr a tonne."""
    return judged(b, **({"years": 21, "price": (2000.0, 2000.0)} | also))


@pytest.mark.parametrize("confirmed", [False, True])
def test_what_a_duty_forbids_is_no_choice(confirmed: bool) -> None:
    """Dirty: 10 million and 300 t a year, 22 with price. Clean: 60. Nothing is not lawful."""
    clean = duty("clean", 0.0, 60 * MILLION)
    none = () if confirmed else (NOTHING,)
    dirty = duty(
        "dirty", 300.0, 10 * MILLION, alternatives=(clean, *none), zero_confirmed=confirmed
    )
    j = in_years(dirty)
    assert j.right is not None
    assert (j.verdict, j.best_alternative, j.right[0]) == ("anchor_first", "dirty", 1.0)
    assert (j.signing, j.not_signing) == pytest.approx((0.0, 38 * MILLION))
    zero = next(a for a in j.alternatives if a.zero)
    assert (zero.breaks_duty, zero.right) == (True, 0.0)
    assert [a.dominated for a in j.alternatives] == [False, False, False]
    # The price at which they are as good: 50 million over 6,000 t.
    assert j.break_even == pytest.approx(50 * MILLION / 6000.0)
    assert (j.value_of_waiting, j.price_of_binding) == (None, 0.0)


def test_a_duty_is_met_by_what_is_better_than_the_only_other_that_meets_it() -> None:
    dirty = duty("dirty", 300.0, 100 * MILLION)
    j = in_years(duty("clean", 0.0, 60 * MILLION, alternatives=(dirty, NOTHING)))
    assert (j.verdict, j.best_alternative) == ("start_now", "clean")
    assert j.not_signing == pytest.approx((112 - 60) * MILLION)


def test_a_duty_with_one_choice_is_no_question_of_which() -> None:
    j = in_years(duty("only", 300.0, MILLION, alternatives=(NOTHING,)))
    assert (j.verdict, j.missing) == ("unknown", ("duty_alternative",))
    # One that falls due after its life forbids nothing.
    j = in_years(duty("only", 300.0, MILLION, alternatives=(NOTHING,), needs_by=2048))
    assert (j.verdict, j.best_alternative) == ("avoid", "null")


def test_what_comes_after_it_is_needed_is_no_choice_beside_what_comes_in_time() -> None:
    soon = duty("soon", 0.0, 60 * MILLION)
    late = duty("late", 0.0, MILLION, start=2030, signed_by=2027, alternatives=(soon, NOTHING))
    j = in_years(late, years=23)
    # The other is there from the first year it is asked about, which is too late too.
    assert "all_late_for_duty" in j.notes
    j = in_years(
        duty("b", 0.0, 2 * MILLION, alternatives=(replace(late, alternatives=()), NOTHING, soon))
    )
    assert {a.id: a.breaks_duty for a in j.alternatives} == {
        "b": False,
        "late": True,
        "soon": False,
        "null": True,
    }
    assert j.best_alternative == "b"


def test_a_lock_is_not_cleared_by_a_way_out_that_nobody_would_take() -> None:
    b = binding("b", 300.0, start=2028, alternatives=(NOTHING,))
    for exits, expected in (
        ((), "avoid"),
        ((Exit(2036, 900 * MILLION),), "avoid"),
        ((Exit(2037, 900 * MILLION),), "avoid"),
        ((Exit(2037, 0.0),), "avoid"),
        ((Exit(2029, 0.0),), "keep_open"),
    ):
        assert in_years(replace(b, exits=exits)).verdict == expected, exits


def test_what_may_be_left_free_of_charge_commits_until_then() -> None:
    b = binding("b", 300.0, start=2028, alternatives=(NOTHING,))
    for exits, committed, last in (
        ((), 6000.0, 2047),
        ((Exit(2029, 0.0),), 300.0, 2028),
        ((Exit(2038, 0.0),), 3000.0, 2037),
        # Who pays to leave pays for what was signed.
        ((Exit(2029, 1.0),), 6000.0, 2047),
        ((Exit(2029, 1.0), Exit(2031, 0.0)), 900.0, 2030),
    ):
        j = in_years(replace(b, exits=exits))
        assert j.committed["territorial"].central == pytest.approx(committed)
        assert sum(r.central for r in j.by_year.values()) == pytest.approx(committed)
        assert j.committed_to == last
        assert j.whole_life["territorial"].central == pytest.approx(6000.0)


def test_small_is_less_a_year_than_the_larger_of_the_two_in_the_years_it_emits() -> None:
    account = {"account": 40_000.0}  # a thousandth of it is 40 t
    for tonnes, expected in ((39.0, True), (41.0, False)):
        b = binding("b", tonnes, start=2028, alternatives=(NOTHING,))
        assert (in_years(b, **account).verdict == "too_small") is expected
    two_years = flow(300.0, last=2029)
    b = binding("b", None, flows=(two_years,), start=2028, alternatives=(NOTHING,))
    assert in_years(b, **account).verdict == "avoid"


@pytest.mark.parametrize("how", ["holds", "closes"])
def test_what_keeps_measures_out_and_gives_nothing_is_a_lock_and_no_price_turns_it(
    how: str,
) -> None:
    """Half of 1,000 t can be cut for 200 kr a tonne, in half of the futures: else it is dear."""
    p = empty_problem(futures=8)
    cost = 200.0 * 9 * 500.0
    p = replace(p, cost=np.array([cost]), cost_spread=np.array([[1.0], [20.0]] * 4))
    kept: dict[str, object] = (
        {"flows": (flow(1000.0, mode="holds", source="road_transport/buses", in_baseline=1.0),)}
        if how == "holds"
        else {"flows": (flow(0.0),), "closes": ("halve",)}
    )
    b = binding("b", None, lifetime=10, alternatives=(NOTHING,), **kept)
    j = judged(b, problem=p, price=(1000.0,) * 8)
    assert j.right is not None
    assert (j.verdict, j.best_alternative, j.right[0]) == ("avoid", "null", 0.0)
    assert j.signing == pytest.approx(0.5 * (1000.0 - 200.0) * 9 * 500.0)
    assert {a.id: a.right for a in j.alternatives} == {"b": 0.0, "null": 1.0}
    assert j.break_even is None
    # Paid for it, its 1.125 million is what the cut of 4,500 t in half of the futures is worth
    # at 700 kr a tonne: 500 kr each above its cost.
    paid = replace(b, running=-112_500.0)
    j = judged(paid, problem=p, price=(1000.0,) * 8)
    assert j.break_even == pytest.approx(700.0, rel=0.01)


def test_what_is_the_same_as_nothing_signed_makes_no_difference() -> None:
    same = binding("null", 300.0, running=MILLION, zero=True)
    b = binding("b", 300.0, running=MILLION, alternatives=(same,))
    j = judged(b)
    assert (j.verdict, j.reason, j.best_alternative) == ("keep_open", "no_difference", "null")
    twin = binding("twin", 300.0, running=MILLION)
    j = judged(replace(b, alternatives=(twin, replace(same, running=2 * MILLION))))
    assert (j.verdict, "same_as_alternative" in j.notes) == ("anchor_first", True)
