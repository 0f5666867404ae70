"""One lawful hearing: its clock, what must be in place, what comes in, and what nobody can do."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.budgets.frozen import is_public, public_versions
from kortreist_web.changes.consistency import breaks
from kortreist_web.changes.models import Change
from kortreist_web.core.refusals import RefusedError
from kortreist_web.hearings.actions.announce import add_document, announce, say_none, send_to
from kortreist_web.hearings.actions.hold import change_dates, prepare
from kortreist_web.hearings.actions.run import close_hearing, extend, open_hearing
from kortreist_web.hearings.actions.submit import Contact, Words, enter
from kortreist_web.hearings.actions.withdraw import erase_contact, withdraw
from kortreist_web.hearings.models import Submission, SubmissionContact
from kortreist_web.hearings.receipts import find_submission, receive
from kortreist_web.people.models import Participant

pytestmark = pytest.mark.django_db


def at(name, *args):
    with override("nb"):
        return reverse(f"hearings:{name}", args=("X001", *args))


def said(text="Bygg sykkelveien først.", **values):
    return Words(**{"sender": "Kari Eksempel", "sender_kind": "person", "text": text, **values})


def test_six_weeks_end_after_easter_and_it_is_said_why(prepared):
    assert prepared.closes_on == dt.date(2027, 3, 30)
    assert {r.kind for r in prepared.recipients.all()} == {
        "youth_council",
        "elderly_council",
        "disability_council",
    }


@pytest.mark.parametrize(
    ("closes_on", "key"),
    [
        (dt.date(2027, 3, 29), "hearings.refused.too_short"),
        (dt.date(2027, 6, 17), "hearings.refused.after_decision"),
    ],
)
def test_days_that_are_not_what_the_law_asks(place, people, prepared, closes_on, key):
    opens = prepared.opens_on
    with pytest.raises(RefusedError) as refused:
        change_dates(people.editor, place, prepared, opens_on=opens, closes_on=closes_on)
    assert refused.value.key == key
    if key.endswith("too_short"):
        assert "11-14" in refused.value.message("nb")


def test_a_budget_is_open_for_two_weeks_before_the_council(place, people, heard, council, on):
    on(2026, 12, 2)
    values = {
        "title": "Budsjett",
        "question": "Hva mener du?",
        "promise": "advice",
        "decided_by": council,
        "decision_on": dt.date(2026, 12, 15),
        "heard": heard,
        "rule": "economy/public_before",
    }
    with pytest.raises(RefusedError, match=r"1\. desember 2026"), override("nb"):
        prepare(people.editor, place, opens_on=dt.date(2026, 12, 2), **values)
    on(2026, 12, 1)
    hearing = prepare(people.editor, place, opens_on=dt.date(2026, 12, 1), **values)
    assert hearing.closes_on == dt.date(2026, 12, 14)


def test_it_cannot_open_before_it_is_announced_and_laid_out(place, people, prepared):
    with pytest.raises(RefusedError) as refused:
        open_hearing(people.editor, place, prepared)
    assert refused.value.key == "hearings.refused.lacks.announcement"
    values = {"announced_in": "Avisa", "announced_on": dt.date(2027, 2, 15)}
    announce(people.editor, place, prepared, **values)
    with pytest.raises(RefusedError) as refused:
        open_hearing(people.editor, place, prepared)
    assert refused.value.key == "hearings.refused.lacks.documents"


def test_it_closes_when_its_last_day_has_ended_and_not_before(place, people, opened, on):
    on(2027, 3, 30)
    with pytest.raises(RefusedError):
        close_hearing(people.editor, place, opened)
    with pytest.raises(RefusedError):
        extend(people.editor, place, opened, to_day=dt.date(2027, 3, 30), reason="x")
    extend(people.editor, place, opened, to_day=dt.date(2027, 4, 9), reason="Nytt vedlegg.")
    on(2027, 3, 31)
    receive(place, opened, said(), None, ())
    with pytest.raises(RefusedError):
        close_hearing(people.editor, place, opened)
    on(2027, 4, 10)
    late, _ = receive(place, opened, said("For sent?"), None, ())
    close_hearing(people.editor, place, opened)
    assert [s.is_late for s in Submission.objects.filter(hearing=opened)] == [False, True]
    assert late.number == 2


def test_anybody_says_something_without_an_account(client, place, people, opened):
    page = client.get(at("hearing", opened.pk)).content.decode()
    assert "30. mars 2027" in page
    assert "Vi lytter og svarer" in page
    assert "Sykkelveinett" in page
    form = client.get(at("submit", opened.pk) + "?del=measure.bike_network").content.decode()
    assert 'value="measure.bike_network" id="id_sections_3" checked' in " ".join(form.split())
    sent = {
        "sender": "Eksempeldal Syklistforening",
        "sender_kind": "organisation",
        "sections": ["measure.bike_network"],
        "text": "Bygg den til skolen <b>først</b>.",
        "email": "styret@syklist.example",
        "understood": "on",
    }
    answer = client.post(at("submit", opened.pk), sent)
    assert answer.status_code == 302
    receipt = client.get(answer["Location"]).content.decode()
    assert "Kvittering: uttalelse 1" in receipt
    assert "<b>først" not in receipt
    (one,) = Submission.objects.all()
    assert one.content["sections"] == ["measure.bike_network"]
    # What is public: the name and the words, never the way to reach her.
    for address in (at("hearing", opened.pk), at("statement", opened.pk, 1)):
        page = client.get(address).content.decode()
        assert "Syklistforening" in page
        assert "styret@syklist.example" not in page
    for line in Change.objects.filter(organisation=place):
        assert "Bygg den til skolen" not in str(line.after)
        assert "syklist.example" not in str(line.after)
    assert client.get(at("receipt", opened.pk, "x" * 32)).status_code == 404


def test_what_is_heard_can_be_read_by_everybody_once_it_is_open(place, people, prepared, heard):
    assert not is_public(heard)
    announce(
        people.editor,
        place,
        prepared,
        announced_in="Avisa",
        announced_on=dt.date(2027, 2, 12),
        paper_copy="Servicetorget",
    )
    add_document(people.editor, place, prepared, title="Notat", address="https://x001.example/n")
    open_hearing(people.editor, place, prepared)
    assert is_public(heard)
    assert heard in public_versions(place)


def test_what_is_missing_is_said_at_its_field_and_nothing_is_kept(client, place, opened):
    answer = client.post(at("submit", opened.pk), {"sender": "K", "sender_kind": "person"})
    assert answer.status_code == 422
    number = "010107 10029"
    sent = {"sender": "K", "sender_kind": "person", "text": f"Jeg er {number}", "understood": "on"}
    answer = client.post(at("submit", opened.pk), sent)
    assert answer.status_code == 422
    assert "fødselsnummer" in answer.content.decode()
    assert not Submission.objects.exists()
    assert not Participant.objects.exists()


def test_nobody_changes_or_removes_it_but_the_way_to_her_is_erased(place, people, opened):
    contact = Contact(email="kari@x001.example")
    submission, token = receive(place, opened, said(), contact, ())
    kari, found = find_submission(place, opened, token)
    assert found == submission
    rows = Submission._base_manager.filter(pk=submission.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        QuerySet(Submission).filter(pk=submission.pk).update(number=7)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows._raw_delete("default")
    other, _ = receive(place, opened, said("En annen"), Contact(phone="40010203"), ())
    with pytest.raises(PermissionDenied):
        withdraw(kari, place, submission=other)
    withdraw(kari, place, submission=submission)
    erase_contact(kari, place, submission=submission)
    assert SubmissionContact.objects.get(submission=submission).email == ""
    assert Submission.objects.get(pk=submission.pk).content["text"] == "Bygg sykkelveien først."
    assert breaks(place) == []


def test_what_came_on_paper_is_entered_by_an_officer(place, people, opened, on):
    on(2027, 3, 2)
    values = {"received_by": "paper", "received_on": dt.date(2027, 3, 1)}
    one = enter(people.editor, place, hearing=opened, words=said(), **values)
    assert (one.number, one.received_by) == (1, "paper")
    with pytest.raises(RefusedError):
        enter(
            people.editor,
            place,
            hearing=opened,
            words=said(),
            received_by="paper",
            received_on=dt.date(2027, 2, 1),
        )
    with pytest.raises(PermissionDenied):
        enter(people.reader, place, hearing=opened, words=said(), **values)


def test_whom_it_is_sent_to_and_why_nothing_came(place, people, opened):
    name = opened.recipients.get(kind="youth_council").name
    (sent,) = send_to(people.editor, place, hearing=opened, on=opened.opens_on, names=[name])
    assert sent.last_day == dt.date(2027, 3, 30)
    extend(people.editor, place, opened, to_day=dt.date(2027, 4, 9), reason="Mer tid.")
    sent.refresh_from_db()
    assert (sent.due_on, sent.last_day) == (dt.date(2027, 3, 30), dt.date(2027, 4, 9))
    with pytest.raises(RefusedError):
        say_none(people.editor, place, sent, because=" ")
    assert say_none(people.editor, place, sent, because="Rådet hadde ikke møte.").none_because


def test_whoever_holds_it_sees_what_is_lacking(as_person, people, prepared):
    page = as_person(people.editor).get(at("hold", prepared.pk)).content.decode()
    assert "Si hvor og når høringen er kunngjort." in page
    assert "andre påskedag" in page
    assert as_person(people.editor).get(at("list")).status_code == 200
    assert as_person(people.editor).get(at("new")).status_code == 200
