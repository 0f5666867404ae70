"""Nine investments and contracts written down with their answer before they were judged.

Undiscounted, prices of the year known from 2028; kroner in millions.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_bindings import LIMITS, binding, empty_problem, flow, setting

from kortreist.bindings import Binding, Exit, Flow, JudgedBinding, judge_bindings
from kortreist.bindings.losses import losses_of

M = 1e6
NOTHING = binding("null", 0.0, zero=True)


def of(id: str, tonnes: float, capital: float, running: float, **also: object) -> Binding:
    return binding(id, tonnes, capital=capital * M, running=running * M, **also)


def judged(b: Binding, *prices: float, years: int = 60, **also: object) -> JudgedBinding:
    return judge_bindings(setting(years=years, price=prices or (2000.0,) * 2, **also), [b], LIMITS)[
        0
    ]  # type: ignore[arg-type]


def test_district_heat_for_forty_years() -> None:
    """101.8 kept; left after a year 2.545 + 24.375 lost + 66.3; heat pumps 68; gas 144."""
    pump = of("pump", 0.0, 12.0, 1.4, lifetime=40)
    gas = of("null", 300.0, 0.0, 3.0, lifetime=40, zero=True)
    pipe = of("pipe", 60.0, 25.0, 1.8, lifetime=40, kind="energy", reversal_cost=1.0,
              alternatives=(pump, gas))  # fmt: skip
    j = judged(pipe)
    assert [a.loss_nok / M for a in j.alternatives] == pytest.approx([93.22, 68.0, 144.0])
    assert (j.verdict, j.best_alternative, j.break_value) == ("avoid", "pump", None)
    # What is owned stops costing when it is left: its running is not bound.
    assert pipe.bound_payments == 0.0


def test_a_plant_that_a_duty_asks_for_and_a_cleaner_one_for_little_more() -> None:
    today = of("null", 150.0, 0.0, 7.0, lifetime=40, zero=True)
    clean = of("clean", 40.0, 181.0, 6.02, lifetime=40)
    plant = of("plant", 120.0, 180.0, 6.0, lifetime=40, needs_by=2030, reversal_cost=1.0,
               alternatives=(clean, today))  # fmt: skip
    j = judged(plant)
    assert [a.loss_nok / M for a in j.alternatives[:2]] == pytest.approx([429.6, 425.0])
    assert (j.verdict, j.best_alternative) == ("avoid", "clean")
    assert j.alternatives[2].breaks_duty


def buses(**also: object) -> Binding:
    today = of("null", 190.0, 0.0, 4.1, lifetime=8, zero=True)
    electric = of("electric", 0.0, 0.0, 4.2, lifetime=8)
    values = {"lifetime": 8, "kind": "transport_contract", "alternatives": (electric, today)}
    return of("buses", 180.0, 0.0, 4.0, **(values | also))


def test_leased_buses_with_a_way_out_and_without() -> None:
    """34.88 for eight years; left after two for 0.1 and then electric 8.72 + 0.1 + 25.2."""
    out = judged(buses(exits=(Exit(2029, 0.1 * M),)))
    assert [a.loss_nok / M for a in out.alternatives] == pytest.approx([34.02, 33.6, 35.84])
    assert (out.verdict, out.reason) == ("keep_open", "another_is_better")
    assert out.break_value == pytest.approx(0.86 * M)
    held = judged(buses(reversal_cost=1.0))
    assert [a.loss_nok / M for a in held.alternatives] == pytest.approx([34.88, 33.6, 35.84])
    assert (held.verdict, held.best_alternative, held.break_value) == ("avoid", "electric", None)
    assert "payments_bound" in held.notes
    # Ended without a loss it is left after a year: 4.36 + 29.4.
    free = judged(buses(reversal_cost=0.0), learning_year=2028)
    assert free.alternatives[0].loss_nok == pytest.approx(33.76 * M)


def test_a_cold_store_is_too_small() -> None:
    store = of("store", 5.0, 30.0, -3.2, reversal_cost=1.0, alternatives=(NOTHING,))
    assert judged(store, account=33_000.0).verdict == "too_small"


@pytest.mark.parametrize("tonnes", [0.0, 300.0])
def test_what_differs_in_money_only_does_not_bear_on_the_climate(tonnes: float) -> None:
    gravel = of("null", tonnes, 0.0, 0.1, lifetime=12, zero=True)
    turf = of("turf", tonnes, 12.0, 0.3, lifetime=12, reversal_cost=1.0, alternatives=(gravel,))
    j = judged(turf)
    assert (j.verdict, j.reason) == ("keep_open", "no_climate")
    # What saves money is told as before, and what cuts beside the border bears on it.
    saves = judged(replace(turf, capital=0.0, running=0.0))
    assert saves.verdict == ("anchor_first" if tonnes else "start_now")
    beside = replace(turf, flows=(*turf.flows, flow(20.0, account="consumption")))
    assert judged(beside).reason != "no_climate"


def test_a_bridge_for_a_diesel_ferry() -> None:
    """400 + 120 + 18; an electric ferry 60 + 1,320; as today 1,500 + 108."""
    diesel = of("null", 900.0, 0.0, 25.0, lifetime=60, zero=True)
    electric = of("electric", 0.0, 60.0, 22.0, lifetime=60)
    bridge = of("bridge", 150.0, 400.0, 2.0, lifetime=60, kind="road", reversal_cost=1.0,
                alternatives=(electric, diesel))  # fmt: skip
    j = judged(bridge)
    assert [a.loss_nok / M for a in j.alternatives] == pytest.approx([538.0, 1380.0, 1608.0])
    assert (j.verdict, j.best_alternative) == ("anchor_first", "bridge")


def rink(**also: object) -> Binding:
    today = of("null", 360.0, 0.0, 2.15, lifetime=15, zero=True)
    clean = of("clean", 0.0, 0.0, 2.95, lifetime=15)
    values = {"lifetime": 15, "kind": "building", "alternatives": (clean, today)}
    return binding("rink", 350.0, **({"running": 2.0 * M} | values | also))


@pytest.mark.parametrize("kind", ["building", "energy", "transport_contract"])
@pytest.mark.parametrize("capital", [0.0, 0.01])
def test_a_lease_that_is_lost_whole_is_as_bound_as_one_that_cannot_be_left(
    kind: str, capital: float
) -> None:
    """30 + 5.25 or 30 + 26.25 at 1,000 or 5,000 kr a tonne; clean 44.25 in both."""
    values = {"kind": kind, "capital": capital * M}
    never = judged(rink(**values), 1000.0, 5000.0)
    whole = judged(rink(reversal_cost=1.0, **values), 1000.0, 5000.0)
    for j in (never, whole):
        assert j.right is not None
        assert (j.verdict, j.right[0], j.best_alternative) == ("keep_open", 0.5, "clean")
        assert j.break_value is None
        loss = [a.loss_nok / M for a in j.alternatives[:2]]
        assert loss == pytest.approx([45.75 + capital, 44.25])
    # A quarter of what is left: 2 + 1.75, then 7 of 28, then clean in 14 years, at the high price.
    part = losses_of(
        setting(price=(1000.0, 5000.0), learning_year=2028),
        empty_problem(),
        rink(reversal_cost=0.25, **values),
    )
    lost = 0.25 * capital * 14 / 15 if capital else 0.0
    rest = capital / 15 + lost
    assert (part.loss[0] / M).tolist() == pytest.approx([35.25 + capital, 52.05 + rest])


def test_a_lease_without_a_way_out_is_worth_no_more_than_one_with() -> None:
    out = judged(rink(exits=(Exit(2031, 10 * M),)), 1000.0, 5000.0)
    none = judged(rink(reversal_cost=1.0), 1000.0, 5000.0)
    assert out.alternatives[0].loss_nok <= none.alternatives[0].loss_nok


def test_a_contract_like_todays_makes_no_difference() -> None:
    today = of("null", 100.0, 0.0, 1.0, lifetime=10, zero=True)
    j = judged(of("same", 100.0, 0.0, 1.0, lifetime=10, alternatives=(today,)))
    assert (j.verdict, j.reason) == ("keep_open", "no_difference")


def test_one_lock_written_as_two_says_that_they_are_one() -> None:
    small = {"account": 40_000.0}  # 40 t is not too small
    halves = [binding(i, 30.0, alternatives=(NOTHING,)) for i in "ab"]
    out = judge_bindings(setting(years=20, **small), halves, LIMITS)
    assert {j.verdict for j in out} == {"too_small"}
    assert all("small_together" in j.notes for j in out)
    assert judged(binding("c", 60.0, alternatives=(NOTHING,)), **small).verdict == "avoid"
    alone = judge_bindings(setting(years=20, **small), halves[:1], LIMITS)
    assert "small_together" not in alone[0].notes


def test_the_price_that_turns_is_one_to_hold_a_price_of_today_against() -> None:
    """0.9 million a year for 400 t: 2,250 kr, whatever a krone in ten years is worth today."""
    clean = of("clean", 0.0, 0.0, 0.9, lifetime=10)
    dirty = binding(
        "dirty", 400.0, lifetime=10, alternatives=(clean, binding("null", 900.0, zero=True))
    )
    s = setting(years=10)
    falls = 1.0 / 1.04 ** np.arange(10)
    s = replace(s, discount=falls, price=s.price * falls)
    assert judge_bindings(s, [dirty], LIMITS)[0].break_even == pytest.approx(2250.0)


def test_tonnes_told_are_the_mean_of_those_compared() -> None:
    """50 to 800 and most likely 350: 400 on average, 6,000 in fifteen years."""
    b = replace(rink(), flows=(Flow(50.0, 350.0, 800.0),))
    j = judged(b, *(2000.0,) * 64)
    assert j.committed["territorial"].central == pytest.approx(6000.0)
    assert j.alternatives[0].tonnes == pytest.approx(6000.0, rel=0.01)
