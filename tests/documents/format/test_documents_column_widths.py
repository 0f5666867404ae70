"""Columns share a page by what is asked for, and give to those that need more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortreist.documents.format.blocks import Cell, Column, Row, Table
from kortreist.documents.format.word.column_widths import fitted, share_out
from kortreist.documents.format.word.letter_widths import longest_word, text_width
from kortreist.documents.format.word.tables import fitted as fitted_table
from kortreist.documents.format.word.tables import needs

COLUMNS = st.lists(
    st.tuples(st.floats(0.2, 5), st.floats(1, 60)), min_size=1, max_size=9
)  # share, need


@given(COLUMNS, st.floats(50, 500))
def test_columns_fill_the_page_and_none_is_short(
    columns: list[tuple[float, float]], total: float
) -> None:
    shares, wanted = [c[0] for c in columns], [c[1] for c in columns]
    found = share_out(total, shares, wanted)
    if found is None:
        assert sum(wanted) > total
        assert sum(fitted(total, shares, wanted)) == pytest.approx(total)
        return
    assert sum(found) == pytest.approx(total)
    assert all(f >= n - 1e-9 for f, n in zip(found, wanted, strict=True))
    # Those that were not held at their need keep the proportion asked for.
    free = [f / s for f, s, n in zip(found, shares, wanted, strict=True) if f > n + 1e-6]
    assert free == pytest.approx([free[0]] * len(free)) if free else True


def test_room_enough_leaves_the_shares_as_asked_for() -> None:
    assert share_out(90, [1, 2], [10, 10]) == [30, 60]


def test_text_is_as_wide_as_the_font_says() -> None:
    """Calibri's advances (of 2048): K 1064, o 1080, space 463, bold K 1120."""
    assert text_width("Ko", 2048) == 1064 + 1080
    assert text_width("K o", 1024) == (1064 + 463 + 1080) / 2
    assert text_width("K", 2048, True) == 1120


def test_a_line_may_end_at_spaces_and_hyphens_but_not_inside_a_figure() -> None:
    assert longest_word("en lengre linje", 10) == text_width("lengre", 10)
    assert longest_word("klima-budsjett", 10) == text_width("budsjett", 10)
    figure = "1\u202f234\u00a0kr"
    assert longest_word(f"ca. {figure}", 10) == text_width(figure, 10)
    assert longest_word("12-13", 10) == text_width("12-13", 10)


def table(*titles: str) -> Table:
    row = Row(Cell((titles[0],)), tuple(Cell((t,)) for t in titles[1:]))
    return Table("t", ("Tabell",), tuple(Column((t,), False) for t in titles), (row,))


def test_a_table_too_wide_is_set_smaller_before_a_word_is_broken() -> None:
    plain = fitted_table(table("En", "To"), 400)
    assert plain == (9.5, [200, 200])
    size, widths = fitted_table(table("Kommunedirektøren", "Kommunedirektøren"), 165)
    assert 6.5 <= size < 9.5
    assert all(
        w >= n for w, n in zip(widths, needs(table(*["Kommunedirektøren"] * 2), size), strict=True)
    )
