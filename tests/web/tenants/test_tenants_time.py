"""Dates: deadlines to the day, periods, the usual year, the calendar file, units through time."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override

from kortreist_web.tenants.annual_cycle import MARKS, checked_on, standing, title_in
from kortreist_web.tenants.deadlines import by_month, state_of
from kortreist_web.tenants.ics import calendar_text, fold
from kortreist_web.tenants.models import Deadline, Unit
from kortreist_web.tenants.names import matching
from kortreist_web.tenants.periods import PERIODS, just_ended, period_end
from kortreist_web.tenants.tree import descendants, tree

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize("due", [dt.date(2028, 2, 29), dt.date(2026, 12, 31), dt.date(2027, 3, 28)])
def test_a_deadline_is_kept_on_its_own_day_and_overdue_the_day_after(due):
    assert state_of(due, None, due - 15 * DAY) == "later"
    assert state_of(due, None, due - 14 * DAY) == "soon"
    assert state_of(due, None, due) == "today"
    assert state_of(due, None, due + DAY) == "overdue"
    assert state_of(due, due + DAY, due + 300 * DAY) == "done"


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


@pytest.mark.parametrize("n", PERIODS)
def test_the_usual_year_lies_in_its_year_and_says_what_it_rests_on(n):
    found = standing(2027, n)
    assert found == sorted(found, key=lambda s: (s.due, s.key))
    assert {s.due.year for s in found} == {2027}
    assert all(s.mark in MARKS and s.source for s in found)
    assert all(set(s.title) == set(s.source) == {"nb", "nn", "en"} for s in found)
    assert all(s.source["nb"] != s.source["en"] for s in found)
    assert all(s.url.startswith("https://") for s in found if s.mark in ("verified", "partly"))
    assert len([s for s in found if s.key == "units_report"]) == n
    assert dt.date.fromisoformat(checked_on()) <= dt.date.today()


@pytest.mark.parametrize("n", PERIODS)
def test_a_usual_deadline_is_read_in_any_language_and_ones_own_as_it_was_written(n):
    for one in standing(2027, n):
        for stored in one.title.values():
            row = Deadline(title=stored, due=one.due)
            for code in ("nb", "nn", "en"):
                with override(code):
                    assert row.said == one.title[code]
    assert title_in("Budsjettseminar", 2027, "en") == "Budsjettseminar"


def test_the_usual_year_has_the_days_of_the_law():
    days = {s.key: s.due for s in standing(2027, 3)}
    assert days["adopted"] == dt.date(2027, 12, 31)
    assert days["annual_report"] == dt.date(2027, 3, 31)
    assert days["accounts"] == dt.date(2027, 2, 22)
    reports = [s.due for s in standing(2027, 3) if s.key == "interim_report"]
    assert reports == [dt.date(2027, 2, 14), dt.date(2027, 6, 14), dt.date(2027, 10, 15)]


def test_months_gather_deadlines_in_order():
    rows = [Deadline(title=t, due=dt.date(2027, m, d)) for t, m, d in (
        ("b", 4, 30), ("a", 4, 30), ("c", 1, 2))]  # fmt: skip
    months = by_month(rows, dt.date(2027, 4, 30))
    assert [m for m, _ in months] == [dt.date(2027, 1, 1), dt.date(2027, 4, 1)]
    assert [(d.deadline.title, d.state) for _, ds in months for d in ds] == [
        ("c", "overdue"), ("a", "today"), ("b", "today"),
    ]  # fmt: skip


# -- the file --------------------------------------------------------------------------


def _unfold(text: str) -> list[str]:
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    raw = text[:-2].split("\r\n")
    assert all(len(line.encode()) <= 75 for line in raw)
    lines: list[str] = []
    for line in raw:
        if line.startswith(" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def _deadline(title: str, **values) -> Deadline:
    made = Deadline(title=title, due=dt.date(2027, 12, 31), kind="council", version=3, **values)
    made.pk = 7
    made.updated_at = dt.datetime(2027, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    return made


def test_the_file_is_icalendar():
    title = "Økonomiplan, årsbudsjett; og \\klimabudsjett\nfor 2028 " + "æøå" * 40 + "\x07"
    text = calendar_text([_deadline(title)], name="Åsnes, «x»", host="a.no", code="X001", done="ok")
    lines = _unfold(text)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert {"VERSION:2.0", "BEGIN:VEVENT", "END:VEVENT", "UID:deadline-7-x001@a.no"} <= set(lines)
    assert "DTSTART;VALUE=DATE:20271231" in lines
    assert "DTEND;VALUE=DATE:20280101" in lines
    assert "DTSTAMP:20270102T030405Z" in lines
    summary = next(x for x in lines if x.startswith("SUMMARY:")).removeprefix("SUMMARY:")
    assert summary.startswith("Økonomiplan\\, årsbudsjett\\; og \\\\klimabudsjett\\nfor 2028")
    assert summary.endswith("æøå")


def test_what_is_done_says_so_in_the_file():
    text = calendar_text(
        [_deadline("x", done_on=dt.date(2027, 1, 1))], name="n", host="h", code="X", done="gjort"
    )
    assert "SUMMARY:gjort: x" in _unfold(text)


@pytest.mark.parametrize("length", [74, 75, 76, 149, 150, 400])
def test_folding_never_breaks_a_character_and_can_be_undone(length):
    for line in ("x" * length, "å" * length, "😀" * length):
        folded = fold(line)
        assert folded.replace("\r\n ", "") == line
        assert all(len(part.encode()) <= 75 for part in folded.split("\r\n"))


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
    unit = Unit(organisation=place, name="Teknisk", valid_from=dt.date(2024, 1, 1),
                valid_to=dt.date(2027, 1, 1))  # fmt: skip
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
