"""Rounded numbers still add, and none moves by a whole step."""

import math

from hypothesis import given
from hypothesis import strategies as st

from kortreist_web.core.rounding import add_up, common_step

CUTS = st.lists(st.floats(-50_000, 50_000), min_size=1, max_size=8)


@given(st.floats(0, 500_000), CUTS)
def test_what_is_left_is_the_start_less_the_cuts(start, cuts):
    step = common_step(start, cuts)
    first, rounded, last = add_up(start, cuts, step)
    assert first - sum(rounded) == last
    assert all(abs(a - b) < step for a, b in zip(rounded, cuts, strict=True))
    assert abs(first - start) <= step / 2
    assert abs(last - (start - math.fsum(cuts))) <= step / 2 + 1e-6


def test_what_is_exact_stays():
    assert add_up(300.0, [100.0, 0.0, 150.0], 100.0)[1][:2] == [100.0, 0.0]
