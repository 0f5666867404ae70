"""The difference of a version and itself is nothing; applied, it gives the other version."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortreist_web.budgets.diff import ABSENT, Row, apply, diff
from kortreist_web.ground.content import canonical

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 9), st.floats(-5, 5, allow_nan=False),
    st.text("abæ", max_size=3),
)  # fmt: skip
keys = st.sampled_from(["a", "b", "c", "2027", "id", "measure"])
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(keys, inner, max_size=4),
        st.lists(
            st.fixed_dictionaries({"measure": st.sampled_from("xyzw"), "v": inner}),
            max_size=4,
            unique_by=lambda r: r["measure"],
        ),
        st.lists(
            st.fixed_dictionaries({"id": st.integers(0, 5), "v": inner}),
            max_size=4,
            unique_by=lambda r: r["id"],
        ),
    ),
    max_leaves=20,
)
contents = st.dictionaries(st.sampled_from(["lines", "provenance", "title", "frame"]), values)


@given(contents)
def test_nothing_differs_from_itself(a):
    assert diff(a, a) == ()


@given(contents, contents)
def test_applying_the_difference_gives_the_other(a, b):
    assert apply(a, diff(a, b)) == canonical(b)


@given(contents, contents)
def test_the_difference_back_undoes_it(a, b):
    assert apply(apply(a, diff(a, b)), diff(b, a)) == canonical(a)


@given(contents, contents)
def test_a_difference_is_found_when_there_is_one(a, b):
    assert bool(diff(a, b)) == (
        canonical(a) != canonical(b) or repr(canonical(a)) != repr(canonical(b))
    ) or canonical(a) == canonical(b)


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
