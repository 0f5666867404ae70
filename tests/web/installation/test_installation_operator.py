"""Whoever runs the installation: her page, her log, and that nobody else opens it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import DatabaseError, transaction

from kortreist_web.core.texts import web
from kortreist_web.installation.models import InstallationChange
from kortreist_web.installation.operating import OPERATOR_ACTIONS, operator_action
from kortreist_web.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def verb():
    def do_something(who, *, why=""):
        return None

    do_something.__module__ = "kortreist_web.made.actions"
    yield operator_action(do_something)
    del OPERATOR_ACTIONS["made.do_something"]


def test_her_page_is_hers_alone(client, operator, people):
    assert client.get("/nb/installasjon/").status_code == 302
    client.force_login(people.administrator)
    assert client.get("/nb/installasjon/").status_code == 403
    client.force_login(operator)
    for language in ("nb", "nn", "en"):
        answer = client.get(f"/{language}/installasjon/")
        assert answer.status_code == 200
        assert web(language)("installation.title") in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.database
def test_what_is_done_is_logged_and_stays(verb, operator, people):
    with pytest.raises(PermissionDenied):
        verb(people.administrator)
    assert not InstallationChange.objects.exists()
    verb(operator, why="because")
    (line,) = InstallationChange.objects.all()
    assert (line.user, line.why) == (operator, "because")
    assert line.verb == "made.do_something"
    for change in (
        lambda: InstallationChange.objects.update(why="another"),
        InstallationChange.objects.all().delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_every_verb_has_a_name():
    lacking = [
        verb
        for verb in OPERATOR_ACTIONS
        for language in ("nb", "nn", "en")
        if not web(language).has("{}.log.verb.{}".format(*verb.split(".")))
    ]
    assert not lacking


def test_she_is_made_on_the_command_line(capsys):
    call_command("add_operator", "Drift@Example.org")
    assert "/nb/" in capsys.readouterr().out
    assert User.objects.get(email="drift@example.org").is_operator
    call_command("add_operator", "drift@example.org", "--remove")
    assert not User.objects.get(email="drift@example.org").is_operator


def test_the_invented_one_is_tried_on_ones_own_machine_only(client, settings):
    from kortreist_web.demo.people import add_operator

    invented = add_operator()
    settings.DEMONSTRATION, settings.DEMONSTRATION_OPERATOR = True, False
    ask = {"role": "operator", "next": "/nb/installasjon/"}
    assert client.post("/nb/prov/", ask).status_code == 404
    settings.DEMONSTRATION_OPERATOR = True
    answer = client.post("/nb/prov/", ask)
    assert answer.status_code == 302
    assert answer["Location"] == "/nb/installasjon/"
    assert int(client.session["_auth_user_id"]) == invented.pk
    assert client.get("/nb/installasjon/").status_code == 200


def test_a_real_operator_is_never_signed_in_as(client, settings, operator):
    settings.DEMONSTRATION = settings.DEMONSTRATION_OPERATOR = True
    assert client.post("/nb/prov/", {"role": "operator"}).status_code == 404
