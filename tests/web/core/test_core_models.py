"""Rows are written by actions, logged, and never silently overwritten."""

import datetime as dt

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import DatabaseError, transaction

from kortreist_web.changes.models import Change
from kortreist_web.core.actor_context import NobodyActsError, acting
from kortreist_web.core.content import content_hash
from kortreist_web.core.history import row_changed
from kortreist_web.core.managers import BulkWriteError
from kortreist_web.core.models import ConflictError
from kortreist_web.core.policy import policy_of
from kortreist_web.tasks.actions.add_deadline import add_deadline
from kortreist_web.tasks.actions.change_deadline import change_deadline
from kortreist_web.tasks.models import Task
from kortreist_web.tenants.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.database]


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
    with pytest.raises(ValueError, match=r"(?i)nan"):
        content_hash({"a": float("nan")})


def test_the_tests_run_on_the_database_that_was_asked_for():
    import os

    from django.db import connection

    wanted = "postgresql" if os.environ.get("KORTREIST_TEST_DATABASE_URL") else "sqlite"
    assert connection.vendor == wanted


def test_a_change_nobody_keeps_is_not_made(place, people, monkeypatch):
    monkeypatch.setattr(row_changed, "receivers", [])
    row_changed.sender_receivers_cache.clear()
    with acting(people.editor, "test"), pytest.raises(ImproperlyConfigured), transaction.atomic():
        unit(place).save()
    assert not Unit.objects.exists()


BULK = {
    "update": lambda rows: rows.update(name="x"),
    "delete": lambda rows: rows.delete(),
    "bulk_create": lambda rows: rows.bulk_create([]),
    "bulk_update": lambda rows: rows.bulk_update([], ["name"]),
}


@pytest.mark.parametrize("how", BULK)
def test_lists_are_not_written_past_the_log(place, people, how):
    with acting(people.editor, "test"):
        unit(place).save()
        with pytest.raises(BulkWriteError):
            BULK[how](Unit.objects.all())
        with pytest.raises(BulkWriteError):  # nor from the other end of a relation
            BULK[how](Unit.objects.get().unit_set.all())
    assert Unit.objects.get().name == "Skole"
    with pytest.raises(ValueError, match="history"):
        Unit.objects.all().unlogged("")
    assert Unit.objects.filter(name="Skole").unlogged("a test").update(name="Barnehage") == 1


def test_a_row_points_at_its_own_organisations_rows_only(place, other, people, write):
    mine, theirs = unit(place), unit(other)
    mine.save()
    theirs.save()
    day = {"title": "Frist", "due": dt.date(2027, 1, 1)}
    with pytest.raises(PermissionDenied, match="unit"):
        add_deadline(people.editor, place, **day, unit=theirs)
    there = add_deadline(people.editor, place, **day, unit=mine)
    with pytest.raises(PermissionDenied, match="unit"):
        change_deadline(people.editor, place, there, **day, kind="other", unit=theirs)
    # Also by its key alone, where the row itself was never read.
    there = Task.objects.get()
    there.unit_id = theirs.pk
    with pytest.raises(PermissionDenied, match="unit"):
        there.save()
    assert Task.objects.get().unit == mine


def test_a_row_never_becomes_anothers(place, other, write):
    one = unit(place)
    one.save()
    one.organisation = other
    with pytest.raises(PermissionDenied):
        one.save()


def test_every_model_of_organisations_has_the_manager_that_refuses():
    from django.apps import apps

    from kortreist_web.core.managers import TenantManager
    from kortreist_web.core.models import TenantModel

    rows = [m for m in apps.get_models() if issubclass(m, TenantModel)]
    assert len(rows) > 15
    assert [m for m in rows if not isinstance(m._default_manager, TenantManager)] == []
