"""A hearing closes by itself, is completed when all is answered, and answers keep their trace."""

from __future__ import annotations

import copy
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortreist_web.changes.models import Change
from kortreist_web.core.actor_context import acting
from kortreist_web.core.refusals import RefusedError
from kortreist_web.hearings.actions.answer_points import answer_points
from kortreist_web.hearings.actions.answer_whole import answer_submissions
from kortreist_web.hearings.actions.complete import complete_hearing, unanswered
from kortreist_web.hearings.actions.judge_change import judge_section, propose_after
from kortreist_web.hearings.actions.moderate import moderate
from kortreist_web.hearings.actions.run import extend
from kortreist_web.hearings.actions.split import split_as_suggested
from kortreist_web.hearings.actions.submit import Words
from kortreist_web.hearings.closing import close_ended, has_ended
from kortreist_web.hearings.models import Hearing, Submission
from kortreist_web.hearings.receipts import receive
from kortreist_web.hearings.table_rows import table_of
from kortreist_web.versions.models import Version

OSLO = ZoneInfo("Europe/Oslo")


@given(
    day=st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31)),
    before=st.integers(1, 86_400 * 3),
    after=st.integers(0, 86_400 * 3),
)
def test_a_day_ends_at_midnight_in_norway_summer_and_winter(day, before, after):
    """Against the zone itself: the second before midnight and the one at it, in UTC."""
    tomorrow = day + dt.timedelta(days=1)
    midnight = dt.datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=OSLO)
    at = midnight.astimezone(dt.UTC)
    assert not has_ended(day, at - dt.timedelta(seconds=before))
    assert has_ended(day, at + dt.timedelta(seconds=after))


@pytest.mark.parametrize(
    ("day", "utc"), [(dt.date(2027, 3, 28), (28, 22)), (dt.date(2027, 3, 27), (27, 23))]
)
def test_the_night_of_summer_time(day, utc):
    at = dt.datetime(2027, 3, *utc, tzinfo=dt.UTC)
    assert has_ended(day, at)
    assert not has_ended(day, at - dt.timedelta(seconds=1))


@pytest.mark.django_db
def test_it_closes_by_itself_the_day_after_its_last_also_an_extended_one(place, people, opened, on):
    last = opened.last_day
    close_ended(last)
    opened.refresh_from_db()
    assert opened.state == Hearing.State.OPEN
    later = last + dt.timedelta(days=7)
    extend(people.process_lead, place, opened, to_day=later, reason="Påsken kom imellom.")
    close_ended(last + dt.timedelta(days=1))
    assert Hearing.objects.get().state == Hearing.State.OPEN
    for _ in range(2):  # each worker asks
        close_ended(later + dt.timedelta(days=1))
    assert Hearing.objects.get().state == Hearing.State.CLOSED
    assert Change.objects.filter(verb="hearings.close_hearing").count() == 1


@pytest.fixture
def closed(place, people, opened, on):
    """Three submissions: one split and answered, one whole, one an advertisement."""
    said = "Bygg sykkelveien nå.", "Biogass kan vente.", "Kjøp billig!"
    for number, text in enumerate(said):
        receive(place, opened, Words(f"Kari {number}", "person", text), None, ())
    first = Submission.objects.get(number=1)
    points = split_as_suggested(people.case_officer, place, submission=first)
    on(2027, 4, 1)
    close_ended(dt.date(2027, 4, 1))
    hearing = Hearing.objects.select_related("process", "heard", "organisation").get()
    values = {"outcome": "accepted", "reason": "Den bygges først."}
    answer_points(people.case_officer, place, hearing=hearing, points=points, **values)
    return hearing


def done(place, people, hearing, **values):
    return complete_hearing(people.process_lead, place, hearing, **values)


@pytest.mark.django_db
def test_it_is_completed_when_all_is_answered_and_the_table_stands_somewhere(place, people, closed):
    assert unanswered(closed) == ["2", "3"]
    with pytest.raises(RefusedError) as refused:
        done(place, people, closed)
    assert refused.value.key == "hearings.refused.unanswered"
    values = {"hearing": closed, "submissions": [Submission.objects.get(number=2)]}
    said = {"outcome": "considered_later", "reason": "Når prisen er kjent."}
    answer_submissions(people.case_officer, place, **values, **said, again_on=dt.date(2028, 1, 3))
    with pytest.raises(RefusedError) as refused:  # what is split is answered by point
        answer_submissions(
            people.case_officer,
            place,
            hearing=closed,
            submissions=[Submission.objects.get(number=1)],
            outcome="accepted",
            reason="Ja.",
        )
    assert refused.value.key == "hearings.refused.is_split"
    rows = list(Submission.objects.filter(number=3).select_related("handling"))
    how = {"act": "refuse", "rule": "advertisement", "reason": "Reklame."}
    moderate(people.moderator, place, hearing=closed, submissions=rows, **how)
    assert not unanswered(closed)
    with pytest.raises(RefusedError) as refused:
        done(place, people, closed)
    assert refused.value.key == "hearings.refused.no_table"
    done(place, people, closed, table_reference="2027/14-9")
    assert (closed.state, closed.completed_on) == ("completed", dt.date(2027, 4, 1))
    with pytest.raises(RefusedError):
        done(place, people, closed, table_reference="2027/14-9")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("outcome", "changed"), [("accepted_in_part", ("Sykkelveinett",)), ("not_accepted", ())]
)
def test_a_new_answer_has_changed_what_the_old_one_did(
    place, people, closed, heard, outcome, changed
):
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
    propose_after(people.case_officer, place, closed, proposed=version)
    (old,) = closed.process.answers.all()
    judge_section(
        people.case_officer,
        place,
        hearing=closed,
        section="measure.bike_network",
        judgement="editorial",
        answers=[old],
    )
    points = list(Submission.objects.get(number=1).points.all())
    answer_points(
        people.case_officer,
        place,
        hearing=closed,
        points=points,
        outcome=outcome,
        reason="Etter en ny vurdering.",
    )
    assert table_of(closed, "nb").points[0].changed == changed
