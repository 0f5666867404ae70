"""Rounded numbers still add, and none moves by a whole step."""

import math

import pytest
from django.utils.translation import override
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


@pytest.mark.parametrize(
    ("nok", "said"), [(2.4e-14, "<\u00a010"), (4.9, "<\u00a010"), (0.0, "0"), (957.0, "960")]
)
def test_a_small_price_is_under_ten_and_never_nothing(nok: float, said: str) -> None:
    from kortreist_web.core.templatetags.kortreist import price

    with override("en"):
        assert said in price(nok)
        assert (">0<" in f">{price(nok)}<") is (nok == 0.0)


def test_a_small_part_is_under_one_per_cent_and_a_small_chance_under_five() -> None:
    from kortreist_web.core.templatetags.kortreist import chance, part

    with override("en"):
        assert (part(0.003), chance(0.03), chance(0.97)) == ("<\u00a01%", "<\u00a05%", ">\u00a095%")
