"""All an organisation has: every model classified, taken along whole, erased whole."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client
from web_world import add_person, make_world

from kortreist_web.changes.actions.erase import erase
from kortreist_web.changes.erasure import erase_rows, remove_person
from kortreist_web.changes.models import Change, Erasure, ErasureNote
from kortreist_web.changes.tenant_data import (
    models_of,
    rows_of,
    secrets_of,
    tenant_data,
    unclassified_models,
)
from kortreist_web.core.actor_context import acting
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Membership, User
from kortreist_web.tenants.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def worlds(place, other, people, strangers):
    """Two tenants with a row of everything."""
    return make_world(place, people.editor), make_world(other, strangers.editor)


def counts(organisation) -> dict[str, int]:
    return {m._meta.label: rows_of(m, organisation).count() for m in models_of()}


def test_every_model_is_classified():
    """A new model says whether it is an organisation's, a person's, shared or the system's."""
    assert unclassified_models() == []


def test_a_model_that_points_to_an_organisation_is_an_organisation_s():
    """Nothing that leads to one may be called shared."""
    for model in apps.get_models():
        leads = any(f.related_model is Organisation for f in model._meta.concrete_fields)
        if leads:
            assert model._meta.label in tenant_data(), model._meta.label


def test_the_export_holds_every_row_and_its_manifest_is_true(as_person, people, worlds, place):
    client = as_person(people.auditor)
    assert "Lag og last ned filen" in client.get("/nb/X001/arbeid/uttrekk/").content.decode()
    before = counts(place)
    answer = client.post("/nb/X001/arbeid/uttrekk/")
    content = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        for entry in manifest["entries"]:
            assert hashlib.sha256(archive.read(entry["path"])).hexdigest() == entry["sha256"]
        rows = {
            e["model"]: json.loads(archive.read(e["path"]))
            for e in manifest["entries"]
            if e["path"].startswith("rows/")
        }
        listed = {e["path"] for e in manifest["entries"]} | {"manifest.json"}
        assert set(archive.namelist()) == listed
        upload = rows["accounts.Upload"][0]
        assert archive.read(upload["content"]) == b"content"
    assert {k: len(v) for k, v in rows.items() if k != "people"} == before
    assert manifest["organisation"]["code"] == "X001"
    assert {p["email"] for p in rows["people"]} >= {people.editor.email, people.auditor.email}
    secrets = {label: fields for label in tenant_data() if (fields := secrets_of(label))}
    assert len(secrets) >= 2
    for label, fields in secrets.items():
        assert not fields & set(rows[label][0]), "a secret was exported"
    line = Change.objects.filter(kind="export").get()
    assert line.after["sha256"] == hashlib.sha256(content).hexdigest()
    assert line.user == people.auditor


def test_the_export_holds_nothing_of_another_tenant(as_person, people, strangers, worlds):
    answer = as_person(people.auditor).post("/nb/X001/arbeid/uttrekk/")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        text = "".join(archive.read(n).decode(errors="replace") for n in archive.namelist())
    assert "X002" not in text
    assert strangers.editor.email not in text


