"""The year's steps on a line: their days, whose they are, what is late; the page that shows it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from kortreist_web.core.domain import from_all
from kortreist_web.tasks.actions.add_deadline import add_deadline
from kortreist_web.tasks.actions.assign import assign
from kortreist_web.tasks.annual_cycle import standing, usual_deadlines
from kortreist_web.tasks.models import STEP, Task
from kortreist_web.tasks.owners import Owner
from kortreist_web.tasks.queries import dated
from kortreist_web.tasks.year import steps
from kortreist_web.tasks.year_answers import look_at
from kortreist_web.tasks.year_line import LineStep, line_months, year_line

TODAY = dt.date(2026, 6, 15)


@pytest.fixture
def line(place, people):
    def made(today=TODAY, year=TODAY.year, who=people.editor):
        calendar = dated(place, who).filter(due__isnull=False)
        found = year_line(look_at(place, today), who, calendar, year)
        return {one.title: one for one in found}

    return made


def test_a_period_and_a_budget_find_their_own_deadline():
    days = {key: one.due for key, one in usual_deadlines((2026, 2027), 3, False).items()}
    assert days["adopted", 2027, 0] == dt.date(2026, 12, 31)
    assert days["units_report", 2026, 2] == dt.date(2026, 9, 10)
    assert days["units_report", 2026, 3] == dt.date(2027, 1, 10)


@pytest.mark.django_db
def test_every_deadline_a_step_is_done_by_is_one_of_the_usual_year():
    keys = {one.key for one in standing(2027, 3)}
    by = {step.by for step in from_all(lambda domain: domain.steps)} - {""}
    assert len(by) > 3
    assert by <= keys


@pytest.mark.django_db
def test_the_line_has_the_steps_of_the_first_page_each_once(place, people, line):
    shown = line()
    there = steps(look_at(place, TODAY), people.editor)
    rows = Task.objects.filter(kind=STEP)
    assert len(shown) == len(there) == rows.count()
    assert {s.url for s in shown.values() if s.url} == {
        reverse(s.address, kwargs={"code": place.code}) for s in there if s.address
    }


@pytest.mark.django_db
def test_a_step_has_the_usual_day_the_calendars_or_its_own(place, people, line):
    title = "Registrer vedtaket om klimabudsjettet for 2027"
    assert (line()[title].day, line()[title].usual) == (dt.date(2026, 12, 31), True)
    (usual,) = [s for s in standing(2026, 3) if s.key == "adopted"]
    moved, other_year = dt.date(2026, 12, 10), dt.date(2027, 1, 4)
    add_deadline(people.editor, place, title=usual.title["nn"], due=moved)
    add_deadline(people.editor, place, title=usual.title["nb"], due=other_year)
    assert (line()[title].day, line()[title].usual) == (moved, False)
    task = Task.objects.get(kind=STEP, key="adopt")
    own = dt.date(2026, 12, 3)
    assign(people.approver, place, task, owner=Owner(person=people.approver), due=own)
    one = line()[title]
    assert (one.day, one.usual, one.owner) == (own, False, str(people.approver))
    assert line(today=dt.date(2026, 12, 4))[title].state == "overdue"
    assert title not in line(year=2025)


@pytest.mark.django_db
def test_a_usual_day_that_has_passed_is_not_called_late(line):
    shown = line(today=dt.date(2026, 12, 1))
    passed = [s for s in shown.values() if s.usual and s.day < dt.date(2026, 12, 1)]
    assert passed
    assert all(s.state != "overdue" for s in passed)


def test_a_month_has_its_marks_in_order_and_nothing_of_what_was_skipped():
    def step(state, month):
        return LineStep("", dt.date(2026, month, 3), state, "", "", False)

    rows = [step("later", 3), step("done", 3), step("passed", 3), step("overdue", 3)]
    months = line_months([*rows, step("now", 6)], [], 2026, TODAY)
    assert months[2].marks == ("done", "overdue", "later")
    assert [m.first.month for m in months if m.is_now] == [6]
    assert sum(len(m.marks) for m in months) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("year", ["1990", "2027"])
def test_the_page_has_line_and_table_and_the_first_page_leads_to_it(place, people, as_person, year):
    client = as_person(people.editor)
    calendar = reverse("tasks:calendar", kwargs={"code": place.code})
    home = client.get(reverse("tasks:home", kwargs={"code": place.code})).content.decode()
    assert f"{calendar}#line" in home
    page = client.get(calendar).content.decode()
    assert page.count('class="o-month"') == 12
    table = page[page.index("<caption>Stegene i") :]
    assert "Klimarådgiver" in table[: table.index("</table>")]
    assert client.get(calendar + f"?ar={year}").status_code == 200
