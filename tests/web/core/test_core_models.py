"""Rows are written by actions, logged, and never silently overwritten."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from kortreist_web.changes.models import Change
from kortreist_web.core.acting import NobodyActsError, acting
from kortreist_web.core.content import content_hash
from kortreist_web.core.models import ConflictError
from kortreist_web.core.policy import policy_of
from kortreist_web.tenants.models import Unit

pytestmark = pytest.mark.django_db


def unit(place, name="Skole"):
    return Unit(organisation=place, name=name, valid_from=dt.date(2024, 1, 1))


def test_nothing_is_written_outside_an_action(place):
    with pytest.raises(NobodyActsError):
        unit(place).save()


def test_a_change_is_logged_with_what_was_and_what_is(place, people):
    with acting(people.editor, "tenants.rename", why="slått sammen"):
        one = unit(place)
        one.save()
        one.name = "Oppvekst"
        one.save()
    last = Change.objects.first()
    assert (last.user, last.verb, last.why) == (
        people.editor,
        "tenants.rename",
        "slått sammen",
    )
    assert (last.before, last.after) == ({"name": "Skole"}, {"name": "Oppvekst"})


def test_the_second_of_two_editors_is_told(place, people):
    with acting(people.editor, "test"):
        unit(place).save()
        mine, hers = Unit.objects.get(), Unit.objects.get()
        hers.name = "Hennes"
        hers.save()
        mine.name = "Min"
        with pytest.raises(ConflictError):
            mine.save()
    assert Unit.objects.get().name == "Hennes"


@pytest.mark.parametrize("how", ["update", "delete"])
def test_the_database_refuses_to_change_the_log(place, people, how):
    with acting(people.editor, "test"):
        unit(place).save()
    rows = Change.objects.filter(what="tenants.Unit")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(why="forfalsket") if how == "update" else rows.delete()
    assert rows.count() == 1


def test_no_policy_says_yes_to_a_stranger(place, people, strangers):
    policy = policy_of(Unit)
    assert policy.may(people.editor, "change", place)
    assert not policy.may(strangers.editor, "change", place)
    assert not policy.may(people.editor, "anything else", place)
    with pytest.raises(PermissionDenied):
        policy.require(people.reader, "change", place)


def test_a_hash_is_of_the_content_not_of_its_order():
    assert content_hash({"a": 1.0, "b": [2]}) == content_hash({"b": [2.0], "a": 1})
    assert content_hash({"a": 1}) != content_hash({"a": 1.5})
    with pytest.raises(ValueError, match="NaN"):
        content_hash({"a": float("nan")})


def test_the_tests_run_on_the_database_that_was_asked_for():
    import os

    from django.db import connection

    wanted = "postgresql" if os.environ.get("KORTREIST_TEST_DATABASE_URL") else "sqlite"
    assert connection.vendor == wanted
