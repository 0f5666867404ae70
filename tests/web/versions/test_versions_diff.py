"""The difference of a version and itself is nothing; applied, it gives the other version."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kortreist_web.core.content import canonical, canonical_bytes
from kortreist_web.versions.diff import ABSENT, Row, apply, diff

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-9, 9),
    st.floats(-5, 5, allow_nan=False),
    st.text("abæ", max_size=3),
)
keys = st.sampled_from(["a", "b", "c", "2027", "id", "measure"])


@st.composite
def values(draw, depth=2):
    """A value of content: a scalar, or a list or mapping of such, rows with keys among them."""
    if depth == 0:
        return draw(scalars)
    inner = values(depth - 1)
    rows = {
        "measure": st.sampled_from("xyzw"),
        "id": st.integers(0, 5),
    }
    key = draw(st.sampled_from([None, "list", "dict", *rows]))
    if key is None:
        return draw(scalars)
    if key == "list":
        return draw(st.lists(inner, max_size=3))
    if key == "dict":
        return draw(st.dictionaries(keys, inner, max_size=4))
    row = st.fixed_dictionaries({key: rows[key], "v": inner})
    return draw(st.lists(row, max_size=4, unique_by=lambda r: r[key]))


contents = st.dictionaries(st.sampled_from(["lines", "provenance", "title", "frame"]), values())
few = settings(max_examples=40, deadline=None)


@few
@given(contents)
def test_nothing_differs_from_itself(a):
    assert diff(a, a) == ()


@few
@given(contents, contents)
def test_applying_the_difference_gives_the_other(a, b):
    assert apply(a, diff(a, b)) == canonical(b)


@few
@given(contents, contents)
def test_the_difference_back_undoes_it(a, b):
    assert apply(apply(a, diff(a, b)), diff(b, a)) == canonical(a)


@few
@given(contents, contents)
def test_a_difference_is_found_just_when_there_is_one(a, b):
    assert bool(diff(a, b)) == (canonical_bytes(a) != canonical_bytes(b))


def test_a_line_that_moved_is_only_an_order():
    a = {"lines": [{"measure": "x", "v": 1}, {"measure": "y", "v": 2}]}
    b = {"lines": [{"measure": "y", "v": 2}, {"measure": "x", "v": 1}]}
    (change,) = diff(a, b)
    assert change.is_order


def test_a_changed_amount_is_one_change():
    a = {"lines": [{"measure": "x", "cost": {"municipality": {"2027": 1, "2028": 2}}}]}
    b = {"lines": [{"measure": "x", "cost": {"municipality": {"2027": 1, "2028": 3}}}]}
    (change,) = diff(a, b)
    assert change.path == ("lines", Row("measure", "x"), "cost", "municipality", "2028")
    assert (change.before, change.after) == (2, 3)


def test_what_came_and_went():
    a, b = {"lines": [{"measure": "x"}]}, {"lines": [{"measure": "y"}]}
    found = {c.path[-1]: (c.before, c.after) for c in diff(a, b)}
    assert found[Row("measure", "x")][1] is ABSENT
    assert found[Row("measure", "y")][0] is ABSENT


def test_a_change_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="title"):
        apply({"title": "another"}, diff({"title": "one"}, {"title": "two"}))
