"""The handover: each commitment stands, expires or asks for a stand; nothing lapses silently."""

from __future__ import annotations

import datetime as dt

import pytest

from kortreist.errors import InputError
from kortreist_web.core.actor_context import acting
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.models import Resolution
from kortreist_web.platforms.actions.hand_over import answer_commitment, enter_days
from kortreist_web.platforms.actions.propose import propose_platform
from kortreist_web.platforms.handing_over import comes_over_as, handed_over
from kortreist_web.platforms.models import Commitment

pytestmark = pytest.mark.django_db
ENDS = dt.date(2027, 10, 31)


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"expires": "never"}, "stands"),
        ({"expires": "end_of_term"}, "take_a_stand"),
        ({"expires": "end_of_term", "due": dt.date(2026, 1, 1)}, "take_a_stand"),
        ({"expires": "end_of_term", "done_on": ENDS}, "expires"),
        ({"expires": "date", "expires_on": ENDS}, "expires"),
        ({"expires": "date", "expires_on": dt.date(2027, 11, 1)}, "stands"),
    ],
)
def test_how_a_commitment_comes_over(db, values, state):
    assert comes_over_as(Commitment(**values), ENDS) == state


@pytest.fixture
def adopted(place, people, platform, adopt):
    adopt(propose_platform(people.editor, place, platform.row))
    return platform


def resolution(place, people, day, outcome="adopted"):
    row = Resolution(
        organisation=place,
        body="Kommunestyret",
        decided_on=day,
        case_number=f"27/{day:%m%d}",
        title="Overlevering",
        text="1. Løftet føres videre.",
        outcome=outcome,
    )
    with acting(people.approver, "test"):
        row.save()
    return row


def test_the_new_council_answers_by_a_resolution_of_its_own(place, people, adopted, as_person):
    states = {one.commitment.pk: one.state for one in handed_over(adopted.row)}
    assert states == {adopted.road.pk: "take_a_stand", adopted.rule.pk: "stands"}
    old = resolution(place, people, dt.date(2027, 10, 10))
    new = resolution(place, people, dt.date(2027, 10, 21))
    values = {"platform": adopted.row, "commitment": adopted.road, "answer": "continues"}
    who = people.approver
    with pytest.raises(RefusedError, match="konstituerende"):
        answer_commitment(who, place, resolution=new, **values)
    with pytest.raises(InputError):
        enter_days(people.editor, place, platform=adopted.row, election_on=dt.date(2027, 9, 14))
    enter_days(
        people.editor,
        place,
        platform=adopted.row,
        election_on=dt.date(2027, 9, 13),
        meeting_on=dt.date(2027, 10, 14),
    )
    adopted.row.refresh_from_db()
    for wrong in (
        {"resolution": old},
        {"resolution": resolution(place, people, dt.date(2027, 10, 22), "rejected")},
        {"resolution": new, "commitment": adopted.rule},
        {"resolution": new, "answer": "perhaps"},
    ):
        with pytest.raises(RefusedError):
            answer_commitment(who, place, **{**values, **wrong})
    page = f"/nb/{place.code}/arbeid/plattform/{adopted.row.pk}/overlevering/"
    client = as_person(who)
    assert "Én venter på et vedtak" in client.get(page).content.decode()
    client.post(
        f"/nb/{place.code}/arbeid/plattform/overlevering/{adopted.road.pk}/",
        {"answer": "continues", "resolution": new.pk, "reason": ""},
    )
    assert [one.waits for one in handed_over(adopted.row)] == [False, False]
    assert "27/1021" in client.get(page).content.decode()
