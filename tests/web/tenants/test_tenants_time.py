"""Periods of a year, units through time, names as people type them."""

from __future__ import annotations

import datetime as dt

import pytest

from kortreist_web.tenants.models import Unit
from kortreist_web.tenants.names import matching
from kortreist_web.tenants.periods import PERIODS, just_ended, period_end
from kortreist_web.tenants.tree import descendants, tree

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize("n", PERIODS)
def test_the_periods_cover_the_year_and_end_with_it(n):
    ends = [period_end(2028, p, n) for p in range(1, n + 1)]
    assert ends == sorted(set(ends))
    assert ends[-1] == dt.date(2028, 12, 31)
    assert all((e + DAY).day == 1 for e in ends)
    for p, end in enumerate(ends, start=1):
        assert just_ended(end + DAY, n) == (2028, p)
        assert just_ended(end, n) != (2028, p)


def test_a_year_has_no_other_periods():
    with pytest.raises(ValueError, match="no period 4"):
        period_end(2027, 4, 3)


# -- units and names -------------------------------------------------------------------


def _units(*rows: tuple[int, int | None]) -> list[Unit]:
    return [
        Unit(pk=pk, name=f"u{pk}", parent_id=parent, valid_from=dt.date(2020, 1, 1))
        for pk, parent in rows
    ]


def test_units_make_a_tree_and_none_is_lost():
    branches = tree(_units((1, None), (2, 1), (3, 2), (4, 99)))
    assert [(b.unit.pk, b.depth) for b in branches] == [(1, 0), (4, 0)]
    assert branches[0].under[0].under[0].unit.pk == 3


def test_those_under_are_found_at_any_depth():
    units = _units((1, None), (2, 1), (3, 2), (4, None))
    assert descendants(units, {1}) == {1, 2, 3}
    assert descendants(units, set()) == set()


@pytest.mark.django_db
def test_a_unit_exists_until_the_day_it_ends(place, write):
    unit = Unit(
        organisation=place,
        name="Teknisk",
        valid_from=dt.date(2024, 1, 1),
        valid_to=dt.date(2027, 1, 1),
    )
    unit.save()
    days = (dt.date(2023, 12, 31), dt.date(2024, 1, 1), dt.date(2026, 12, 31), dt.date(2027, 1, 1))
    assert [Unit.on(place, d).count() for d in days] == [0, 1, 1, 0]


@pytest.mark.django_db
def test_names_are_found_as_people_type_them():
    from kortreist_web.tenants.models import Organisation

    rows = [
        Organisation(code=c, name=n)
        for c, n in (("1508", "Ålesund"), ("4005", "Notodden"), ("3301", "Øvre Eiker"))
    ]

    def found(query):
        return [o.code for o in matching(query, rows)]

    for query in ("Ålesund", "alesund", "aalesund", "ÅLESUND kommune", "1508", "150"):
        assert found(query) == ["1508"], query
    assert found("eiker") == found("oevre") == ["3301"]
    assert found("") == found("   ") == found("Oslo") == []
