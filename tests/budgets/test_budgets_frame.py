from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortreist.budgets.frame import emission_frame, restate


def test_frame_by_hand() -> None:
    frame = emission_frame(52245.0, (2024, 40354.0), {2030: 0.55, 2035: 0.70}, range(2024, 2037))
    assert frame[2024] == 40354.0
    assert frame[2030] == pytest.approx(52245 * 0.45)
    assert frame[2027] == pytest.approx((40354 + 52245 * 0.45) / 2)
    assert frame[2035] == frame[2036] == pytest.approx(52245 * 0.30)


@given(
    reference=st.floats(1, 1e7),
    start=st.floats(0, 1e7),
    cut=st.floats(0, 1),
    factor=st.floats(0.1, 10),
)
def test_frame_scales_with_the_inventory(
    reference: float, start: float, cut: float, factor: float
) -> None:
    years = range(2024, 2031)
    one = emission_frame(reference, (2024, start), {2030: cut}, years)
    other = emission_frame(reference * factor, (2024, start * factor), {2030: cut}, years)
    for year in years:
        assert other[year] == pytest.approx(one[year] * factor, rel=1e-9, abs=1e-6 * factor)


def test_frame_refuses_what_it_cannot_answer() -> None:
    with pytest.raises(ValueError, match="before the start"):
        emission_frame(1.0, (2024, 1.0), {2030: 0.5}, [2023])
    with pytest.raises(ValueError, match="no goal"):
        emission_frame(1.0, (2024, 1.0), {2020: 0.5}, [2025])
    with pytest.raises(ValueError, match="share"):
        emission_frame(1.0, (2024, 1.0), {2030: 55}, [2025])


def test_restatement_keeps_the_percentage_and_changes_tonnes() -> None:
    old = {2009: 50120.0, 2023: 37690.0}
    new = {2009: 52245.0, 2024: 40354.0}
    r = restate(("a", old), ("b", new), 2009, {2030: 0.55}, [2027, 2030])
    assert 1 - r.frame_before[2030] / r.reference_before == pytest.approx(0.55)
    assert 1 - r.frame_after[2030] / r.reference_after == pytest.approx(0.55)
    assert r.frame_before[2030] != r.frame_after[2030]
