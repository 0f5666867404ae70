"""How a sign stands, its task, and that looking twice does nothing more."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from kortreist_web.core.actor_context import acting
from kortreist_web.core.refusals import RefusedError
from kortreist_web.indicators.actions.observe import observe
from kortreist_web.jobs.models import Job
from kortreist_web.signposts.actions.change import change
from kortreist_web.signposts.actions.correct_reading import correct_reading
from kortreist_web.signposts.actions.record_reading import record_reading
from kortreist_web.signposts.actions.settle import settle
from kortreist_web.signposts.actions.withdraw_reading import withdraw_reading
from kortreist_web.signposts.daily import ask_to_follow
from kortreist_web.signposts.following import TASK, follow, watched
from kortreist_web.signposts.models import Signpost, StateChange
from kortreist_web.signposts.standing import Rules, Seen, stand
from kortreist_web.signposts.work import FOLLOW, follow_signposts
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.owners import Owner

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 11, 23)


def sign(**values):
    first = {
        "source": "offer",
        "direction": "up",
        "threshold": 80.0,
        "start_value": 20.0,
        "see_by": 2028,
    }
    return Signpost(**{**first, **values})


@pytest.mark.parametrize(
    ("value", "state", "left"),
    [
        (20.0, "not_come", 60.0),
        (64.9, "not_come", 15.1),
        (65.0, "near", 15.0),  # a quarter of the way from 20 to 80 is left
        (80.0, "near", 0.0),
        (80.1, "reached", None),
    ],
)
def test_near_is_a_share_of_the_way_that_is_left(value, state, left):
    standing = stand(sign(), Seen(value, "", DAY), DAY, Rules(0.25, 15, 14))
    assert standing.state == state
    assert standing.left == (None if left is None else pytest.approx(left))
    # The same way down.
    down = sign(direction="down", threshold=-80.0, start_value=-20.0)
    assert stand(down, Seen(-value, "", DAY), DAY, Rules(0.25, 15, 14)).state == state


def test_where_it_began_is_not_known_the_way_is_counted_from_zero():
    price = sign(direction="down", threshold=2e6, start_value=None)
    rules = Rules(0.25, 15, 14)
    assert stand(price, Seen(2.6e6, "", DAY), DAY, rules).state == "not_come"
    assert stand(price, Seen(2.5e6, "", DAY), DAY, rules).state == "near"
    assert stand(price, Seen(1.9e6, "", DAY), DAY, rules).state == "reached"


def test_what_is_beyond_from_the_first_is_read_off_in_its_year():
    """Right if fossil cars still are above 60 per cent of today's in 2028."""
    falls = sign(threshold=60.0, start_value=100.0, read_year=2028)
    rules = Rules(0.25, 15, 14)
    early = Seen(90.0, "", dt.date(2026, 12, 31), 2026)
    assert stand(falls, early, dt.date(2027, 1, 5), rules).state == "not_come"
    late = Seen(70.0, "", dt.date(2028, 12, 31), 2028)
    assert stand(falls, late, dt.date(2028, 12, 31), rules).state == "reached"


def test_nothing_seen_is_never_not_come():
    rules = Rules(0.25, 15, 14)
    assert stand(sign(), None, DAY, rules).state == "not_observed"
    old = Seen(30.0, "", dt.date(2026, 8, 23))
    assert stand(sign(), old, dt.date(2027, 11, 22), rules).state == "not_come"
    assert stand(sign(), old, DAY, rules).state == "not_observed"
    # What has been seen beyond the threshold stays so; an offer does not hold so long.
    beyond = Seen(90.0, "", dt.date(2026, 1, 1))
    assert stand(sign(source="indicator"), beyond, DAY, rules).state == "reached"
    assert stand(sign(), beyond, DAY, rules).state == "not_observed"
    late = dt.date(2029, 1, 1)
    assert stand(sign(), Seen(90.0, "", late), late, rules).state == "passed"
    assert stand(sign(), None, dt.date(2028, 12, 31), rules).state == "not_observed"
    assert stand(sign(settled_on=DAY), None, late, rules).state == "settled"