def test_erasure_leaves_nothing(people, worlds, place, other, settings):
    """No row of the tenant, none of its people's, and all of the other's."""
    assert all(counts(place).values()), "the world must have a row of every model"
    hers = counts(other)
    TOTP.activate(people.editor, generate_totp_secret())
    SocialAccount.objects.create(user=people.editor, provider="p", uid="u")
    Client().force_login(
        people.editor, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    key = place.pk
    total = sum(counts(place).values())
    emails = [getattr(people, r).email for r in vars(people)]
    note = erase(people.administrator, place, typed_code="x001")
    left = {m._meta.label: rows_of(m, Organisation(pk=key)).count() for m in models_of()}
    assert not any(left.values()), left
    assert not User.objects.filter(email__in=emails).exists()
    assert not EmailAddress.objects.filter(email__in=emails).exists()
    assert not apps.get_model("mfa.Authenticator").objects.exists()
    assert not SocialAccount.objects.exists()
    assert not Session.objects.exists()
    assert not Erasure.objects.exists()
    assert counts(other) == hers
    assert (note.code, note.role) == ("X001", "administrator")
    assert sum(note.rows.values()) == total + note.rows["people.User"]
    assert not any(e in str(ErasureNote.objects.values()) for e in emails)


def test_people_with_a_role_elsewhere_stay(people, worlds, place, other):
    with acting(None, "test"):
        Membership.objects.create(organisation=other, user=people.editor, role="reader")
    erase(people.administrator, place, typed_code="X001")
    assert User.objects.filter(pk=people.editor.pk).exists()
    assert not User.objects.filter(pk=people.reader.pk).exists()


def test_erasure_that_fails_erases_nothing(people, worlds, place, monkeypatch):
    before = counts(place)

    def fail(*args):
        raise DatabaseError("the power went")

    monkeypatch.setattr("kortreist_web.changes.erasure._remove_persons", fail)
    with pytest.raises(DatabaseError), transaction.atomic():
        erase_rows(place, "administrator")
    assert counts(place) == before
    assert not Erasure.objects.exists()


def test_the_log_is_still_closed_for_others_while_one_is_erased(people, worlds, place, other):
    Erasure.objects.create(organisation_id=place.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Change.objects.filter(organisation=other)._raw_delete("default")


@pytest.mark.parametrize("typed", ["", "4005", "X002", "X001 "])
def test_the_number_must_be_typed(people, worlds, place, typed):
    if typed.strip() == "X001":
        erase(people.administrator, place, typed_code=typed)
        assert not Organisation.objects.filter(code="X001").exists()
        return
    with pytest.raises(RefusedError):
        erase(people.administrator, place, typed_code=typed)
    assert Organisation.objects.filter(code="X001").exists()


@pytest.mark.parametrize("role", ["reader", "reporter", "editor", "approver", "auditor"])
def test_only_an_administrator_erases(people, place, role):
    with pytest.raises(PermissionDenied):
        erase(getattr(people, role), place, typed_code="X001")


def test_erasing_by_the_page_asks_who_one_is(client, people, worlds, place):
    """The password once more, and then it is done; she is signed out."""
    client.post(
        "/nb/konto/inn/", {"login": people.administrator.email, "password": "a long password"}
    )
    page = client.get("/nb/X001/arbeid/slett/").content.decode()
    assert "Det er aldri tatt noe uttrekk" in page
    wrong = client.post("/nb/X001/arbeid/slett/", {"typed_code": "4005"})
    assert Organisation.objects.filter(code="X001").exists()
    ask = client.post("/nb/X001/arbeid/slett/", {"typed_code": "X001"})
    assert ask.headers["Location"].startswith("/nb/konto/bekreft/")
    assert Organisation.objects.filter(code="X001").exists()
    done = client.post(ask.headers["Location"], {"password": "a long password"})
    assert wrong.status_code in (200, 302)
    assert done.headers["Location"] == "/nb/"
    assert not Organisation.objects.filter(code="X001").exists()
    assert "_auth_user_id" not in client.session


def test_the_commands(worlds, place, tmp_path, capsys):
    file = tmp_path / "all.zip"
    call_command("export_organisation", "X001", str(file))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert digest in capsys.readouterr().out
    with pytest.raises(CommandError, match="there already"):
        call_command("export_organisation", "X001", str(file))
    with pytest.raises(CommandError, match="nothing was erased"):
        call_command("erase_organisation", "X001", yes_erase="4005")
    call_command("erase_organisation", "X001", yes_erase="X001")
    note = ErasureNote.objects.get()
    assert (note.code, note.role, note.export_hash) == ("X001", "operator", digest)


def test_a_person_who_did_nothing_is_removed_whole(place, people):
    user = User.objects.create_user("gone@x001.example", "a long password")
    assert remove_person(user)
    assert not EmailAddress.objects.filter(email="gone@x001.example").exists()


def test_a_person_who_did_something_stays_without_name(people, worlds, place):
    with pytest.raises(CommandError, match="end it first"):
        call_command("remove_person", people.editor.email)
    Membership.objects.filter(user=people.editor).unlogged("test").update(valid_to="2020-01-01")
    email = people.editor.email
    call_command("remove_person", email)
    people.editor.refresh_from_db()
    assert (people.editor.name, people.editor.is_active) == ("", False)
    assert people.editor.email.endswith("@removed.invalid")
    assert Change.objects.filter(user=people.editor).exists()
    assert not EmailAddress.objects.filter(email=email).exists()


def test_an_operator_is_nobody_s_to_erase(people, worlds, place):
    operator = add_person(place, "administrator", "op@x.example", is_operator=True)
    erase(people.administrator, place, typed_code="X001")
    assert User.objects.filter(pk=operator.pk).exists()
