"""Moderation: what is taken away is away everywhere, by a rule, and another person looks again."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.changes.consistency import breaks
from kortreist_web.changes.models import Change
from kortreist_web.core.actor_context import acting
from kortreist_web.core.content import content_hash
from kortreist_web.core.refusals import RefusedError
from kortreist_web.hearings.actions.answer_points import answer_points
from kortreist_web.hearings.actions.appeals import appeal_moderation, decide_appeal
from kortreist_web.hearings.actions.moderate import Redaction, moderate, redact, set_public
from kortreist_web.hearings.actions.run import close_hearing
from kortreist_web.hearings.actions.split import split_point
from kortreist_web.hearings.actions.submit import Contact, Words
from kortreist_web.hearings.attachments import checked
from kortreist_web.hearings.models import Submission
from kortreist_web.hearings.receipts import receive
from kortreist_web.participation.models import Appeal, ModerationAct
from kortreist_web.participation.trace import ends_of

pytestmark = pytest.mark.django_db
WITHHELD = "har kols"
TEXT = f"Bygg sykkelveien. Naboen min Per\n{WITHHELD} og tåler ikke støv.\n\nBiogass kan vente."
PDF = b"%PDF-1.4 kols"


def at(name, *args):
    with override("nb"):
        return reverse(f"hearings:{name}", args=("X001", *args))


@pytest.fixture
def closed(place, people, opened, on):
    """A closed hearing with two submissions; the first names a neighbour's illness thrice."""
    files = checked([("naboen.pdf", PDF)])
    words = Words("Kari Nordeng", "person", TEXT)
    contact = Contact(email="kari@x001.example")
    first, token = receive(place, opened, words, contact, files)
    receive(place, opened, Words("Reklame AS", "business", "Kjøp billig!"), None, ())
    values = {"submission": first, "summary": f"Naboen {WITHHELD}", "section": "frame"}
    one = split_point(people.editor, place, quote=f"Naboen min Per\n{WITHHELD}", **values)
    half = split_point(people.editor, place, submission=first, quote="kols og tåler ikke støv.")
    answer_points(
        people.editor,
        place,
        hearing=opened,
        points=[one, half],
        outcome="accepted",
        reason=f"At naboen {WITHHELD}, er grunn nok.",
    )
    on(2027, 4, 1)
    close_hearing(people.editor, place, opened)
    opened.token = token
    return opened


def submission(number=1):
    return Submission.objects.select_related("handling", "hearing__process").get(number=number)


def everywhere(client, hearing):
    """What anybody can read of a hearing, as text: name → words."""
    from pypdf import PdfReader

    pages = ("hearing", hearing.pk), ("statement", hearing.pk, 1), ("receipt", hearing.pk)
    out = {}
    for name, *args in pages:
        more = (hearing.token,) if name == "receipt" else ()
        out[name] = client.get(at(name, *args, *more)).content.decode()
    for extension in ("html", "csv"):
        made = client.get(at("public_table", hearing.pk, extension)).content
        out[extension] = made.decode()
    pdf = client.get(at("public_table", hearing.pk, "pdf")).content
    out["pdf"] = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    for extension, part in (("docx", "word/document.xml"), ("xlsx", "xl/")):
        made = client.get(at("public_table", hearing.pk, extension)).content
        packed = zipfile.ZipFile(io.BytesIO(made))
        names = [n for n in packed.namelist() if n.startswith(part)]
        out[extension] = "".join(packed.read(n).decode("utf-8", "replace") for n in names)
    address = f"/api/v1/organisations/X001/hearings/{hearing.pk}/submissions"
    out["api"] = json.dumps(client.get(address).json(), ensure_ascii=False)
    return out


def taken_out(people, place, **more):
    values = {"rule": "health", "reason": "Gjelder en nabo.", **more}
    words = ["Per har kols", "har kols"]
    one = Redaction(words=words, name=values.pop("name", False))
    return redact(people.moderator, place, submission=submission(), redaction=one, **values)


def test_what_is_redacted_is_away_from_everything_anybody_reads(client, place, people, closed):
    # Both spellings of the word, and each place of the three, are there before.
    before = everywhere(client, closed)
    assert all("kols" in words for words in before.values())
    taken_out(people, place, name=True)
    after = everywhere(client, closed)
    assert not [name for name, words in after.items() if "kols" in words]
    assert "Kari Nordeng" not in "".join(after.values())
    assert "[sladdet]" in after["statement"]
    assert "helseopplysninger om noen" in after["statement"]
    assert "naboen.pdf" not in after["statement"]
    row = submission().files.get()
    assert client.get(at("file", row.pk)).status_code == 404
    for ends in (
        ("submission", submission().pk),
        ("submission_point", submission().points.first().pk),
    ):
        (end,) = ends_of(place, [ends], member=False).values()
        assert "Kari" not in end.title