def test_a_reached_sign_sets_one_task_and_only_one(watch, place, people, share, on_day):
    owner = Owner(person=people.reporter)
    signpost = watch(
        name="Elbiler over 60 prosent",
        source="indicator",
        indicator=share,
        threshold=60.0,
        owner=owner,
    )
    assert (signpost.state, signpost.start_value, signpost.unit_of_measure) == (
        "not_observed",
        20.0,
        "prosent",
    )
    for value, state, tasks in ((31.0, "not_come", 0), (55.0, "near", 0), (62.5, "reached", 1)):
        observe(people.editor, place, share, year=2026, value=value)
        signpost.refresh_from_db()
        assert signpost.state == state
        assert Task.objects.filter(kind=TASK).count() == tasks
    task = Task.objects.get(kind=TASK)
    assert (task.person, task.due, task.state) == (people.reporter, DAY + dt.timedelta(14), "open")
    assert "Elbiler over 60 prosent" in task.title
    before = (task.version, signpost.version, StateChange.objects.count())
    # The day's look, asked for twice and done twice.
    for _ in range(2):
        ask_to_follow(dt.date(2027, 11, 24))
        job = Job.objects.get(kind=FOLLOW)
        with acting(None, "test", name="test"):
            assert follow_signposts(job, lambda *_: None)() == {"changed": 0}
    task.refresh_from_db()
    signpost.refresh_from_db()
    assert (task.version, signpost.version, StateChange.objects.count()) == before
    # A value that was wrong is corrected: the task lapses, and waits again with the sign.
    observe(people.editor, place, share, year=2026, value=40.0)
    task.refresh_from_db()
    assert task.state == "lapsed"
    assert task.reason
    observe(people.editor, place, share, year=2026, value=70.0)
    task.refresh_from_db()
    assert (task.state, Task.objects.filter(kind=TASK).count()) == ("open", 1)
    assert [c.state for c in signpost.changes.all()] == [
        "not_observed",
        "not_come",
        "near",
        "reached",
        "not_come",
        "reached",
    ]


def test_a_condition_is_read_with_its_source_and_settled_by_a_decision(
    watch, place, people, on_day
):
    law = watch()
    with pytest.raises(RefusedError):
        record_reading(people.editor, place, law, day=DAY, source=" ", word="come")
    with pytest.raises(RefusedError):
        record_reading(people.editor, place, law, day=DAY, source="Lovdata", word="perhaps")
    with pytest.raises(RefusedError):
        record_reading(
            people.editor, place, law, day=dt.date(2028, 1, 1), source="Lovdata", word="come"
        )
    for word, state in (("not_come", "not_come"), ("announced", "near"), ("come", "reached")):
        record_reading(people.editor, place, law, day=DAY, source="Lovdata", word=word)
        assert law.state == state
    assert Task.objects.get(kind=TASK).state == "open"
    with pytest.raises(RefusedError):
        settle(people.editor, place, law, how="  ")
    settle(people.editor, place, law, how="Sak 26/0512: sonen innføres i 2029")
    task = Task.objects.get(kind=TASK)
    assert (task.state, task.evidence) == ("done", "Sak 26/0512: sonen innføres i 2029")
    with pytest.raises(RefusedError):
        change(people.editor, place, law, see_by=2030)
    with pytest.raises(RefusedError):
        record_reading(people.editor, place, law, day=DAY, source="Lovdata", word="not_come")


def test_past_its_deadline_without_a_decision_it_has_passed(watch, people, on_day):
    law = watch()
    record = {"day": DAY, "source": "Lovdata", "word": "come"}
    record_reading(people.editor, law.organisation, law, **record)
    on_day(dt.date(2029, 1, 2))
    with acting(None, "test", name="test"):
        assert follow(watched().filter(settled_on=None)) == 1
    law.refresh_from_db()
    assert (law.state, law.reached_on) == ("passed", DAY)
    task = Task.objects.get(kind=TASK)
    assert task.is_overdue(dt.date(2029, 1, 2))


def test_the_account_is_read_by_itself(watch, place, people):
    from kortreist_web.accounts.bundled import ensure_bundled
    from kortreist_web.accounts.queries import history, newest_vintage

    ensure_bundled()
    years = history(place)
    newest = max(years)
    road = years[newest]["road_transport"]
    signpost = watch(
        name="Veitrafikk", source="account", figure="road_transport", threshold=road - 1.0
    )
    assert (signpost.seen_year, signpost.value) == (newest, road)
    assert signpost.seen_on == newest_vintage(place).date, "known from its edition's day"
    assert signpost.start_value == road
    whole = watch(name="Alt", source="account", threshold=1.0, direction="down", start_value=9e9)
    assert whole.value == pytest.approx(sum(years[newest].values()))
    with pytest.raises(RefusedError):
        watch(source="account", figure="no_such_sector", threshold=1.0)


