"""Sums add up to what is shown, in any order, and missing is never zero."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kortreist.measures import BEARERS as ENGINE_BEARERS
from kortreist_web.budgets.money_totals import (
    BEARERS,
    NOTHING,
    Sum,
    add,
    cell,
    kroner,
    line_total,
    totals,
)

YEARS = (2027, 2028, 2029, 2030)
amounts = st.one_of(
    st.integers(-(10**10), 10**10),
    st.floats(-1e10, 1e10, allow_nan=False).map(lambda x: round(x, 3)),
)
series = st.dictionaries(st.sampled_from([str(y) for y in YEARS]), amounts, max_size=4)
lines = st.fixed_dictionaries(
    {
        "cost": st.dictionaries(st.sampled_from(BEARERS), series, max_size=5),
        "cost_missing": st.lists(st.sampled_from(BEARERS), unique=True, max_size=5),
    }
)
tables = st.lists(lines, max_size=6)
few = settings(max_examples=40, deadline=None)


def test_bearers_are_the_engines():
    assert BEARERS == ENGINE_BEARERS


@few
@given(tables)
def test_every_sum_is_the_sum_of_the_cells_shown(rows):
    t = totals(rows, YEARS)
    for bearer in BEARERS:
        shown = [cell(r["cost"], r["cost_missing"], bearer, y) for r in rows for y in YEARS]
        assert t.by_bearer[bearer].known == (
            sum(c.known for c in shown if c.known is not None)
            if any(c.known is not None for c in shown)
            else None
        )
    assert t.total == add(t.by_bearer.values()) == add(t.by_year.values())
    assert t.total == add(line_total(r, YEARS) for r in rows)


@few
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(rows, random):
    mixed = list(rows)
    random.shuffle(mixed)
    assert totals(mixed, YEARS) == totals(rows, YEARS)


@few
@given(tables)
def test_a_sum_is_complete_only_where_nothing_is_missing(rows):
    t = totals(rows, YEARS)
    for year in YEARS:
        lacking = any(
            bearer in r["cost_missing"]
            or (bearer in r["cost"] and str(year) not in r["cost"][bearer])
            or (bearer == "municipality" and not r["cost"] and not r["cost_missing"])
            for r in rows
            for bearer in BEARERS
        )
        assert t.by_year[year].complete == (not lacking)


@few
@given(tables, lines)
def test_a_line_more_adds_just_that_line(rows, one):
    before, after = totals(rows, YEARS), totals([*rows, one], YEARS)
    assert after.total == add([before.total, line_total(one, YEARS)])


@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_kroner_is_the_nearest_whole_krone(value):
    assert abs(Fraction(str(value)) - kroner(value)) <= Fraction(1, 2)
    assert kroner(-value) == -kroner(value)


def test_nothing_to_pay_is_told_from_not_known():
    cost = {"municipality": {"2027": 5}}
    assert cell(cost, [], "state", 2027) == NOTHING
    assert cell(cost, ["state"], "state", 2027) == Sum(None, 1)
    assert cell(cost, ["municipality"], "municipality", 2027) == Sum(5, 1)
    assert cell(cost, [], "municipality", 2028) == Sum(None, 1)
    assert cell({}, [], "municipality", 2027) == Sum(None, 1)


@pytest.mark.parametrize(
    ("value", "language", "written"),
    [
        (Sum(1234567, 0), "nb", "1 234 567"),
        (Sum(1234, 2), "nb", "1 234 + ukjent"),
        (Sum(None, 1), "nn", "ukjent"),
        (Sum(None, 0), "en", "0"),
        (Sum(-500, 1), "en", "−500 + unknown"),
    ],
)
def test_how_a_sum_is_written(value, language, written):
    from django.utils.translation import override

    from kortreist_web.budgets.templatetags.budgets import amount

    with override(language):
        assert amount(value).replace("\u202f", " ") == written


def _with_range(nok, low, high, years=("2027", "2028"), **values):
    return {
        "cost": {"municipality": dict.fromkeys(years, nok)},
        "cost_missing": [],
        "origins": {"cost": "formula/cost"},
        "cost_range": {"municipality": {y: {"low": low, "high": high} for y in years}},
        **values,
    }


def test_ends_add_within_a_measure_and_in_quadrature_over_measures():
    one, two = _with_range(100, 70, 140), _with_range(200, 160, 230)
    assert line_total(one, (2027, 2028)).ends == (140, 280)
    found = totals([one, two], (2027, 2028))
    # Distances over two years: 60 and 80 down, 80 and 60 up; the hypotenuse is 100 both ways.
    assert found.by_bearer["municipality"].ends == (500, 700)
    assert found.cells["municipality"][2027].ends == (250, 350)
    assert found.by_year[2028].ends == (250, 350)
    assert found.total.ends == (500, 700)


def test_an_own_figure_counts_as_it_stands_and_one_without_a_range_leaves_none():
    own = _with_range(50, 1, 99, origins={"cost": "own/cost/a"})
    old = _with_range(50, 0, 0, cost_range={})
    ranged = _with_range(100, 70, 140)
    with_own = totals([ranged, own], (2027,)).total
    assert (with_own.known, with_own.ends, with_own.own) == (150, (120, 190), True)
    assert totals([own], (2027,)).total.ends is None
    without = totals([ranged, old], (2027,)).total
    assert (without.known, without.ends, without.older) == (150, None, True)


@few
@given(st.lists(st.tuples(*[st.integers(-(10**9), 10**9)] * 3).map(sorted), min_size=1, max_size=6))
def test_a_sum_lies_within_its_range_which_is_no_wider_than_the_ends_added(bands):
    found = totals([_with_range(c, low, high) for low, c, high in bands], (2027, 2028)).total
    assert found.ends[0] <= found.known <= found.ends[1]
    assert found.ends[0] >= 2 * sum(low for low, _, _ in bands) - 1
    assert found.ends[1] <= 2 * sum(high for _, _, high in bands) + 1
