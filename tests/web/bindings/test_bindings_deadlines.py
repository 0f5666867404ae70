"""Signing and ways out are tasks, warned of in time; what came of a binding is observed."""

import datetime as dt

import pytest

from kortreist_web.bindings import deadlines
from kortreist_web.bindings.actions.change import change
from kortreist_web.bindings.actions.record_actual import record_actual
from kortreist_web.core.actor_context import acting
from kortreist_web.core.refusals import RefusedError
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.reminders import is_warned

pytestmark = pytest.mark.django_db


def task(kind):
    return Task.objects.filter(kind=kind).first()


def test_the_owner_is_warned_eighteen_twelve_and_six_months_before(enter):
    enter(signed_month=6)
    signing = task("binding_signing")
    assert (signing.due, signing.role) == (dt.date(2027, 6, 30), "editor")
    warned = [(2025, 12, 30), (2026, 6, 30), (2026, 12, 30)]
    assert all(is_warned(signing, dt.date(*day)) for day in warned)
    assert not is_warned(signing, dt.date(2026, 7, 1))


def test_the_next_way_out_waits_and_the_last_that_passed_says_so(enter, people, monkeypatch):
    ways = [
        {"year": 2030, "nok": 1e6, "notice_months": 12},
        {"year": 2032, "nok": 5e5, "notice_months": 6},
    ]
    contract = enter(status="contracted", exits=ways)
    assert task("binding_signing") is None, "what is signed is no deadline"
    assert task("binding_leaving").due == dt.date(2028, 12, 31)
    for today, due, state in (
        (dt.date(2029, 1, 1), dt.date(2031, 6, 30), "open"),
        (dt.date(2031, 7, 1), dt.date(2031, 6, 30), "lapsed"),
    ):
        monkeypatch.setattr(deadlines.timezone, "localdate", lambda day=today: day)
        with acting(people.editor, "test"):
            deadlines.keep_deadlines(contract)
        assert (task("binding_leaving").due, task("binding_leaving").state) == (due, state)
    assert task("binding_leaving").reason == "Passert"


def test_signed_is_done(place, people, enter):
    change(people.editor, place, enter(), status="contracted")
    assert task("binding_signing").state == "done"


def test_the_real_account_comes_back_as_an_observation(place, people, enter):
    planned = enter()
    with pytest.raises(RefusedError):
        record_actual(people.editor, place, planned, year=2028, tonnes=1.0)
    built = enter(name="Bygd", status="running", signed_by=2019, start=2020)
    record_actual(people.editor, place, built, year=2025, tonnes=171.0, nok=2e6)
    (seen,) = built.indicator.observations.all()
    assert (seen.year, seen.value) == (2025, 171.0)
    assert built.indicator.targets["2025"] == 150.0
    assert built.actual["2025"]["tonnes"] == 171.0
