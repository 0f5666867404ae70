"""Senders are told once of what has moved, as long as they can be reached."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.hearings.actions.answer_whole import answer_submissions
from kortreist_web.hearings.actions.moderate import moderate
from kortreist_web.hearings.actions.run import close_hearing, extend
from kortreist_web.hearings.actions.submit import Contact, Words
from kortreist_web.hearings.models import Submission
from kortreist_web.hearings.receipts import receive
from kortreist_web.hearings.telling import TELL, ask_to_tell, tell_hearing
from kortreist_web.jobs.models import Job
from kortreist_web.participation.models import Notice

pytestmark = pytest.mark.django_db


def of(number):
    return Submission.objects.select_related("handling").get(number=number)


@pytest.fixture
def three(place, opened):
    """Two who can be reached, one who cannot; one writes nynorsk."""
    said = (
        ("Kari", "kari@x001.example", "nb"),
        ("Olav", "olav@x001.example", "nn"),
        ("Per", "", "nb"),
    )
    for name, email, language in said:
        words = Words(name, "person", f"{name}: bygg <b>veien</b>.", (), language)
        receive(place, opened, words, Contact(email=email) if email else None, ())
    return opened


def answer(place, people, hearing, number, reason="Ja, den bygges."):
    values = {"outcome": "accepted", "reason": reason, "hearing": hearing}
    answer_submissions(people.case_officer, place, submissions=[of(number)], **values)


def test_answers_are_told_once_when_everybody_sees_them(place, people, three, on, client):
    answer(place, people, three, 1)
    assert tell_hearing(three) == (0, 0)  # it still goes on: answers are not public
    on(2027, 4, 1)
    close_hearing(people.process_lead, place, three)
    assert tell_hearing(three) == (1, 0)
    assert tell_hearing(three) == (0, 0)
    (sent,) = mail.outbox
    assert sent.to == ["kari@x001.example"]
    assert "Kommunen har svart." in sent.body
    assert "veien" not in sent.body, "a message repeats nobody's words"
    answer(place, people, three, 1, "Etter en ny vurdering: ja.")
    assert tell_hearing(three) == (1, 0), "a new answer is news"
    answer(place, people, three, 2)
    answer(place, people, three, 3)
    assert tell_hearing(three) == (1, 0), "who gave no address is told nothing"
    assert "Kommunen har svara." in mail.outbox[-1].body
    link = re.search(r"https?://[^/]+(\S+/uttalelse/1/)", sent.body)
    page = client.get(link[1]).content.decode()
    assert "Etter en ny vurdering" in page
    assert "Ja, den bygges." in page, "the old answer stays readable"


def test_more_time_and_moderation_are_told_and_an_officer_sees_to_whom(
    place, people, three, as_person
):
    late = three.last_day + dt.timedelta(days=3)
    extend(people.process_lead, place, three, to_day=late, reason="Påske.")
    how = {"act": "hide", "rule": "threat", "reason": "Trusler."}
    moderate(people.moderator, place, hearing=three, submissions=[of(1)], **how)
    assert tell_hearing(three) == (2, 0)
    assert "Du kan klage" in mail.outbox[0].body
    assert "forlenget" in mail.outbox[0].body
    receive(place, three, Words("Ny", "person", "Hei."), Contact(email="ny@x001.example"), ())
    assert tell_hearing(three) == (0, 0), "it had more time when she wrote"
    with override("nb"):
        address = reverse("hearings:notices", args=("X001", three.pk))
    page = as_person(people.case_officer).get(address).content.decode()
    assert "1. Kari" in page
    assert "@x001.example" not in page.partition("<main")[2].partition("</main")[0]
    assert as_person(people.reader).get(address).status_code == 403


def test_her_link_erases_her_address_and_she_is_told_no_more(place, people, three, on, client):
    extend(people.process_lead, place, three, to_day=three.last_day + dt.timedelta(1), reason="Ja.")
    tell_hearing(three)
    stop = re.search(r"https?://[^/]+(\S+/stopp/\S+)", mail.outbox[0].body)[1]
    assert client.get(stop[:-2] + "x/").status_code == 404
    assert "Slett og stopp" in client.get(stop).content.decode()
    assert of(1).contact.email == "kari@x001.example"  # a link that is only looked at does nothing
    assert "Slettet." in client.post(stop).content.decode()
    assert of(1).contact.email == ""
    assert client.get(stop).status_code == 404
    answer(place, people, three, 1)
    on(2027, 4, 2)
    close_hearing(people.process_lead, place, three)
    before = len(mail.outbox)
    assert tell_hearing(three) == (0, 0)
    assert len(mail.outbox) == before


def test_what_cannot_be_sent_is_said_and_keeps_nobody_from_theirs(
    place, people, three, monkeypatch
):
    from django.core.mail import EmailMessage

    real = EmailMessage.send

    def send(self, *args, **options):
        if "kari" in self.to[0]:
            raise ConnectionRefusedError
        return real(self, *args, **options)

    monkeypatch.setattr(EmailMessage, "send", send)
    extend(people.process_lead, place, three, to_day=three.last_day + dt.timedelta(1), reason="Ja.")
    assert tell_hearing(three) == (1, 1)
    failed, sent = Notice.objects.order_by("contact")
    assert (failed.failure, failed.sent_at) == ("ConnectionRefusedError", None)
    assert sent.sent_at is not None


def test_a_worker_that_dies_while_sending_tells_nobody_twice(place, people, three, monkeypatch):
    extend(people.process_lead, place, three, to_day=three.last_day + dt.timedelta(1), reason="Ja.")

    def die(self, *args, **options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", die)
        with pytest.raises(KeyboardInterrupt):
            tell_hearing(three)
    assert tell_hearing(three) == (1, 0), "the other's, and not the first again"


def test_it_is_asked_for_once_a_day(place, opened):
    for _ in range(2):
        ask_to_tell(dt.date(2027, 3, 1))
    assert Job.objects.filter(kind=TELL).count() == 1
