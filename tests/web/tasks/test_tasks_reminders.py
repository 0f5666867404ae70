"""Reminders read the tasks and nothing else: who is written to, of what, on which days, once."""

from __future__ import annotations

import datetime as dt

import pytest

from kortreist_web.jobs.models import Job
from kortreist_web.people.models import User
from kortreist_web.tasks.actions.add_deadline import add_deadline
from kortreist_web.tasks.actions.assign import assign
from kortreist_web.tasks.actions.finish import finish
from kortreist_web.tasks.owners import NOBODY, Owner
from kortreist_web.tasks.reminders import REMIND, ask, is_reminded, remind, reminders

pytestmark = pytest.mark.django_db
TODAY = dt.date.today()
DAY = dt.timedelta(days=1)


@pytest.fixture
def add(place, people):
    def make(title, days, owner=NOBODY):
        row = add_deadline(people.editor, place, title=title, due=TODAY + days * DAY)
        return assign(people.editor, place, row, owner=owner, due=row.due)

    return make


def _send(place, day=TODAY):
    ask(day)
    job = Job.objects.get(kind=REMIND, key__endswith=day.isoformat(), organisation=place)
    return remind(job, lambda *_: None)()


def test_the_days_are_counted_from_the_tasks_own_day():
    days = [n for n in range(-30, 30) if is_reminded(TODAY, TODAY + n * DAY)]
    assert days == [-14, -3, 0, 1, 8, 15, 22, 29]


def test_each_is_reminded_of_what_waits_for_her_by_name(place, people, add):
    add("Min", 3, Owner(person=people.reader))
    add("Rollens", 0, Owner(role="approver"))
    add("Ingens", 3)
    add("Langt fram", 40, Owner(person=people.reader))
    done = add("Gjort", 0, Owner(role="approver"))
    finish(people.editor, place, done, on=TODAY)
    titles = {
        role: [d.task.title for d in reminders(place, getattr(people, role), TODAY)]
        for role in ("reader", "approver", "reporter", "auditor")
    }
    # What nobody in particular has is for those who set tasks: the approver is one.
    assert titles == {
        "reader": ["Min"],
        "approver": ["Rollens", "Ingens"],
        "reporter": [],
        "auditor": [],
    }


def test_nothing_is_said_on_other_days_and_what_is_past_comes_along(place, people, add):
    mine = Owner(person=people.reader)
    add("Om fem", 5, mine)
    add("Fire siden", -4, mine)
    assert reminders(place, people.reader, TODAY) == []
    add("I dag", 0, mine)
    said = [d.task.title for d in reminders(place, people.reader, TODAY)]
    assert said == ["Fire siden", "I dag", "Om fem"]


def test_mail_is_sent_once_a_day_in_her_language_to_those_who_want_it(
    place, other, people, add, mailoutbox
):
    add("Lever rapport", 0, Owner(person=people.reader))
    add("Sent ute", -1, Owner(person=people.auditor))
    User.objects.filter(pk=people.reader.pk).update(language="en")
    User.objects.filter(pk=people.auditor.pk).update(reminders=False)
    ask(TODAY)
    ask(TODAY)
    assert Job.objects.filter(kind=REMIND).count() == 1  # one for each place with people
    assert _send(place) == {"sent": 1, "failed": 0}
    (mail,) = mailoutbox
    assert mail.to == [people.reader.email]
    assert "Tasks waiting for you in Eksempeldal" in mail.subject
    assert "Lever rapport" in mail.body
    assert "/en/X001/arbeid/oppgaver/" in mail.body
    User.objects.filter(pk=people.reader.pk).update(invented=True)
    assert _send(place, TODAY + DAY) == {"sent": 0, "failed": 0}


def test_a_dead_address_keeps_nobody_from_theirs(place, people, add, mailoutbox, monkeypatch):
    from kortreist_web.tasks import reminders as module

    add("a", 0, Owner(person=people.reader))
    add("b", 0, Owner(person=people.auditor))
    real = module._sent

    def send(mail):
        if mail.to == [people.auditor.email]:
            raise OSError("no such mailbox")
        return 1

    monkeypatch.setattr(module, "_sent", lambda mail: real(mail, send))
    assert _send(place) == {"sent": 1, "failed": 1}


def test_a_worker_asks_in_the_morning(place, people, monkeypatch):
    from kortreist_web.jobs.management.commands import worker

    watch, day = worker._Watch(), dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    asked = []
    for hour in (4, 9, 10):
        now = day.replace(hour=hour)
        monkeypatch.setattr(worker.timezone, "localtime", lambda now=now: now)
        watch._ask_daily()
        asked.append(Job.objects.filter(kind=REMIND).count())
    assert asked == [0, 1, 1]


def test_she_turns_them_off_on_her_own_page(people, as_person):
    from django.urls import reverse

    client = as_person(people.reader)
    assert 'name="reminders"' in client.get(reverse("people:me")).content.decode()
    client.post(reverse("people:me"), {"name": "R", "language": ""})
    assert User.objects.get(pk=people.reader.pk).reminders is False
