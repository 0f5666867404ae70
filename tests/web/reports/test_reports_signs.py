"""An interim report has a line for each sign that is watched, on the page, as a file and frozen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from report_finishing import finish_report

from kortreist.documents.format.blocks import Table, plain
from kortreist_web.reports.actions.open_report import open_report
from kortreist_web.reports.content import report_content
from kortreist_web.reports.document import report_document
from kortreist_web.signposts.actions.record_reading import record_reading
from kortreist_web.signposts.actions.settle import settle
from kortreist_web.signposts.actions.watch import watch
from kortreist_web.tasks.owners import Owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def law(place, people):
    """A law that has come."""
    owner = Owner(person=people.editor)
    law = watch(
        people.editor, place, name="Nullutslippssoner", source="condition", see_by=2029, owner=owner
    )
    day = dt.date(2027, 12, 1)
    record_reading(people.editor, place, law, day=day, source="Lovdata", word="come")
    return law


@pytest.mark.parametrize(
    ("language", "word"), [("nb", "utløst"), ("nn", "utløyst"), ("en", "reached")]
)
def test_the_document_has_a_line_for_each(place, people, adopted, law, language, word):
    report = open_report(people.editor, place, year=2027, period=3)
    document = report_document(report_content(report), language, draft=True)
    tables = [b for s in document.sections for b in s.blocks if isinstance(b, Table)]
    (table,) = [t for t in tables if t.id == "signposts"]
    said = [plain(cell.content) for cell in table.rows[0].cells]
    assert plain(table.rows[0].header.content) == "Nullutslippssoner"
    assert said[0] == word
    assert said[3] == "2029"


def test_what_is_completed_stays_and_names_nobody(place, people, adopted, law, as_person):
    report = open_report(people.editor, place, year=2027, period=3)
    frozen = finish_report(people, place, report)
    settle(people.editor, place, law, how="Sak 28/1: sonen innføres")
    (row,) = frozen.content["signposts"]
    assert (row["state"], row["came_on"]) == ("reached", "2027-12-30")
    assert people.editor.name not in str(frozen.content["signposts"])
    url = reverse("reports:one", args=(place.code, 2027, 3))
    page = as_person(people.reader).get(url).content.decode()
    assert "Nullutslippssoner" in page
    assert "Sak 28/1" not in page


def test_a_report_without_signs_has_no_such_part(place, people, adopted, as_person):
    report = open_report(people.editor, place, year=2027, period=3)
    document = report_document(report_content(report), "nb", draft=True)
    assert "signposts" not in {s.id for s in document.sections}
    old = report_content(report)
    del old["signposts"]  # completed before there were any
    assert report_document(old, "nb", draft=False)
    page = as_person(people.editor).get(reverse("reports:one", args=(place.code, 2027, 3)))
    assert "Tegn vi følger med på" not in page.content.decode()
