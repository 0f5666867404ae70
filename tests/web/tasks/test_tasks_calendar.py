"""Deadlines to the day, the usual year, the calendar file."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override
from icalendar import Calendar

from kortreist_web.core.own_words import words_of
from kortreist_web.tasks.annual_cycle import MARKS, checked_on, standing, title_in
from kortreist_web.tasks.calendar_file import calendar_bytes
from kortreist_web.tasks.deadlines import by_month, state_of
from kortreist_web.tasks.models import Task
from kortreist_web.tenants.periods import PERIODS

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize("due", [dt.date(2028, 2, 29), dt.date(2026, 12, 31), dt.date(2027, 3, 28)])
def test_a_deadline_is_kept_on_its_own_day_and_overdue_the_day_after(due):
    assert state_of(due, None, due - 15 * DAY) == "later"
    assert state_of(due, None, due - 14 * DAY) == "soon"
    assert state_of(due, None, due) == "today"
    assert state_of(due, None, due + DAY) == "overdue"
    assert state_of(due, due + DAY, due + 300 * DAY) == "done"


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
            row = Task(title=stored, due=one.due)
            for code in ("nb", "nn", "en"):
                with override(code):
                    assert row.said == one.title[code]
    assert title_in("Budsjettseminar", 2027, "en") == "Budsjettseminar"


def test_a_county_authoritys_year_has_its_own_bodies_and_old_rows_are_not_added_again(
    place, people
):
    rows = {s.key: s for s in standing(2027, 3, county=True)}
    assert "fylkestinget" in rows["interim_report"].title["nb"]
    assert "fylkeskommunedirektøren" in rows["proposal"].title["nn"]
    (old,) = [s for s in standing(2027, 3) if s.key == "proposal"]
    assert "ommunedirektørens" in old.title["nb"]
    assert old.title["nb"] in rows["proposal"].written
    row = Task(title=old.title["nb"], due=old.due)
    place.kind = "county_authority"
    with words_of(place), override("nb"):
        assert row.said == rows["proposal"].title["nb"]


def test_the_usual_year_has_the_days_of_the_law():
    days = {s.key: s.due for s in standing(2027, 3)}
    assert days["adopted"] == dt.date(2027, 12, 31)
    assert days["annual_report"] == dt.date(2027, 3, 31)
    assert days["accounts"] == dt.date(2027, 2, 22)
    reports = [s.due for s in standing(2027, 3) if s.key == "interim_report"]
    assert reports == [dt.date(2027, 2, 14), dt.date(2027, 6, 14), dt.date(2027, 10, 15)]


def test_months_gather_deadlines_in_order():
    rows = [
        Task(title=t, due=dt.date(2027, m, d))
        for t, m, d in (("b", 4, 30), ("a", 4, 30), ("c", 1, 2))
    ]
    months = by_month(rows, dt.date(2027, 4, 30))
    assert [m for m, _ in months] == [dt.date(2027, 1, 1), dt.date(2027, 4, 1)]
    assert [(d.task.title, d.state) for _, ds in months for d in ds] == [
        ("c", "overdue"),
        ("a", "today"),
        ("b", "today"),
    ]


# -- the file --------------------------------------------------------------------------


def _unfold(content: bytes) -> list[str]:
    text = content.decode()
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


def _deadline(title: str, **values) -> Task:
    made = Task(title=title, due=dt.date(2027, 12, 31), kind="council", version=3, **values)
    made.pk = 7
    made.updated_at = dt.datetime(2027, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    return made


def test_the_file_is_icalendar():
    title = "Økonomiplan, årsbudsjett; og \\klimabudsjett\nfor 2028 " + "æøå" * 40 + "\x07"
    text = calendar_bytes(
        [_deadline(title)], name="Åsnes, «x»", host="a.no", code="X001", done="ok"
    )
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
    text = calendar_bytes(
        [_deadline("x", done_on=dt.date(2027, 1, 1))], name="n", host="h", code="X", done="gjort"
    )
    assert "SUMMARY:gjort: x" in _unfold(text)


def test_another_reader_reads_the_file_as_it_was_meant():
    """Read back by the library's parser: days, text and keys are those of the task."""
    title = "Økonomiplan; «x», og \\ mer\nlinje to"
    content = calendar_bytes([_deadline(title)], name="Å, b", host="h", code="X001", done="ok")
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["summary"]) == title
    assert event.decoded("dtstart") == dt.date(2027, 12, 31)
    assert event.decoded("dtend") == dt.date(2028, 1, 1)
    assert (int(event["sequence"]), event["transp"]) == (3, "TRANSPARENT")
    assert event["categories"].to_ical() == b"COUNCIL"
