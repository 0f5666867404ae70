"""An interim report says how the council's points stand, from the tasks and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from report_finishing import finish_report

from kortreist_web.decisions.actions.set_point import set_point
from kortreist_web.decisions.models import Resolution
from kortreist_web.decisions.points import POINT
from kortreist_web.reports.actions.open_report import open_report
from kortreist_web.reports.content import report_content
from kortreist_web.reports.files import file_of
from kortreist_web.tasks.actions.add_deadline import add_deadline
from kortreist_web.tasks.actions.begin import begin
from kortreist_web.tasks.actions.finish import finish
from kortreist_web.tasks.owners import Owner
from kortreist_web.tasks.subjects import tasks_about

pytestmark = pytest.mark.django_db
DECIDED = dt.date(2026, 12, 10)


@pytest.fixture
def points(place, people, adopted, write):
    """Four points: a unit's, overdue; a person's, done; one of last year; one that asks nobody."""
    resolution = Resolution(
        organisation=place,
        body="Kommunestyret",
        decided_on=DECIDED,
        case_number="9/26",
        archive_reference="26/1",
        title="Klimabudsjett 2027",
        text="x",
        outcome="adopted",
        frozen=adopted.frozen,
    )
    resolution.save()
    made = []
    unit = Owner(unit=adopted.unit)
    for number, (kind, owner, due) in enumerate(
        (
            ("do", unit, dt.date(2027, 6, 1)),
            ("do", Owner(person=people.reader), None),
            ("do", Owner(role="approver"), None),
            ("adopt", Owner(), None),
        ),
        start=1,
    ):
        made.append(
            set_point(
                people.editor,
                place,
                resolution=resolution,
                number=number,
                text=f"Punktet {number}",
                kind=kind,
                owner=owner,
                due=due,
            )
        )
    tasks = tasks_about(POINT, made)
    begin(people.editor, place, tasks[made[0].pk])
    done = {"evidence": "https://eksempel.no/sak"}
    finish(people.editor, place, tasks[made[1].pk], on=dt.date(2027, 3, 1), **done)
    finish(people.editor, place, tasks[made[2].pk], on=DECIDED, **done)
    add_deadline(people.editor, place, title="Intern frist", due=dt.date(2027, 6, 1))
    return made


@pytest.fixture
def live(place, people, points):
    return open_report(people.editor, place, year=2027, period=1)


def test_it_holds_what_waits_and_what_was_done_in_the_year_without_peoples_names(live, people):
    tasks = report_content(live)["tasks"]
    assert tasks["as_of"] == "2027-12-30"
    found = [(t["title"], t["owner"]["nb"], t["state"], t["overdue"]) for t in tasks["rows"]]
    assert found == [
        ("9/26, 1. Punktet 1", "Teknisk", "under_way", True),
        ("9/26, 2. Punktet 2", "en ansatt", "done", False),
    ]
    assert people.reader.name not in str(tasks)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_page_and_the_document_show_it(live, people, as_person, language):
    from django.utils.translation import override

    with override(language):
        url = reverse("reports:one", args=["X001", 2027, 1])
        page = as_person(people.reader).get(url).content.decode()
        document = file_of(live.organisation, report_content(live), "docx", "")
    assert "9/26, 1. Punktet 1" in page
    assert 'href="https://eksempel.no/sak"' in page
    assert "Intern frist" not in page
    assert len(document.content) > 5_000


def test_a_completed_report_keeps_how_it_stood(place, people, live, points):
    frozen = finish_report(people, place, live)
    task = tasks_about(POINT, points)[points[0].pk]
    finish(people.editor, place, task, on=dt.date(2027, 12, 1), evidence="Sak 2")
    assert frozen.content["tasks"]["rows"][0]["state"] == "under_way"
