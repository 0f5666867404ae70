"""Numbers as they are printed: a figure never lies outside its own interval."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortreist.i18n import LANGUAGES, Translator


def read(text: str) -> float:
    """Return the number that a reader of English sees."""
    return float(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))


@given(
    st.lists(st.floats(-1e9, 1e9), min_size=3, max_size=3).map(sorted),
    st.sampled_from(("whole", "rounded")),
)
def test_a_figure_lies_inside_its_own_printed_interval(ends: list[float], way: str) -> None:
    t, (low, central, high) = Translator("en"), ends
    shown_low, shown_high = map(read, t.interval(low, high))
    shown = read(t.number(central) if way == "whole" else t.within(central, low, high))
    assert shown_low <= shown <= shown_high
    # Not so far out that the interval is another one.
    assert low - shown_low <= (high - low) / 8 + 1
    assert shown_high - high <= (high - low) / 8 + 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_low_end_that_is_there_is_not_written_as_nothing(language: str) -> None:
    low, _ = Translator(language).interval(690_000, 13_400_000)
    assert low.startswith("6")