@pytest.mark.parametrize(
    ("values", "about"),
    [
        ({"name": "  "}, "name"),
        ({"see_by": 2020}, "see_by"),
        ({"source": "offer", "threshold": None}, "threshold"),
        ({"source": "offer", "threshold": float("nan")}, "threshold"),
        ({"source": "indicator", "threshold": 1.0}, "indicator"),
        ({"source": "offer", "threshold": 1e40}, "threshold"),
        ({"source": "offer", "threshold": -5.0}, "threshold"),
        ({"source": "account", "threshold": -5.0, "told": {"kind": "driver"}}, "threshold"),
    ],
)
def test_what_does_not_hold_together_is_refused(watch, values, about):
    with pytest.raises(RefusedError) as refused:
        watch(**values)
    assert refused.value.about == about


def test_nobody_reads_or_watches_what_is_not_theirs(watch, place, people, strangers, other, share):
    law = watch()
    for who in (people.reader, people.reporter, people.auditor, strangers.editor):
        with pytest.raises(PermissionDenied):
            watch(who)
    record = {"day": DAY, "source": "Lovdata", "word": "come"}
    with pytest.raises(PermissionDenied):
        record_reading(strangers.editor, other, law, **record)
    with pytest.raises(PermissionDenied):
        record_reading(people.reader, place, law, **record)
    record_reading(people.reporter, place, law, **record)
    from kortreist_web.signposts.actions.watch import watch as action

    with pytest.raises(PermissionDenied):
        action(
            strangers.editor,
            other,
            name="x",
            source="indicator",
            indicator=share,
            threshold=1.0,
            see_by=2028,
        )


@pytest.fixture
def price(watch):
    """A price that is reached below 250 kroner."""
    return watch(
        name="Pris",
        source="offer",
        threshold=250.0,
        direction="down",
        unit_of_measure="kr",
        see_by=2030,
    )


def test_a_dearer_offer_from_another_takes_nothing_back(price, place, people, on_day):
    first = {"day": DAY, "source": "Firma A", "value": 200.0}
    record_reading(people.editor, place, price, **first)
    later = dt.date(2027, 12, 1)
    on_day(later)
    record_reading(people.editor, place, price, day=later, source="Firma B", value=300.0)
    assert (price.state, price.value) == ("reached", 200.0)
    assert Task.objects.get(kind=TASK).state == "open"
    # Firma A's offer is too old to hold; Firma B's is not.
    on_day(dt.date(2029, 2, 24))
    with acting(None, "test", name="test"):
        follow([price])
    assert (price.state, price.value) == ("near", 300.0)


def test_what_was_wrong_is_corrected_or_withdrawn_and_stays_in_the_history(price, place, people):
    wrong = record_reading(people.editor, place, price, day=DAY, source="Firma A", value=20.0)
    assert (price.state, price.reached_on) == ("reached", DAY)
    values = {"day": DAY, "source": "Firma A", "value": 290.0}
    with pytest.raises(RefusedError):
        correct_reading(people.editor, place, price, wrong, why=" ", **values)
    right = correct_reading(people.editor, place, price, wrong, why="En null manglet", **values)
    assert (price.state, price.value, price.reached_on) == ("near", 290.0, None)
    assert Task.objects.get(kind=TASK).state == "lapsed"
    wrong.refresh_from_db()
    assert (wrong.withdrawn_why, wrong.withdrawn_by) == ("En null manglet", people.editor)
    assert right.corrects == wrong
    with pytest.raises(RefusedError):
        withdraw_reading(people.editor, place, price, wrong, why="Igjen")
    with pytest.raises(PermissionDenied):
        withdraw_reading(people.reader, place, price, right, why="x")
    withdraw_reading(people.editor, place, price, right, why="Tilbudet er trukket")
    assert (price.state, price.value, price.seen_on) == ("not_observed", None, None)
    assert price.readings.count() == 2


def test_a_condition_with_too_late_a_day_is_mended(watch, place, people):
    law = watch()
    wrong = record_reading(people.editor, place, law, day=DAY, source="Lovdata", word="come")
    early = {"day": dt.date(2027, 1, 5), "source": "Lovdata", "word": "not_come"}
    record_reading(people.editor, place, law, **early)
    assert law.state == "reached"
    other = watch(name="En annen lov")
    with pytest.raises(PermissionDenied):
        withdraw_reading(people.editor, place, other, wrong, why="Galt tegn")
    withdraw_reading(people.editor, place, law, wrong, why="Det var en høring")
    assert law.state == "not_come"


def test_a_value_without_sense_is_refused(price, place, people):
    with pytest.raises(RefusedError) as refused:
        record_reading(people.editor, place, price, day=DAY, source="Firma A", value=1e30)
    assert refused.value.about == "value"
