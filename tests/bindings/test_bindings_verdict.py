"""The rule of the verdict, on losses made for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_bindings import LIMITS, binding, setting

from kortreist.bindings import Binding, Exit
from kortreist.bindings.losses import Losses, losses_of
from kortreist.bindings.verdict import Evidence, Judgement, binds, judge


def losses(own: np.ndarray, *others: np.ndarray, waiting: np.ndarray | None = None) -> Losses:
    """Return losses of a binding without ways out, beside alternatives that may be chosen."""
    loss = np.stack([own, *others])
    zero = np.zeros_like(loss)
    allowed = np.ones(len(loss), dtype=bool)
    names = tuple("bcd"[: len(loss)])
    return Losses(names, allowed, loss, zero, zero, own, (), own, waiting, None)


def evidence(
    right: int, futures: int, *, binds: bool = True, harms: bool = True, dear: float = 1.0,
    waiting: float | None = 0.0,
) -> Evidence:  # fmt: skip
    """Return losses of a binding that is right by 1 in some futures and wrong by `dear` else.

    Waiting is worth `waiting` more than the best of now.
    """
    own = np.where(np.arange(futures) < right, 0.0, 1.0 + dear)
    other = np.ones(futures)
    then = None if waiting is None else np.full(futures, min(own.mean(), 1.0) - waiting)
    return Evidence(losses(own, other, waiting=then), binds, harms)


def verdict(right: int, futures: int = 100, **also: object) -> Judgement:
    return judge(evidence(right, futures, **also), LIMITS, 7)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("right", "also", "expected"),
    [
        (0, {}, "avoid"),
        (0, {"harms": False}, "keep_open"),
        (0, {"binds": False}, "keep_open"),
        (50, {}, "keep_open"),
        (100, {}, "anchor_first"),
        (100, {"binds": False}, "start_now"),
        # What binds must be right as often as what does not.
        (50, {"binds": False}, "keep_open"),
        (95, {"dear": 100.0}, "keep_open"),
    ],
)
def test_the_first_rule_that_holds(right: int, also: dict[str, object], expected: str) -> None:
    assert verdict(right, **also).verdict == expected


def test_a_lock_is_said_only_when_it_is_stable() -> None:
    sure, unsure = verdict(2), verdict(19)
    assert (sure.verdict, sure.between) == ("avoid", ())
    assert unsure.stability < LIMITS.stability
    assert (unsure.verdict, unsure.reason) == ("keep_open", "unsure_lock")
    assert set(unsure.between) == {"avoid", "keep_open"}


@given(right=st.integers(0, 100), dear=st.floats(0.1, 10.0))
def test_binding_never_lowers_the_bar(right: int, dear: float) -> None:
    bound, free = (verdict(right, binds=b, dear=dear).verdict for b in (True, False))
    if bound == "anchor_first":
        assert free == "start_now"


NOTHING = binding("null", 0.0, zero=True)


def ties(b: Binding, *, takes: bool = True) -> bool:
    """Tell whether a binding binds, with its own ways out; nothing signed is the other."""
    whole = replace(b, alternatives=(NOTHING,))
    s = setting(years=21)
    return binds(whole, takes, losses_of(s, s.problem, whole), LIMITS)


def test_what_binds() -> None:
    assert ties(binding("b", 1.0))
    assert not ties(binding("b", 0.0), takes=False)
    assert ties(binding("b", 0.0, kind="waste_contract"), takes=False)
    assert not ties(binding("b", 1.0, exits=(Exit(2030, 0.0),)))
    assert ties(binding("b", 1.0, exits=(Exit(2037, 0.0),)))
    assert ties(binding("b", 1.0, capital=10.0, exits=(Exit(2030, 5.0),)))
    assert not ties(binding("b", 1.0, capital=10.0, reversal_cost=0.2))
    assert ties(binding("b", 1.0, capital=10.0, reversal_cost=0.5))


@pytest.mark.parametrize(
    ("exits", "expected"),
    [
        # 300 t at 1,000 kr a year: nobody pays 900 million to be rid of it.
        ((Exit(2036, 9e8),), True),
        ((Exit(2029, 9e8), Exit(2036, 0.0)), False),
        # It binds from the signature in 2027, also in the year before it is used.
        ((Exit(2037, 0.0),), True),
        ((Exit(2036, 0.0),), False),
        # Leaving free in 2033 gives back 15 years, 4.5 million: 0.9 of it is a fifth.
        ((Exit(2033, 3.5e6),), False),
        ((Exit(2033, 3.7e6),), True),
    ],
)
def test_a_way_out_that_nobody_would_take_is_none(exits: tuple[Exit, ...], expected: bool) -> None:
    assert ties(binding("b", 300.0, start=2028, exits=exits)) is expected


def test_a_way_out_in_the_last_year_of_a_short_term_is_none() -> None:
    for year, expected in ((2031, False), (2035, True)):
        assert ties(binding("b", 300.0, lifetime=9, exits=(Exit(year, 0.0),))) is expected


def test_a_way_out_that_costs_more_than_staying_is_none_also_where_nobody_would_leave() -> None:
    good = binding("b", 300.0, start=2028, running=-3e6)
    assert not ties(replace(good, exits=(Exit(2031, 1e6),)))
    # 17 years of 0.3 million are left: 5.1 million, and half of it is lost.
    assert ties(replace(good, exits=(Exit(2031, 2.6e6),)))


def test_what_cannot_wait_or_costs_more_to_wait_for_is_decided_now() -> None:
    assert verdict(50, waiting=0.2).reason == "right_in_some"
    assert verdict(50, waiting=0.0).reason == "right_in_some"
    assert verdict(50, waiting=-864.0).reason == "decide_now"
    assert verdict(50, waiting=None).reason == "cannot_wait"


def test_what_is_nowhere_better_is_not_right_and_what_is_the_same_makes_no_difference() -> None:
    other = np.ones(100)
    for worse in (20, 59):
        own = other + (np.arange(100) < worse)
        found = judge(Evidence(losses(own, other), True, True), LIMITS, 7)
        assert (found.verdict, found.right[0]) == ("avoid", 0.0)
        better = judge(Evidence(losses(other, own), True, True), LIMITS, 7)
        assert (better.verdict, better.right[0]) == ("anchor_first", 1.0)
    same = judge(Evidence(losses(other, other), True, True), LIMITS, 7)
    assert (same.verdict, same.reason) == ("keep_open", "no_difference")
    # Twice entered, and better than nothing signed: either is right.
    twice = judge(Evidence(losses(other, other, other + 1.0), True, True), LIMITS, 7)
    assert (twice.verdict, twice.right[0]) == ("anchor_first", 1.0)


def test_the_frame_starts_with_the_plan_however_old_a_binding_is() -> None:
    s = setting()
    older = replace(
        s,
        calendar=np.arange(s.calendar[0] - 11, s.calendar[-1] + 1),
        frame=np.concatenate([np.full(11, s.frame[0]), s.frame]),
    )
    assert older.frame_by_year == s.frame_by_year
    assert min(older.frame_by_year) == int(s.problem.years[0])
