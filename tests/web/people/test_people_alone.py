"""One person who does everything is marked while it is so, with the day it began."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from kortreist_web.core.actor_context import acting
from kortreist_web.people.actions.give_role import give_role
from kortreist_web.people.alone import alone_now, times_alone
from kortreist_web.people.models import Membership

pytestmark = pytest.mark.django_db
ALL = ("administrator", "editor", "approver")


def _alone(other, since):
    from conftest import make_person

    person = make_person(other, *ALL, name="Kari Nordmann")
    with acting(None, "test"):
        for membership in Membership.objects.filter(user=person):
            membership.valid_from = since
            membership.save()
    return person


def test_the_mark_is_on_the_pages_and_goes_when_another_gets_a_role(other, as_person):
    since = timezone.localdate() - dt.timedelta(days=10)
    person = _alone(other, since)
    client = as_person(person)
    pages = [
        reverse(name, kwargs={"code": other.code})
        for name in ("tasks:home", "people:list", "changes:list")
    ]
    said = f"alene siden {since:%d.%m.%Y}"
    assert all(said in client.get(page).content.decode() for page in pages)
    give_role(person, other, email="per@x002.example", role="reader")
    assert alone_now(other) is None
    assert not any(said in client.get(page).content.decode() for page in pages)
    # The log still tells when it was so.
    today = timezone.localdate()
    was = f"fra {since:%d.%m.%Y} til {today:%d.%m.%Y}"
    assert was in client.get(pages[2]).content.decode()


def test_two_who_share_the_roles_are_not_alone_and_one_who_may_not_approve_is_not(other):
    from conftest import make_person

    make_person(other, "editor", "administrator")
    assert times_alone(other) == []
    make_person(other, "approver")
    assert times_alone(other) == []


def test_one_whose_colleague_left_is_alone_from_that_day(other):
    from conftest import make_person

    day = timezone.localdate()
    person = _alone(other, day - dt.timedelta(days=30))
    make_person(other, "reader", email="r@x002.example")
    with acting(None, "test"):
        leaver = Membership.objects.exclude(user=person).get()
        leaver.valid_from = day - dt.timedelta(days=20)
        leaver.valid_to = day - dt.timedelta(days=5)
        leaver.save()
    spans = [(s.since, s.until) for s in times_alone(other)]
    assert spans == [
        (day - dt.timedelta(days=30), day - dt.timedelta(days=20)),
        (day - dt.timedelta(days=5), None),
    ]
    assert alone_now(other).since == day - dt.timedelta(days=5)
