"""After the hearing: each changed section is judged, and an answer points at what it changed."""

from __future__ import annotations

import copy
import datetime as dt

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.core.actor_context import acting
from kortreist_web.core.refusals import RefusedError
from kortreist_web.hearings.actions.answer_points import answer_points
from kortreist_web.hearings.actions.judge_change import judge_section, propose_after
from kortreist_web.hearings.actions.run import close_hearing
from kortreist_web.hearings.actions.split import split_as_suggested
from kortreist_web.hearings.actions.submit import Words
from kortreist_web.hearings.models import Hearing, SubmissionPoint
from kortreist_web.hearings.receipts import receive
from kortreist_web.hearings.section_changes import changed_in
from kortreist_web.hearings.table_rows import table_of
from kortreist_web.participation.trace import walk
from kortreist_web.people.models import ApiToken
from kortreist_web.people.tokens import new_key
from kortreist_web.versions.models import Version

pytestmark = pytest.mark.django_db


def key_of(place, user):
    """A key that writes for a person."""
    text, prefix, digest = new_key()
    with acting(user, "test"):
        ApiToken.objects.create(
            organisation=place,
            user=user,
            name="k",
            prefix=prefix,
            digest=digest,
            scopes=["write"],
            expires_on=dt.date(2027, 12, 1),
        )
    return {"HTTP_AUTHORIZATION": f"Bearer {text}"}


@pytest.fixture
def later(place, people, opened, heard, on):
    """A closed hearing with one answered point, and a later proposal that starts a year before."""
    submission, _ = receive(
        place, opened, Words("Kari", "person", "Bygg sykkelveien nå."), None, ()
    )
    points = split_as_suggested(people.editor, place, submission=submission)
    values = {"outcome": "accepted", "reason": "Den bygges først."}
    answer_points(people.editor, place, hearing=opened, points=points, **values)
    on(2027, 4, 1)
    close_hearing(people.editor, place, opened)
    content = copy.deepcopy(heard.content)
    content["lines"][0]["start_year"] = 2027
    version = Version(
        organisation=place,
        kind="budget",
        subject="2028",
        number=2,
        state="proposed",
        content=content,
    )
    with acting(people.editor, "test"):
        version.save()
    return version


def test_each_changed_section_is_judged_and_traced(place, people, opened, heard, later, client):
    with pytest.raises(RefusedError):
        propose_after(people.editor, place, opened, proposed=heard)
    propose_after(people.editor, place, opened, proposed=later)
    (one,) = changed_in(opened, "nb")
    assert one.key == "measure.bike_network"
    assert [kind for kind, _ in one.parts].count("added") == 1
    point = SubmissionPoint.objects.get()
    (answer,) = opened.process.answers.all()
    values = {"hearing": opened, "section": one.key}
    for wrong in (
        {"judgement": "material"},
        {"judgement": "unknown"},
        {"judgement": "editorial", "section": "frame"},
    ):
        with pytest.raises(RefusedError):
            judge_section(people.editor, place, **{**values, **wrong})
    values |= {"judgement": "material", "reason": "Innspillene ba om det.", "answers": [answer]}
    judge_section(people.editor, place, **values)
    hearing = Hearing.objects.get(pk=opened.pk)
    assert table_of(hearing, "nb").points[0].changed == ("Sykkelveinett",)
    steps = list(walk(place, ("submission_point", point.pk), member=True))
    assert [(s.link.kind, s.link.part) for s in steps] == [
        ("answered_by", ""),
        ("changed_text", "measure.bike_network"),
    ]
    with override("nb"):
        address = reverse("hearings:hearing", args=("X001", opened.pk))
        statement = reverse("hearings:statement", args=("X001", opened.pk, 1))
    page = client.get(address).content.decode()
    assert "Innspillene ba om det." in page
    assert "<ins>" in page
    assert "Dette endret teksten i: Sykkelveinett." in client.get(statement).content.decode()


def test_it_is_said_on_one_page(as_person, people, opened, later):
    client = as_person(people.editor)
    with override("nb"):
        address = reverse("hearings:after", args=("X001", opened.pk))
    assert client.post(address, {"do": "proposed", "proposed": later.pk}).status_code == 302
    page = client.get(address).content.decode()
    assert "Kari: Bygg sykkelveien nå." in page
    sent = {"section": "measure.bike_network", "s1-judgement": "material"}
    assert client.post(address, sent).status_code == 422
    sent["s1-reason"] = "Ba om det."
    assert client.post(address, sent).status_code == 302


def test_a_new_area_is_the_law_of_land_use_alone(place, people, opened, later):
    propose_after(people.editor, place, opened, proposed=later)
    values = {"hearing": opened, "section": "measure.bike_network", "judgement": "new_area"}
    assert judge_section(people.editor, place, **values).judgement == "new_area"
    opened.rule = "economy/public_before"
    with pytest.raises(RefusedError):
        judge_section(people.editor, place, **values)


def test_programs_read_it_and_split_and_answer_with_a_key(client, place, people, opened, later):
    base = f"/api/v1/organisations/X001/hearings/{opened.pk}"
    (one,) = client.get(f"{base}/submissions").json()["items"]
    assert one["points"][0]["answer"]["outcome"] == "accepted"
    headers = key_of(place, people.editor)
    body = {"quote": "Noe annet."}
    sent = {"content_type": "application/json", **headers}
    assert client.post(f"{base}/submissions/1/points", body, **sent).status_code == 422
    made = client.post(f"{base}/submissions/1/points", {"quote": "sykkelveien nå"}, **sent).json()
    assert made["due"] == "2027-06-17"
    body = {"points": [made["id"]], "outcome": "not_accepted", "reason": "Senere."}
    (answered,) = client.post(f"{base}/answers", body, **sent).json()
    assert answered["answer"]["reason"] == "Senere."
    assert client.post(f"{base}/answers", body, content_type="application/json").status_code == 401
