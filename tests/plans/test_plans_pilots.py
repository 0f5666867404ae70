"""Try small: when a trial tells something, and when it pays."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from made_measures import measure, planned, spread, verdicts

from kortreist.facts import load
from kortreist.measures.measure import Activity
from kortreist.plans import Verdict
from kortreist.plans.information import perfect_information
from kortreist.plans.pilots import Resolved, Trial

SEEDS = (7, 20261123)
ALL, NOTHING = Resolved(1.0, 1.0, 0.0, 0.0), Resolved(0.0, 0.0, 0.0, 0.0)


def trial(effect: list[float], price: float = 1.0, started: float = 1.0) -> Trial:
    n = len(effect)
    return Trial(np.full(n, price), np.ones(n), np.ones(n), np.array(effect), np.full(n, started))


def test_by_hand() -> None:
    """Later it costs 1 and saves 0 or 3. Blindly it is done: −0.5. Tried, half: −1."""
    t = trial([0.0, 3.0])
    assert t.later(0.0, 0.0).mean() == pytest.approx(-0.5)
    assert t.later(1.0, 0.0).mean() == pytest.approx(-1.0)
    assert t.gains(ALL).mean() == pytest.approx(0.5)
    assert t.gains(NOTHING).mean() == 0.0
    assert t.gains(ALL, "cost").mean() == 0.0  # the cost is known
    assert t.gains(ALL, "effect").mean() == pytest.approx(0.5)
    loss = np.stack([1.0 - t.effect, np.zeros(2)])
    assert t.gains(ALL).mean() == pytest.approx(perfect_information(loss))


def test_where_starting_now_is_better_a_trial_is_worth_less() -> None:
    late, early = trial([0.0, 3.0]), trial([0.0, 3.0], started=-0.8)
    assert early.gains(ALL).mean() == pytest.approx(0.2)
    assert late.gains(ALL).mean() == pytest.approx(0.5)
    assert trial([0.0, 3.0], started=-2.0).gains(ALL).mean() < 0.0


def test_what_is_learnt_anyway_is_not_the_trials() -> None:
    rng = np.random.default_rng(1)
    t = trial(list(rng.triangular(0.0, 0.9, 2.4, 256)))
    worth = [t.gains(Resolved(0.6, 0.0, anyway, 0.0)).mean() for anyway in (0.0, 0.3, 0.6, 0.9)]
    assert worth == sorted(worth, reverse=True)
    assert worth[-1] > 0.0


@cache
def verdict(seed: int, wide: bool, size: float = 1.0, kg: float = 1500.0) -> Verdict:
    share, nok = (0.01 * size, 0.05 * size, 0.09 * size), (0.0, 9e6 * size, 18e6 * size)
    if not wide:
        share, nok = (share[1],) * 3, (nok[1],) * 3
    made = measure("a", 0.05, capital=nok, binds=20, lost=0.9)
    made = replace(
        made,
        effects=tuple(replace(e, fraction=spread(*share)) for e in made.effects),
        activity=Activity("fossil_car", spread(kg, kg, kg), "direct", "yearly", 12.0),
    )
    return verdicts(planned([made], seed=seed, extras=True))["a"]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_large_and_uncertain_is_tried_small_and_what_is_small_is_not(seed: int) -> None:
    pilot, small = verdict(seed, True, 8.0).pilot, verdict(seed, True).pilot
    assert pilot is not None
    assert small is not None
    assert 0.0 < pilot.low <= pilot.value <= pilot.high
    assert pilot.units == round(pilot.units) >= 1.0
    assert pilot.size == pytest.approx(load().figure("pilots/size").value, rel=0.05)
    assert pilot.cost >= load().figure("pilots/staff_fte").value * 1e6
    assert pilot.decide_after == 2027
    assert pilot.advice == "try"
    assert small.advice == "share"
    assert pilot.value > 5.0 * small.value


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_known_needs_no_trial(seed: int) -> None:
    assert verdict(seed, False).pilot is None


def test_what_comes_in_three_units_cannot_be_tried_small() -> None:
    assert verdict(7, True, kg=1e6).pilot is None


def test_the_low_end_tells_less_than_the_high() -> None:
    low, high = Resolved.at(1, "low"), Resolved.at(1, "high")
    assert low.effect < high.effect
    assert low.effect_anyway > high.effect_anyway
    assert Resolved.at(3, "value").effect < Resolved.at(1, "value").effect
