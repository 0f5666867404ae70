"""The rule of the verdict, on losses made for it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_bindings import LIMITS, binding, setting

from kortreist.bindings import Exit
from kortreist.bindings.losses import Losses
from kortreist.bindings.verdict import Evidence, Judgement, binds, judge


def evidence(
    right: int, futures: int, *, binds: bool = True, harms: bool = True, dear: float = 1.0
) -> Evidence:
    """Return losses of a binding that is right by 1 in some futures and wrong by `dear` else."""
    own = np.where(np.arange(futures) < right, 0.0, 1.0 + dear)
    loss = np.stack([own, np.ones(futures)])
    zero = np.zeros_like(loss)
    return Evidence(Losses(("b", "null"), loss, zero, zero, own, own, None, None), binds, harms)


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


def test_what_binds() -> None:
    assert binds(binding("b", 1.0), True, LIMITS)
    assert not binds(binding("b", 0.0), False, LIMITS)
    assert binds(binding("b", 0.0, kind="waste_contract"), False, LIMITS)
    assert not binds(binding("b", 1.0, exits=(Exit(2030, 0.0),)), True, LIMITS)
    assert binds(binding("b", 1.0, exits=(Exit(2037, 0.0),)), True, LIMITS)
    assert binds(binding("b", 1.0, capital=10.0, exits=(Exit(2030, 5.0),)), True, LIMITS)
    assert not binds(binding("b", 1.0, capital=10.0, reversal_cost=0.2), True, LIMITS)
    assert binds(binding("b", 1.0, capital=10.0, reversal_cost=0.5), True, LIMITS)


def test_the_frame_starts_with_the_plan_however_old_a_binding_is() -> None:
    from dataclasses import replace

    s = setting()
    older = replace(
        s,
        calendar=np.arange(s.calendar[0] - 11, s.calendar[-1] + 1),
        frame=np.concatenate([np.full(11, s.frame[0]), s.frame]),
    )
    assert older.frame_by_year == s.frame_by_year
    assert min(older.frame_by_year) == int(s.problem.years[0])
