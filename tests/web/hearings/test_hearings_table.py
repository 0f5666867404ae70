"""The table of submissions: who said what, what is answered, in every format; nothing runs."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from kortreist.documents.format.blocks import plain
from kortreist_web.decisions.formatter import Words as Write
from kortreist_web.hearings.actions.announce import say_none
from kortreist_web.hearings.actions.answer_points import answer_points, join_points
from kortreist_web.hearings.actions.run import close_hearing
from kortreist_web.hearings.actions.split import split_as_suggested
from kortreist_web.hearings.actions.submit import Words
from kortreist_web.hearings.models import SubmissionPoint
from kortreist_web.hearings.receipts import receive
from kortreist_web.hearings.table_document import hearing_sections, table_document
from kortreist_web.hearings.table_rows import table_of

pytestmark = pytest.mark.django_db

EVIL = '=HYPERLINK("http://x.example") <script>alert(1)</script> sykkelveien & "kant"'


@pytest.fixture
def closed(place, people, opened, on):
    """Three submissions: two with like points that are answered, one late and unanswered."""
    for sender in ("Kari <b>", "Per"):
        receive(place, opened, Words(sender, "person", EVIL), None, ())
    on(2027, 4, 1)
    receive(place, opened, Words("Sein", "organisation", "Biogass kan vente litt."), None, ())
    for row in opened.submissions.filter(number__lte=2):
        split_as_suggested(people.editor, place, submission=row)
    points = list(SubmissionPoint.objects.all())
    join_points(people.editor, place, hearing=opened, points=points)
    values = {"outcome": "accepted", "reason": "+1 <i>Ja</i>\nDen bygges."}
    answer_points(people.editor, place, hearing=opened, points=points[1:], **values)
    council = opened.recipients.get(kind="youth_council")
    say_none(people.editor, place, council, because="Rådet hadde ikke møte.")
    return close_hearing(people.editor, place, opened)


def text_of(document):
    out = []
    for section in document.sections:
        for block in section.blocks:
            rows = getattr(block, "rows", ())
            cells = [c for row in rows for c in (row.header, *row.cells)]
            out += [plain(c.content) + " | " + plain(c.sub) for c in cells]
            out += [plain(item) for item in getattr(block, "items", ())]
    return "\n".join(out)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_each_point_stands_with_its_answer_and_who_was_asked(closed, language):
    said = text_of(table_document(closed, language))
    assert said.count("Den bygges.") == 1
    same = {"nb": "Samme svar som punkt 1.1.", "nn": "Same svar som punkt 1.1."}
    assert same.get(language, "The same answer as point 1.1.") in said
    late = "after the deadline" if language == "en" else "etter fristen"
    assert f"1. april 2027, {late}" in " ".join(said.split()) or late in said
    assert "Rådet hadde ikke møte." in said
    assert table_of(closed, language).unsplit == 1


def test_the_case_paper_tells_of_the_hearing(place, closed, heard):
    (section,) = hearing_sections(heard, Write("nb", {"provenance": ()}))
    counts = plain(section.blocks[1].items[0])
    assert counts.startswith("3 uttalelser med 2 punkter")
    later = type(heard)(organisation=place, kind="budget", subject="2029", number=1)
    assert hearing_sections(later, Write("nb", {"provenance": ()})) == ()


def at(name, *args):
    with override("nb"):
        return reverse(f"hearings:{name}", args=("X001", *args))


def test_what_people_write_runs_nowhere(client, closed):
    page = client.get(at("public_table", closed.pk, "html")).content.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)" in page
    word = client.get(at("public_table", closed.pk, "docx")).content
    body = zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml").decode()
    assert "&lt;script&gt;" in body
    book = load_workbook(io.BytesIO(client.get(at("public_table", closed.pk, "xlsx")).content))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert not [c for c in cells if c.data_type == "f"]
    table = client.get(at("public_table", closed.pk, "csv")).content.decode()
    assert ',"=HYPERLINK' not in table
    assert client.get(at("public_table", closed.pk, "exe")).status_code == 404


def test_it_is_public_once_the_hearing_has_closed(client, as_person, people, opened):
    assert client.get(at("public_table", opened.pk, "csv")).status_code == 404
    assert as_person(people.reader).get(at("table", opened.pk, "csv")).status_code == 200


def test_the_pdf_holds_the_answer(client, closed):
    from pypdf import PdfReader

    made = client.get(at("public_table", closed.pk, "pdf")).content
    text = " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(made)).pages).split())
    assert "Den bygges." in text
    assert "Biogass kan vente litt." in text