def test_the_original_stays_for_those_who_answer_and_the_log_holds_digests(
    client, as_person, place, people, closed
):
    taken_out(people, place, reason="Naboen er syk av kols.")
    kept = submission()
    assert kept.content["text"] == TEXT
    assert bytes(kept.files.get().data) == PDF
    assert not [(c.verb, c.after) for c in Change.objects.all() if "kols" in f"{c.before}{c.after}"]
    assert not breaks(place)
    officer = as_person(people.case_officer)
    assert "har kols" in officer.get(at("split", closed.pk, 1)).content.decode()
    assert officer.get(at("original", kept.files.get().pk)).content == PDF
    reader = as_person(people.reader)
    for name, *args in (("split", closed.pk, 1), ("inbox", closed.pk), ("desk", closed.pk)):
        page = reader.get(at(name, *args)).content.decode()
        assert "kols" not in page, name
    assert reader.get(at("original", kept.files.get().pk)).status_code == 403
    found = reader.get(at("inbox", closed.pk) + "?q=kols").content.decode()
    assert "Ingen uttalelser" in found or "0 uttalelser" in found


def test_a_redacted_file_is_given_in_the_place_of_the_original(as_person, client, people, closed):
    key = submission().files.get().pk
    sent = {"act": "redact", "rule": "health", "reason": "Sladdet.", "words": "har kols"}
    page = as_person(people.moderator)
    bad = SimpleUploadedFile("sladdet.pdf", b"<html>", "application/pdf")
    assert page.post(at("moderate", closed.pk, 1), {**sent, f"copy_{key}": bad}).status_code == 422
    copy = SimpleUploadedFile("sladdet.pdf", b"%PDF-1.4 ok", "application/pdf")
    sent[f"copy_{key}"] = copy
    assert page.post(at("moderate", closed.pk, 1), sent).status_code == 302
    client.logout()
    assert client.get(at("file", key)).content == b"%PDF-1.4 ok"
    assert "sladdet.pdf" in client.get(at("statement", closed.pk, 1)).content.decode()
    page = as_person(people.moderator)
    sent = {"act": "redact", "rule": "health", "reason": "Vedlegget er greit.", "words": "har kols"}
    page.post(at("moderate", closed.pk, 1), {**sent, f"checked_{key}": "on"})
    client.logout()
    assert client.get(at("file", key)).content == PDF


def test_several_are_hidden_in_one_act_and_leave_stubs(client, as_person, place, people, closed):
    page = as_person(people.moderator)
    sent = {"numbers": ["1", "2"], "do": "moderate", "act": "hide", "rule": "threat"}
    assert page.post(at("inbox", closed.pk), sent).status_code == 422
    sent["reason"] = "Trusler."
    assert page.post(at("inbox", closed.pk), sent).status_code == 302
    one, two = ModerationAct.objects.all()
    assert one.batch == two.batch is not None
    assert {one.moderator, two.moderator} == {people.moderator}
    page.logout()
    after = everywhere(client, closed)
    assert not [n for n, words in after.items() if "kols" in words or "Reklame" in words]
    assert "trusler eller hets" in after["hearing"]
    assert "trusler eller hets" in after["csv"]
    with pytest.raises(RefusedError) as refused:
        moderate(
            people.moderator,
            place,
            hearing=closed,
            submissions=[submission()],
            act="hide",
            rule="threat",
            reason="Igjen.",
        )
    assert refused.value.key == "hearings.refused.moderated_already"
    # An officer splits nothing through a moderator's door, nor the other way.
    assert (
        as_person(people.moderator).post(at("inbox", closed.pk), {"numbers": "2"}).status_code
        == 403
    )
    assert as_person(people.case_officer).post(at("inbox", closed.pk), sent).status_code == 403


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"rule": "advertisement"}, "participation.refused.moderation_rule"),
        ({"rule": "opinion"}, "participation.refused.moderation_rule"),
        ({"reason": " "}, "participation.refused.why"),
        ({"words": ["Noe annet"]}, "hearings.refused.words_not_there"),
        ({"words": ["kol"]}, "hearings.refused.words_not_there"),
    ],
)
def test_it_is_refused_without_a_rule_a_reason_or_her_own_words(place, people, closed, values, key):
    asked = {"rule": "health", "reason": "Syk.", "words": ["har kols"], **values}
    redaction = Redaction(words=asked.pop("words"))
    with pytest.raises(RefusedError) as refused:
        redact(people.moderator, place, submission=submission(), redaction=redaction, **asked)
    assert refused.value.key == key


