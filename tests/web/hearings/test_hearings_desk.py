"""The officer's desk: splitting, joining, answering from one list, and what everybody then sees."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.core.refusals import RefusedError
from kortreist_web.hearings.actions.answer_points import answer_points, join_points, part_point
from kortreist_web.hearings.actions.run import close_hearing
from kortreist_web.hearings.actions.split import (
    assign_points,
    change_point,
    remove_point,
    split_as_suggested,
    split_point,
)
from kortreist_web.hearings.actions.submit import Words
from kortreist_web.hearings.models import Submission, SubmissionPoint
from kortreist_web.hearings.points import shown_points
from kortreist_web.hearings.receipts import receive
from kortreist_web.participation.models import Answer
from kortreist_web.participation.trace import ends_of, walk

pytestmark = pytest.mark.django_db

TEXT = (
    "Hei!\n\nBygg sykkelveien til skolen <script>alert(1)</script> først. Den haster.\n\n"
    "Biogass kan vente noen år til.\n\nHilsen Kari"
)


def at(name, *args):
    with override("nb"):
        return reverse(f"hearings:{name}", args=("X001", *args))


@pytest.fixture
def two(place, opened):
    """Two submissions about the same."""
    words = [Words("Kari", "person", TEXT), Words("Per", "person", "Bygg sykkelveien til skolen.")]
    return [receive(place, opened, one, None, ()) for one in words]


@pytest.fixture
def points(place, people, two):
    """Three points: two of Kari's, one of Per's."""
    for submission, _ in two:
        split_as_suggested(people.editor, place, submission=submission)
    return list(SubmissionPoint.objects.all())


def test_a_submission_is_split_as_suggested_and_by_hand(place, people, two, points):
    assert [p.section for p in points] == [
        "measure.bike_network",
        "measure.biogas_trucks",
        "measure.bike_network",
    ]
    kari = two[0][0]
    with pytest.raises(RefusedError) as refused:
        split_point(people.editor, place, submission=kari, quote="Noe hun ikke har sagt.")
    assert refused.value.key == "hearings.refused.not_her_words"
    with pytest.raises(RefusedError):
        split_point(people.editor, place, submission=kari, quote="Den haster.", section="nei")
    with pytest.raises(PermissionDenied):
        split_point(people.reader, place, submission=kari, quote="Den haster.")
    one = split_point(people.editor, place, submission=kari, quote="Den  haster.", summary="Fort")
    change_point(people.editor, place, one, quote="Den haster.", section="frame")
    assert (one.number, one.section, one.summary) == (3, "frame", "")
    remove_point(people.editor, place, one)
    assert kari.points.count() == 2


def test_like_points_share_one_answer_and_the_old_stays_readable(place, people, opened, points):
    bike, biogas, like = points
    values = {"outcome": "accepted", "reason": "Den bygges først."}
    (first,) = answer_points(people.editor, place, hearing=opened, points=[bike], **values)
    # Joined afterwards: the answer that stands is hers too.
    assert join_points(people.editor, place, hearing=opened, points=[like, bike]) == bike
    like.refresh_from_db()
    assert like.joined_to == bike
    with pytest.raises(RefusedError):
        part_point(people.editor, place, like)
    with pytest.raises(RefusedError):
        remove_point(people.editor, place, like)
    with pytest.raises(RefusedError):
        answer_points(
            people.editor, place, hearing=opened, points=[biogas], outcome="x", reason="y"
        )
    values = {"outcome": "accepted_in_part", "reason": "Halve veien."}
    (second,) = answer_points(people.editor, place, hearing=opened, points=[like], **values)
    assert second.revises == first
    shown = shown_points(place, opened.process, points, {}, member=True)
    assert [one.answer for one in shown] == [second, None, second]
    assert shown[0].earlier == (first,)
    assert shown[1].due == dt.date(2027, 6, 17)
    step = next(walk(place, ("submission_point", like.pk), member=True))
    assert step.end.title == "tatt til følge"
    states = Submission.objects.values_list("handling__state", flat=True)
    assert list(states) == ["split", "answered"]


def test_every_point_has_an_answer_or_a_day_it_is_due(
    client, place, people, opened, two, points, on
):
    token = two[0][1]
    answer_points(
        people.editor,
        place,
        hearing=opened,
        points=points[:1],
        outcome="considered_later",
        reason="<b>Etter</b> 2028",
        again_on=dt.date(2028, 1, 3),
    )
    pages = (at("statement", opened.pk, 1), at("receipt", opened.pk, token))
    for address in pages:  # while others may still say something, answers are not shown
        page = " ".join(client.get(address).content.decode().split())
        assert "vurderes senere" not in page
        assert "Svaret skal foreligge innen 17.06.2027" in page
    assert not ends_of(place, [("answer", Answer.objects.get().pk)], member=False)
    on(2027, 3, 31)
    close_hearing(people.editor, place, opened)
    for address in pages:
        page = " ".join(client.get(address).content.decode().split())
        assert "vurderes senere" in page
        assert "&lt;b&gt;Etter&lt;/b&gt; 2028" in page
        assert "<script>alert" not in page
        assert "Tas opp igjen 03.01.2028" in page
        assert page.count("Svaret skal foreligge innen 17.06.2027") == 1
    ends = ends_of(place, [("submission_point", p.pk) for p in points], member=False)
    assert [e.state for e in ends.values()].count("vurderes senere") == 1
    assert all(end.state and end.url for end in ends.values())


def test_several_are_answered_from_one_list(as_person, place, people, opened, points, other):
    client = as_person(people.editor)
    page = client.get(at("desk", opened.pk), {"section": "measure.bike_network"})
    assert page.content.decode().count('name="points"') == 2
    assert "Ikke besvart ennå." in page.content.decode()
    assert (
        client.get(at("desk", opened.pk), {"q": "biogass år"}).content.count(b'name="points"') == 1
    )
    sent = {"do": "answer", "points": [points[0].pk, points[2].pk], "outcome": "accepted"}
    answer = client.post(at("desk", opened.pk), sent)
    assert answer.status_code == 422
    assert f'value="{points[0].pk}"\n' in answer.content.decode()
    answer = client.post(at("desk", opened.pk), {**sent, "reason": "Ja."})
    assert answer.status_code == 302
    assert Answer.objects.count() == 2
    left = client.get(at("desk", opened.pk), {"state": "unanswered"}).content
    assert left.count(b'name="points"') == 1
    assert client.get(at("inbox", opened.pk), {"q": "kari"}).content.count(b"<tr>") == 2
    for page in (at("split", opened.pk, 1), at("point", points[1].pk)):
        assert client.get(page).status_code == 200
    client.post(at("split", opened.pk, 1), {"do": "remove", "point": points[1].number})
    assert not SubmissionPoint.objects.filter(pk=points[1].pk).exists()


def test_anothers_points_are_not_touched(place, other, strangers, people, opened, points):
    with pytest.raises(PermissionDenied):
        assign_points(strangers.editor, other, points=points, unit=None)
    with pytest.raises(PermissionDenied):
        answer_points(
            strangers.editor, other, hearing=opened, points=points, outcome="accepted", reason="x"
        )


def test_the_list_asks_as_few_questions_whatever_its_length(
    as_person, place, people, opened, points, django_assert_max_num_queries
):
    client = as_person(people.editor)
    client.get(at("desk", opened.pk))
    with django_assert_max_num_queries(40):
        client.get(at("desk", opened.pk))


def test_a_number_too_large_for_a_key_is_no_row(as_person, place, people, opened, points):
    for huge in ("9" * 30, "9" * 5000):
        client = as_person(people.editor)
        sent = {"do": "answer", "points": huge, "outcome": "accepted", "reason": "Ja."}
        assert client.post(at("desk", opened.pk), sent).status_code == 422
        assert client.post(at("desk", opened.pk), {**sent, "do": "join"}).status_code < 500
        assert client.post(at("inbox", opened.pk), {"numbers": huge}).status_code == 302
        removed = {"do": "remove", "point": huge}
        assert client.post(at("split", opened.pk, 1), removed).status_code == 404
        sent = {"do": "moderate", "numbers": huge, "act": "hide", "rule": "threat", "reason": "X"}
        client = as_person(people.moderator)
        assert client.post(at("inbox", opened.pk), sent).status_code == 422
    assert SubmissionPoint.objects.count() == 3
    assert not Answer.objects.exists()
