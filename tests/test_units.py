"""Quantities: the same one met again moves with itself, others do not."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortreist.errors import BoundaryError
from kortreist.units import Quantity

TONNES = st.floats(0.0, 1e6)


def quantity(value: float, down: float, up: float) -> Quantity:
    return Quantity(value, value - down, value + up, "territorial")


@given(TONNES, TONNES, TONNES)
def test_twice_the_same_is_as_wide_as_double(value: float, down: float, up: float) -> None:
    q = quantity(value, down, up)
    twice, double = q + q, 2 * q
    assert (twice.value, twice.low, twice.high) == pytest.approx(
        (double.value, double.low, double.high)
    )
    nothing = q - q
    assert nothing.low == nothing.value == nothing.high == 0.0


def test_published_example_of_a_total_added_to_itself() -> None:
    # Notodden's 2024 total, by hand: 2 × (36401; 44308), not ±√2 of the half-widths.
    q = Quantity(40354.0, 36401.0, 44308.0, "territorial")
    assert ((q + q).low, (q + q).high) == (72802.0, 88616.0)


def test_different_quantities_add_in_quadrature_and_order_does_not_matter() -> None:
    a, b = quantity(100.0, 3.0, 6.0), quantity(200.0, 4.0, 8.0)
    assert (a + b).low == pytest.approx(300.0 - 5.0)
    assert (a + b).high == pytest.approx(300.0 + 10.0)
    one, other = (a + b) + a, 2 * a + b
    assert (one.low, one.high) == pytest.approx((other.low, other.high))
    assert one.low == pytest.approx(400.0 - math.hypot(6.0, 4.0))


def test_what_is_subtracted_pulls_down_where_it_is_high() -> None:
    difference = quantity(100.0, 0.0, 0.0) - quantity(40.0, 1.0, 9.0)
    assert (difference.low, difference.high) == pytest.approx((51.0, 61.0))
    turned = -quantity(40.0, 1.0, 9.0)
    assert (turned.low, turned.high) == (-49.0, -39.0)


def test_it_works_where_numbers_do() -> None:
    a, b = quantity(100.0, 10.0, 10.0), quantity(50.0, 1.0, 1.0)
    assert sum([a, b]) == a + b
    assert f"{a:.1f}" == "100.0"
    assert float(a / 4) == 25.0
    assert sorted([a, b]) == [b, a]
    assert round(quantity(1234.5, 0.0, 0.0), -2).value == 1200.0
    assert "90% interval 90–110" in repr(a)
    with pytest.raises(TypeError):
        a + 1  # type: ignore[operator]


def test_boundaries_are_neither_added_nor_compared() -> None:
    a, b = quantity(1.0, 0.0, 0.0), Quantity(1.0, 1.0, 1.0, "consumption")
    for mix in (lambda: a + b, lambda: a - b, lambda: a < b):
        with pytest.raises(BoundaryError):
            mix()
