"""What is written in any field of a hearing runs nowhere: pages, files, messages, the API."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.hearings.actions.announce import add_recipient, announce, say_none
from kortreist_web.hearings.actions.answer_points import answer_points
from kortreist_web.hearings.actions.appeals import appeal_moderation
from kortreist_web.hearings.actions.moderate import Redaction, redact
from kortreist_web.hearings.actions.run import close_hearing, extend
from kortreist_web.hearings.actions.split import split_point
from kortreist_web.hearings.actions.submit import Contact, Words
from kortreist_web.hearings.models import Submission
from kortreist_web.hearings.receipts import receive
from kortreist_web.hearings.telling import tell_hearing

pytestmark = pytest.mark.django_db
#: What would run, or break out of what it stands in, were it not written as text.
CORPUS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "'-alert(3)-'",
    "</textarea><svg onload=alert(4)>",
    "javascript:alert(5)//",
    "{{ 7*7 }}{% now 'Y' %}",
    "]]><x onclick=alert(6)>&amp;lt;b&gt;",
    '=HYPERLINK("http://x001.example")',
)
BAD = re.compile(
    r"<script>alert|<img src=x|<svg onload|<x onclick|href=[\"']?\s*javascript:|\b49\b20\d\d"
)


def at(name, *args):
    with override("nb"):
        return reverse(f"hearings:{name}", args=("X001", *args))


@pytest.mark.parametrize(
    "payload", [CORPUS[0], *(pytest.param(p, marks=pytest.mark.long) for p in CORPUS[1:])]
)
def test_it_runs_nowhere(client, place, people, opened, on, payload, as_person):
    values = {"announced_in": payload, "announced_on": dt.date(2027, 2, 12)}
    announce(people.editor, place, opened, **values, paper_copy=payload)
    said = add_recipient(people.editor, place, hearing=opened, kind="other", name=payload)
    say_none(people.editor, place, said, because=payload)
    text = f"Mot {payload} og mer."
    words = Words(payload, "organisation", text)
    sent, token = receive(place, opened, words, Contact(email="kari@x001.example"), ())
    point = split_point(people.editor, place, submission=sent, quote=text, summary=payload)
    extend(people.editor, place, opened, to_day=opened.last_day + dt.timedelta(1), reason=payload)
    values = {"outcome": "accepted", "reason": f"Fordi {payload} sies."}
    answer_points(people.editor, place, hearing=opened, points=[point], **values)
    on(2027, 4, 5)
    close_hearing(people.editor, place, opened)
    row = Submission.objects.select_related("handling", "hearing__process").get()
    how = {"rule": "health", "reason": f"Fordi {payload} sies."}
    redact(people.moderator, place, submission=row, redaction=Redaction(words=["mer"]), **how)
    appeal_moderation(sent.participant, place, submission=row, text=f"Nei {payload}")
    assert tell_hearing(opened) == (1, 0)
    (message,) = mail.outbox
    assert payload not in message.subject + message.body
    assert "\n" not in message.subject
    public = [("hearing", opened.pk), ("statement", opened.pk, 1), ("receipt", opened.pk, token)]
    public += [("public_table", opened.pk, "html")]
    work = [(n, opened.pk) for n in ("hold", "inbox", "desk", "moderation", "notices")]
    work += [("split", opened.pk, 1), ("moderate", opened.pk, 1), ("point", point.pk)]
    work += [("appeal", row.pk)]
    pages = [client.get(at(*one)).content.decode() for one in public]
    word = client.get(at("public_table", opened.pk, "docx")).content
    body = zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml").decode()
    table = client.get(at("public_table", opened.pk, "csv")).content.decode("utf-8-sig")
    assert client.get(at("public_table", opened.pk, "pdf")).content.startswith(b"%PDF-")
    signed_in = as_person(people.editor)
    pages += [signed_in.get(at(*one)).content.decode() for one in work]
    for one in (*pages, body):
        assert not BAD.search(one)
    assert not re.search(r'(?m)(?:^|[,;])"?=', table), "a formula in the table"
