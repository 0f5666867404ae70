"""Other systems are told that a report is completed, with the hash of what was completed."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from report_finishing import finish_report

from kortreist_web.measures.models import MeasureChoice
from kortreist_web.publishing.actions.add_webhook import add_webhook
from kortreist_web.publishing.models import Delivery
from kortreist_web.reports.actions.complete import complete
from kortreist_web.reports.actions.open_report import open_report
from kortreist_web.reports.mine import to_report
from kortreist_web.tasks.year import steps
from kortreist_web.tasks.year_answers import look_at
from kortreist_web.tenants.periods import being_reported, following

pytestmark = pytest.mark.django_db


def test_completion_is_told_and_a_refused_one_is_not(place, people, adopted):
    add_webhook(
        people.administrator, place, url="https://site.example/", events=["report.completed"]
    )
    live = open_report(people.editor, place, year=2027, period=1)
    with pytest.raises(PermissionDenied):
        complete(people.editor, place, live)
    assert not Delivery.objects.exists()
    frozen = finish_report(people, place, live)
    said = Delivery.objects.get().body["data"]
    assert (said["kind"], said["content_hash"]) == ("report", frozen.content_hash)


def test_what_is_said_after_a_report_is_completed_is_about_the_next_period(
    place, people, adopted, as_person
):
    live = open_report(people.editor, place, year=2027, period=1)
    day = dt.date(2027, 5, 20)
    assert following(place, day) == (2027, 1)
    finish_report(people, place, live)
    assert following(place, day) == (2027, 2)
    follow = [s for s in steps(look_at(place, day), people.editor) if s.part == "follow"]
    assert {(s.year, s.period) for s in follow} == {(2027, 2)}


def test_an_open_report_is_what_people_say_something_about_until_it_is_completed(
    place, people, adopted
):
    day = dt.date(2027, 9, 20)
    assert being_reported(place, day) == following(place, day) == (2027, 2)
    late = open_report(people.editor, place, year=2027, period=1)
    assert (following(place, day), being_reported(place, day)) == ((2027, 2), (2027, 1))
    open_report(people.editor, place, year=2027, period=2)
    assert being_reported(place, day) == (2027, 2)
    finish_report(people, place, late)
    assert being_reported(place, day) == (2027, 2)


def test_what_begins_in_a_later_year_is_not_asked_about(place, people, write):
    def choice(name, **values):
        row = MeasureChoice(organisation=place, measure=name, name={"nb": name}, **values)
        row.save()
        return row

    choice("b", state="chosen", start_year=2027)
    choice("a", state="under_way", start_year=2028)  # begun before it was meant to
    choice("c", state="chosen", start_year=2028)
    choice("d", state="chosen")
    found, _ = to_report(people.editor, place, 2027, 1)
    assert [one.choice.measure for one in found] == ["a", "b", "d"]
