"""What came by e-mail is recognised, entered once, and reaches the table with its answer."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.core.refusals import RefusedError
from kortreist_web.hearings.actions.answer_points import answer_points
from kortreist_web.hearings.actions.run import close_hearing
from kortreist_web.hearings.actions.split import split_as_suggested
from kortreist_web.hearings.actions.submit import Words, enter
from kortreist_web.hearings.email_text import read_eml, read_pasted
from kortreist_web.hearings.models import Submission

RAW = """\
Return-Path: <kari@x001.example>
From: =?utf-8?Q?Kari_=C3=98stb=C3=B8?= <kari@x001.example>
To: post@eksempeldal.example
Subject: =?utf-8?Q?H=C3=B8ring?=
Date: Mon, 01 Mar 2027 23:30:00 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

Bygg sykkelveien f=C3=B8rst, og gj=C3=B8r det f=C3=B8r skolen =C3=A5pner igje=
n.
"""
WORDS = "Bygg sykkelveien først, og gjør det før skolen åpner igjen."


@pytest.mark.parametrize("read", [read_pasted, lambda text: read_eml(text.encode())])
def test_a_whole_message_is_recognised_also_quoted_printable(read):
    one = read(RAW)
    assert (one.sender, one.address) == ("Kari Østbø", "kari@x001.example")
    assert one.sent_on == dt.date(2027, 3, 2)  # it was past midnight in Norway
    assert (one.subject, one.text) == ("Høring", WORDS)


def test_what_a_mail_program_shows_is_recognised():
    pasted = (
        "Fra: Eksempeldal Syklistforening [mailto:post@syklist.example]\n"
        "Sendt: mandag 1. mars 2027 10:15\nTil: Postmottak\nEmne: Høring\n\n"
        "Hei,\n\nNå: Bygg den først.\nFra: skolen til sentrum."
    )
    one = read_pasted(pasted)
    assert one.sender == "Eksempeldal Syklistforening"
    assert one.address == "post@syklist.example"
    assert one.sent_on == dt.date(2027, 3, 1)
    assert one.text == "Hei,\n\nNå: Bygg den først.\nFra: skolen til sentrum."
    bare = read_pasted("Nå må dere\nlese dette: ja.\n\nHilsen meg")
    assert (bare.sender, bare.sent_on) == ("", None)
    assert bare.text.startswith("Nå må dere")


def test_a_page_s_words_are_taken_and_never_its_scripts():
    html = RAW.replace("text/plain", "text/html").replace(
        "Bygg", "<style>p{}</style><script>alert(1)</script><p>Bygg"
    )
    assert read_pasted(html).text == WORDS


def at(name, *args):
    with override("nb"):
        return reverse(f"hearings:{name}", args=("X001", *args))


@pytest.mark.django_db
def test_an_e_mail_reaches_the_table_with_its_answer(as_person, place, people, opened, on):
    from pypdf import PdfReader

    on(2027, 3, 3)
    client = as_person(people.editor)
    eml = SimpleUploadedFile("uttalelse.eml", RAW.encode(), "message/rfc822")
    page = client.post(at("enter", opened.pk), {"do": "read", "eml": eml}).content.decode()
    assert 'value="Kari Østbø"' in page
    assert 'value="2027-03-02"' in page
    sent = {
        "do": "save",
        "sender": "Kari Østbø",
        "sender_kind": "person",
        "received_by": "email",
        "received_on": "2027-03-02",
        "text": WORDS,
        "email": "kari@x001.example",
        "archive_reference": "27/14-3",
    }
    assert client.post(at("enter", opened.pk), sent).status_code == 302
    again = client.post(at("enter", opened.pk), {**sent, "text": "Noe annet."})
    assert again.status_code == 422
    assert "ført inn allerede, som uttalelse 1" in again.content.decode()
    with pytest.raises(RefusedError):  # the same words of the same sender
        enter(
            people.editor,
            place,
            hearing=opened,
            words=Words("Kari Østbø", "person", WORDS),
            received_on=dt.date(2027, 3, 3),
            received_by="paper",
        )
    (one,) = Submission.objects.all()
    points = split_as_suggested(people.editor, place, submission=one)
    values = {"outcome": "accepted_in_part", "reason": "Første etappe bygges."}
    answer_points(people.editor, place, hearing=opened, points=points, **values)
    on(2027, 4, 1)
    close_hearing(people.editor, place, opened)
    made = client.get(at("table", opened.pk, "pdf")).content
    text = " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(made)).pages).split())
    assert "Kari Østbø" in text
    assert "Første etappe bygges." in text
    assert "kari@x001.example" not in text
