"""By when to decide: ramps and delays against the frame, also before today."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_measures import PLAN, TODAY, account, measure

from kortreist import futures
from kortreist.budgets.draft_plan import ask
from kortreist.plans import Limits, Question
from kortreist.plans.deadlines import deadline, frame_share

KEPT = 0.9


def question(ramp: int, falls: float = 1.0) -> Question:
    """Return a question of one measure without delay, the frame falling straight to 2035."""
    acc = account()
    years = tuple(range(acc.year + 1, 2036))
    today = acc.totals["territorial"].value
    frame = {y: today * (1 - 0.5 * falls * (y - acc.year) / len(years)) for y in years}
    m = measure("a", 0.05, ramp_years=ramp)
    drawn = futures.draw((m,), (acc.year, *years), n=8, seed=1)
    drawn = replace(drawn, delay=np.zeros_like(drawn.delay))
    return ask(acc, (m,), drawn, "territorial", frame, PLAN, Limits(1e9, 9.0), TODAY)


def of(q: Question, kept: float = KEPT) -> int:
    return deadline(q, q.measures[0], kept, np.arange(8))


def test_the_frame_is_followed_evenly_to_its_last_year() -> None:
    share = frame_share(question(1))
    assert share == pytest.approx(np.arange(1, 12) / 11)


def test_by_hand() -> None:
    # The frame asks for 1/11 + ... + 11/11 = 6 full years; nine tenths are 5.4. At once in
    # force: six years, from 2030, decided in 2029.
    assert of(question(1)) == 2029
    # Three years to carry out: 1/3 + 2/3 + 5 = 6 years from 2029, decided in 2028.
    assert of(question(3)) == 2028
    # Fifteen: 1/15 + ... + 12/15 = 5.2 is too little, and so are 13 of 15 in the last year.
    # Fourteen years, from 2022, decided in 2021.
    assert of(question(15)) == 2021


def test_where_the_frame_does_not_fall_nothing_is_late() -> None:
    assert of(question(15, falls=-1.0)) == 2033


@settings(max_examples=12, deadline=None)
@given(st.integers(1, 12), st.floats(0.5, 0.95))
def test_a_longer_ramp_and_a_stricter_share_are_never_later(ramp: int, kept: float) -> None:
    q, slower = question(ramp), question(ramp + 2)
    assert of(slower, kept) <= of(q, kept)
    assert of(q, min(kept + 0.05, 1.0)) <= of(q, kept)
