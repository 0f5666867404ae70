"""No way in stores a national identity number: what anybody writes in or about a hearing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.core.actor_context import acting
from kortreist_web.core.models import TenantModel
from kortreist_web.core.refusals import RefusedError
from kortreist_web.hearings.actions.announce import add_recipient, say_none
from kortreist_web.hearings.actions.answer_whole import answer_submissions
from kortreist_web.hearings.actions.appeals import appeal_moderation, decide_appeal
from kortreist_web.hearings.actions.moderate import moderate
from kortreist_web.hearings.actions.submit import Contact, Words, enter
from kortreist_web.hearings.attachments import checked
from kortreist_web.hearings.models import Recipient, Submission, SubmissionFile
from kortreist_web.hearings.receipts import receive
from kortreist_web.participation.models import Appeal

pytestmark = pytest.mark.django_db
NUMBER = "01.01.07  10029"
SAID = f"Jeg, {NUMBER}, mener dette."


def test_nothing_that_is_written_holds_one(place, people, opened):
    asked = {"hearing": opened, "rule": "threat", "act": "hide"}
    one, _ = receive(place, opened, Words("Kari", "person", "Bygg."), None, ())
    moderate(people.moderator, place, submissions=[one], reason="Trussel.", **asked)
    by_mail = {"hearing": opened, "received_on": dt.date(2027, 2, 15), "received_by": "email"}
    council = add_recipient(people.editor, place, hearing=opened, kind="association", name="Laget")
    appealed = appeal_moderation(one.participant, place, submission=one, text="Ikke noen trussel.")
    two, _ = receive(place, opened, Words("Per", "person", "Vent."), None, ())
    ways = {
        "text": lambda: receive(place, opened, Words("Per", "person", SAID), None, ()),
        "sender": lambda: receive(place, opened, Words(SAID, "person", "Nei."), None, ()),
        "phone": lambda: receive(
            place, opened, Words("Per", "person", "Nei."), Contact(phone=NUMBER), ()
        ),
        "file": lambda: receive(
            place,
            opened,
            Words("Per", "person", "Nei."),
            None,
            checked([("01010710029.pdf", b"%PDF-1.4")]),
        ),
        "entered": lambda: enter(
            people.editor, place, words=Words("Per", "person", SAID), **by_mail
        ),
        "reference": lambda: enter(
            people.editor,
            place,
            words=Words("Per", "person", "Nei."),
            archive_reference=NUMBER,
            **by_mail,
        ),
        "answer": lambda: answer_submissions(
            people.editor,
            place,
            hearing=opened,
            submissions=[two],
            outcome="accepted",
            reason=SAID,
        ),
        "moderated": lambda: moderate(
            people.moderator, place, submissions=[two], reason=SAID, **asked
        ),
        "decided": lambda: decide_appeal(
            people.process_lead, place, appealed, outcome="upheld", reason=SAID
        ),
        "recipient": lambda: add_recipient(
            people.editor, place, hearing=opened, kind="association", name=SAID
        ),
        "none": lambda: say_none(people.editor, place, council, because=SAID),
    }
    for name, way in ways.items():
        with pytest.raises(RefusedError) as refused:
            way()
        assert refused.value.key == "core.refused.identity_number", name
    assert Submission.objects.count() == 2
    assert not SubmissionFile.objects.exists()
    assert Recipient.objects.filter(name__contains="10029").count() == 0


def test_neither_an_appeal_nor_a_file_takes_one_on_the_page(client, place, people, opened):
    with override("nb"):
        submit = reverse("hearings:submit", args=("X001", opened.pk))
    one, token = receive(place, opened, Words("Kari", "person", "Bygg."), None, ())
    asked = {"hearing": opened, "rule": "threat", "act": "hide", "reason": "Trussel."}
    moderate(people.moderator, place, submissions=[one], **asked)
    with override("nb"):
        receipt = reverse("hearings:receipt", args=("X001", opened.pk, token))
    answer = client.post(receipt, {"do": "appeal", "text": SAID}, follow=True)
    assert "fødselsnummer" in answer.content.decode()
    assert not Appeal.objects.exists()
    file = SimpleUploadedFile("01010710029.pdf", b"%PDF-1.4", "application/pdf")
    sent = {"sender": "Per", "sender_kind": "person", "text": "Nei.", "understood": "on"}
    answer = client.post(submit, {**sent, "attachments": file})
    assert answer.status_code == 422
    assert "fødselsnummer" in answer.content.decode()


def test_every_long_text_of_every_row_is_looked_at(place, people):
    """What a domain adds later is looked at too: the check is the row's, not the page's."""
    looked = 0
    for model in apps.get_models():
        if not issubclass(model, TenantModel):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.TextField):
                row = model(organisation=place, **{field.name: SAID})
                with acting(people.editor, "test"), pytest.raises(RefusedError) as refused:
                    row._refuse_identity_numbers(None)
                assert refused.value.about == field.name
                looked += 1
    assert looked > 40


def test_a_row_that_held_one_before_can_still_be_changed(place, people, opened):
    council = add_recipient(people.editor, place, hearing=opened, kind="association", name="Laget")
    Recipient.objects.filter(pk=council.pk).unlogged("test").update(name=SAID)
    council.refresh_from_db()
    assert say_none(people.editor, place, council, because="Ingen merknad.").none_because