def test_another_person_decides_the_appeal(client, as_person, place, people, closed):
    taken_out(people, place)
    receipt = at("receipt", closed.pk, closed.token)
    assert "Gjelder en nabo." in client.get(receipt).content.decode()
    client.post(receipt, {"do": "appeal", "text": "Naboen har sagt ja."})
    client.post(receipt, {"do": "appeal", "text": "Og igjen."})
    appeal = Appeal.objects.get()
    decided = {"outcome": "reversed", "reason": "Samtykket foreligger."}
    with pytest.raises(RefusedError) as refused:
        decide_appeal(people.moderator, place, appeal, **decided)
    assert refused.value.key == "hearings.refused.own_act"
    with pytest.raises(PermissionDenied):
        decide_appeal(people.case_officer, place, appeal, **decided)
    page = as_person(people.process_lead)
    assert "Avgjør klagen" in page.get(at("moderation", closed.pk)).content.decode()
    assert page.post(at("appeal", appeal.pk), decided).status_code == 302
    appeal.refresh_from_db()
    assert appeal.decided_by == people.process_lead
    page.logout()
    words = client.get(at("statement", closed.pk, 1)).content.decode()
    assert "har kols" in words
    assert "Samtykket foreligger." in client.get(receipt).content.decode()
    with pytest.raises(RefusedError):
        decide_appeal(people.process_lead, place, appeal, **decided)
    participant = submission().participant
    with pytest.raises(RefusedError):  # it is shown as it came
        appeal_moderation(participant, place, submission=submission(), text="Mer.")
    with pytest.raises(PermissionDenied):
        appeal_moderation(participant, place, submission=submission(2), text="En annens.")


def test_no_digest_of_an_original_is_public(client, place, people, closed):
    """By one, short words that are redacted, as a number, could be found by trying."""
    digest = hashlib.sha256
    taken_out(people, place)
    row, file = submission(), submission().files.get()
    originals = {row.content_hash, content_hash(row.content["text"]), file.sha256}
    originals |= {digest(TEXT.encode()).hexdigest(), digest(PDF).hexdigest()}
    seen = everywhere(client, closed)
    assert not [name for name, words in seen.items() for one in originals if one[:12] in words]
    address = f"/api/v1/organisations/X001/hearings/{closed.pk}/submissions"
    first, second = client.get(address).json()["items"]
    assert "[sladdet]" in first["text"]
    for one in (first, second):
        assert one["public_hash"] == digest(one["text"].encode()).hexdigest()
    asked = {"rule": "threat", "reason": "Trussel.", "act": "hide", "hearing": closed}
    moderate(people.moderator, place, submissions=[submission(2)], **asked)
    assert client.get(address).json()["items"][1]["public_hash"] == ""


def test_no_act_takes_an_appeal_from_the_one_who_decides_it(client, place, people, closed):
    taken_out(people, place)
    appealed = appeal_moderation(
        submission().participant, place, submission=submission(), text="Naboen har sagt ja."
    )
    asked = {"rule": "health", "reason": "Igjen.", "hearing": closed}
    acts = [lambda: taken_out(people, place)] + [
        partial(moderate, people.moderator, place, submissions=[submission(2), submission()], **one)
        for one in ({**asked, "act": "hide"}, {**asked, "act": "restore", "rule": "mistaken"})
    ]
    for again in acts:
        with pytest.raises(RefusedError) as refused:
            again()
        assert refused.value.key == "hearings.refused.appeal_waits"
    assert ModerationAct.objects.count() == 1
    # An act that stands from before acts were refused is reversed with the one appealed,
    # and nobody decides of her own.
    with acting(people.process_lead, "test"):
        values = ("hide", "health", "Igjen.", None)
        set_public(people.process_lead, place, closed, submission(), *values)
    decided = {"outcome": "reversed", "reason": "Samtykket foreligger."}
    with pytest.raises(RefusedError) as refused:
        decide_appeal(people.process_lead, place, appealed, **decided)
    assert refused.value.key == "hearings.refused.own_act"
    with acting(people.moderator, "test"):
        set_public(people.moderator, place, closed, submission(), *values)
    decide_appeal(people.process_lead, place, appealed, **decided)
    assert "har kols" in client.get(at("statement", closed.pk, 1)).content.decode()
    # It is decided: the moderator can act again, and be appealed again.
    assert taken_out(people, place).act == "redact"
