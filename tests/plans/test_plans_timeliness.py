"""Whether a sign comes in time: cases whose answer is known, and what always holds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_measures import measure, planned, verdicts

from kortreist.plans.interval import Resamples
from kortreist.plans.timeliness import first_seen, split, timing

YEARS = np.array([2025, 2026, 2027, 2028])


def paths(*rows: tuple[float, ...]) -> np.ndarray:
    return np.array(rows, dtype=np.float64)


def test_what_parts_the_futures_wholly_is_always_seen_and_never_for_nothing() -> None:
    # Two drivers: one falls where it is right and stands still elsewhere, one tells nothing.
    right = np.array([True, True, False, False])
    tells = paths((0.9, 0.7, 0.5, 0.3), (0.9, 0.8, 0.6, 0.4), (1, 1, 1, 1), (1, 1, 0.95, 0.9))
    idle = paths((1, 1, 1, 1), (1, 1, 1, 0.9), (1, 1, 1, 1), (1, 1, 1, 0.9))
    assert abs(split(tells[:, -1], right).apart) > 1.5
    assert split(idle[:, -1], right).apart == 0.0
    parted = split(tells[:, -1], right)
    assert 0.4 < parted.threshold < 0.9
    seen = first_seen(tells, YEARS, parted.threshold, up=False)
    assert seen[:2].tolist() == [2027, 2027]
    assert np.isinf(seen[2:]).all()
    draws = Resamples(4, 100, seed=1)
    timeliness, false = timing(seen + 1, right, 2028, draws)
    assert timeliness is not None
    assert false is not None
    assert (timeliness.low, timeliness.central, timeliness.high) == (1.0, 1.0, 1.0)
    assert (false.low, false.central, false.high) == (0.0, 0.0, 0.0)
    # The same sign a year after the deadline is no sign.
    timeliness, false = timing(seen + 1, right, 2027, draws)
    assert timeliness is not None
    assert false is not None
    assert (timeliness.central, false.central) == (0.0, 0.0)


def test_a_sign_that_is_there_today_is_read_off_the_last_year_only() -> None:
    falls, stays = (0.95, 0.9, 0.8, 0.6), (1.0, 1.0, 1.0, 0.99)
    seen = first_seen(paths(falls, stays), YEARS, 0.85, up=True)
    assert np.isinf(seen[0])
    assert seen[1] == 2028
    # One that must be crossed is seen the year it is.
    assert first_seen(paths(falls, stays), YEARS, 0.85, up=False)[0] == 2027


def test_without_a_deadline_or_a_right_future_nothing_is_told() -> None:
    draws = Resamples(3, 50, seed=1)
    seen = np.array([2026.0, 2027.0, np.inf])
    assert timing(seen, np.ones(3, dtype=bool), None, draws) == (None, None)
    timeliness, false = timing(seen, np.zeros(3, dtype=bool), 2030, draws)
    assert timeliness is None
    assert false is not None
    assert false.central == pytest.approx(2 / 3)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_always_holds_of_a_sign(data: st.DataObject) -> None:
    n = data.draw(st.integers(4, 24))
    rng = np.random.default_rng(data.draw(st.integers(0, 10_000)))
    right = rng.random(n) < 0.5
    right[0], right[1] = True, False
    values = np.cumprod(1.0 + 0.2 * rng.standard_normal((n, YEARS.size)), axis=1)
    parted = split(values[:, -1], right)
    up = parted.apart > 0.0
    draws = Resamples(n, 50, seed=3)
    before = -1.0
    for deadline in range(2024, 2031):  # later is never worse, and shares are shares
        seen = first_seen(values, YEARS, parted.threshold, up)
        timeliness, false = timing(seen, right, deadline, draws)
        assert timeliness is not None
        assert false is not None
        for share in (timeliness, false):
            assert 0.0 <= share.low <= share.central <= share.high <= 1.0
        assert timeliness.central >= before
        assert false.central <= float((~right).mean()) + 1e-12
        before = timeliness.central
    # The order of the futures changes nothing, nor does another unit.
    order = rng.permutation(n)
    turned = split(values[order, -1], right[order])
    again = split(values[:, -1] * 7.0, right).threshold
    assert turned.threshold == pytest.approx(parted.threshold, nan_ok=True)
    assert again == pytest.approx(7.0 * parted.threshold, nan_ok=True)
    # No other threshold with most of the right beyond it parts them better.
    last = values[:, -1]

    def kept(threshold: float) -> float:
        beyond = last > threshold if up else last < threshold
        if beyond.all() or not beyond.any() or beyond[right].sum() < beyond[~right].sum():
            return -np.inf
        return float(beyond[right].mean() - beyond[~right].mean())

    best = max(kept(t) for t in (last[:-1] + last[1:]) / 2)
    if np.isnan(parted.threshold):
        assert best == -np.inf
    elif parted.apart != 0.0:
        assert kept(parted.threshold) >= best - 1e-9


@pytest.mark.parametrize("seed", [7])
def test_the_signposts_of_a_plan_say_by_when_and_how_well(seed: int) -> None:
    """A cost parts the futures: an offer is there in time, and seldom for nothing."""
    dear = measure("a", 0.05, capital=(0.0, 9e6, 18e6), binds=20, lost=0.9)
    law = measure("b", 0.3, enabling_conditions=("zero_emission_zone_law",))
    found = verdicts(planned([dear, law], seed=seed))
    cost, condition = found["a"].signpost, found["b"].signpost
    assert cost is not None
    assert condition is not None
    assert (cost.kind, cost.direction, cost.see_by) == ("cost", "down", found["a"].decide_by)
    assert cost.threshold is not None
    assert 0.5 < cost.threshold < 2.0
    assert cost.timeliness is not None
    assert cost.false_alarms is not None
    assert cost.timeliness.central > 0.75
    assert cost.false_alarms.central < 0.1
    assert cost.lead_years is not None
    assert 2.0 <= cost.lead_years < 4.0  # the budget, one year of ramp, and the usual delay
    assert cost.futures == 128
    assert cost.right == round(found["a"].ever_share * 128)
    assert (condition.kind, condition.direction) == ("condition", "up")
    assert condition.timeliness is not None
    assert 0.2 < condition.timeliness.central < 1.0  # a law may come after the deadline


def test_a_sign_is_mostly_right_beyond_its_threshold() -> None:
    """Right in one of eight, and twice as often wrong beyond where they part best."""
    values = np.arange(16.0)
    right = np.isin(values, [9.0, 15.0])
    assert split(values, right).threshold == 14.5
    # Where the wrong are in the majority beyond every threshold there is none.
    assert np.isnan(split(values, np.isin(values, [9.0, 13.0])).threshold)


@pytest.mark.parametrize("seed", [7, 20261123])
def test_no_sign_is_more_often_wrong_than_right(seed: int) -> None:
    """Dear ones, right in a tenth to a half of the futures."""
    some = [measure(f"m{i}", 0.02, capital=(0.0, 3e6, top)) for i, top in enumerate((9e6, 2e7))]
    for v in verdicts(planned(some, seed=seed)).values():
        post = v.signpost
        assert post is not None
        if post.timeliness is not None and post.false_alarms is not None:
            right = post.timeliness.central * post.right / post.futures
            assert post.false_alarms.central <= right + 1e-9
