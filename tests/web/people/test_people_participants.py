"""Participants act without a name; their words can be erased, and the log stays whole."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import ClassVar

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django.db.utils import IntegrityError

from kortreist_web.changes.consistency import breaks
from kortreist_web.changes.erasure import erase_rows
from kortreist_web.changes.export import write_export
from kortreist_web.changes.models import Change
from kortreist_web.changes.readable_log import entries
from kortreist_web.core.action import ACTIONS, action
from kortreist_web.core.actor_context import acting
from kortreist_web.core.participation import KINDS
from kortreist_web.core.personal import ERASED, PersonalModel
from kortreist_web.core.policy import _POLICIES, ParticipantPolicy, policy_of
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.actions.close_participation import close_participation
from kortreist_web.people.actions.erase_words import erase_words
from kortreist_web.people.actions.open_participation import open_participation
from kortreist_web.people.models import Participant, ProcessSecret
from kortreist_web.people.openid import subject
from kortreist_web.people.participants import Cell, join, key_of, new_secret

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ISSUER = "https://id.example"
PROCESS = {"process_kind": "platform", "process": 7}
WORDS = "Bussen går aldri til Heddal etter klokka seks"


@pytest.fixture(scope="module")
def note_model():
    """A model with people's words, as a domain to the right would have."""

    class Note(PersonalModel):
        participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
        process_kind = models.CharField(max_length=40)
        process = models.BigIntegerField()
        text = models.TextField()
        personal = ("text",)

        class Meta:
            app_label = "people"

    class NotePolicy(ParticipantPolicy):
        model = Note
        roles: ClassVar = {"view": frozenset({"editor"})}
        kinds: ClassVar = {
            "write": frozenset({"resident"}),
            "view": frozenset(KINDS),
            "change": frozenset({"resident"}),
        }
        channels: ClassVar = {"write": frozenset({"verified", "code"})}

    yield Note
    del apps.all_models["people"]["note"]
    apps.clear_cache()


@pytest.fixture
def note(note_model, db):
    """The table, for one test, and the verb that writes in it."""
    editor = connection.SchemaEditorClass(connection)
    editor.deferred_sql = []  # the constraints to other tables, which a test does without
    sql, params = editor.table_sql(note_model)
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)

    @action("write", note_model)
    def write(who, organisation, *, text):
        row = note_model(
            organisation=organisation,
            participant=who,
            text=text,
            process_kind=who.process_kind,
            process=who.process,
        )
        row.save()
        return row

    yield write
    ACTIONS.pop("test_people_participants.write", None)
    for verb in [v for v, (_, m) in ACTIONS.items() if m is note_model]:
        del ACTIONS[verb]


@pytest.fixture
def opened(place, people):
    return open_participation(people.editor, place, **PROCESS)


def take_part(place, name="pairwise-1", channel="verified", **values):
    return join(place, issuer=ISSUER, subject=name, channel=channel, **{**PROCESS, **values})


def everything_in_the_database() -> str:
    """All there is in all tables, as one text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_the_same_person_is_the_same_in_one_process_and_another_in_the_next(place, people, opened):
    other = {"process_kind": "platform", "process": 8}
    open_participation(people.editor, place, **other)
    one, again, elsewhere = take_part(place), take_part(place), take_part(place, **other)
    assert one == again
    assert one.key != elsewhere.key
    assert take_part(place, "pairwise-2").key != one.key
    fields = {f.name for f in Participant._meta.get_fields()}
    assert not fields & {"user", "name", "email", "created_at", "joined_at"}


def test_a_key_is_the_hmac_of_issuer_and_subject():
    stored = new_secret()
    assert key_of(stored, "ab", "c") != key_of(stored, "a", "bc")
    assert re.fullmatch("[0-9a-f]{64}", key_of(stored, "a", "b"))
    assert key_of(stored, "a", "b") != key_of(new_secret(), "a", "b")


def test_joining_leaves_no_line_in_the_log(place, opened):
    before = Change.objects.count()
    take_part(place)
    assert Change.objects.count() == before


def test_no_identity_number_is_stored_nor_used(place, opened, caplog):
    number = "01017012345"
    claims = {"sub": number, "pid": number, "iss": ISSUER}
    with pytest.raises(ValueError, match="no subject"):
        take_part(place, number)
    take_part(place, subject(claims))
    take_part(place, subject({**claims, "sub": "pairwise-3"}))
    assert Participant.objects.count() == 2
    everything = everything_in_the_database() + caplog.text
    assert number not in everything
    assert "pairwise-3" not in everything
    assert ISSUER not in everything
    assert not re.search(r"\b\d{6} ?\d{5}\b", everything)


@pytest.mark.parametrize("label", [m._meta.label for m in apps.get_models()])
def test_no_table_has_a_place_for_an_identity_number(label):
    names = {f.name for f in apps.get_model(label)._meta.get_fields()}
    assert not {n for n in names if re.search("fnr|pid$|identity_number|national_id|ssn", n)}


def test_a_cell_is_kept_of_those_who_are_verified_only(place, opened):
    one = take_part(place, cell=Cell("30-44", "female", "Heddal"))
    assert (one.age_band, one.sex, one.district) == ("30-44", "female", "Heddal")
    with pytest.raises(ValueError, match="cell"):
        take_part(place, "x", channel="open", cell=Cell("30-44"))
    with pytest.raises(IntegrityError):
        Participant.objects.create(
            organisation=place, channel="open", key="k", age_band="30-44", **PROCESS
        )


def test_when_the_process_closes_the_secret_is_gone_and_that_is_logged(place, people, opened):
    one = take_part(place)
    stored = ProcessSecret.objects.get(pk=opened.pk).secret
    with pytest.raises(PermissionDenied):
        close_participation(people.reader, place, opened)
    close_participation(people.editor, place, opened)
    assert stored not in everything_in_the_database()
    assert Participant.objects.get(pk=one.pk).key == one.key
    line = Change.objects.filter(what="people.ProcessSecret").first()
    assert line.verb == "people.close_participation"
    assert line.after["destroyed_on"]
    assert stored not in json.dumps([line.before, line.after])
    for name in ("pairwise-1", "pairwise-2"):
        with pytest.raises(RefusedError, match="ødelagt"):
            take_part(place, name)
    with pytest.raises(RefusedError):
        open_participation(people.editor, place, **PROCESS)


def test_nobody_takes_part_in_what_is_not_open(place, other, opened):
    with pytest.raises(RefusedError, match="ikke åpnet"):
        take_part(place, process=8)
    with pytest.raises(RefusedError, match="ikke åpnet"):
        take_part(other)


def test_a_participant_has_no_role_and_no_action_of_the_staff(place, opened):
    one = take_part(place)
    tried = 0
    for model, policy in _POLICIES.items():
        if isinstance(policy, ParticipantPolicy):
            continue
        for permission in policy.roles:
            tried += 1
            assert not policy.may(one, permission, place), (permission, model)
        assert not policy.visible(one, model._default_manager.all()).exists()
    assert tried > 20


def test_what_a_participant_may_is_by_kind_channel_process_and_tenant(
    place, other, people, strangers, opened, note, note_model
):
    open_participation(people.editor, place, process_kind="platform", process=8)
    open_participation(strangers.editor, other, **PROCESS)
    mine = take_part(place)
    with pytest.raises(PermissionDenied):
        note(take_part(place, "unit", kind="unit"), place, text=WORDS)
    with pytest.raises(PermissionDenied):
        note(take_part(place, "cookie", channel="open"), place, text=WORDS)
    with pytest.raises(PermissionDenied):
        note(mine, other, text=WORDS)
    with pytest.raises(PermissionDenied):
        note(people.editor, place, text=WORDS)
    row = note(mine, place, text=WORDS)
    policy, rows = policy_of(note_model), note_model.objects.all()
    neighbour = take_part(place, "pairwise-2")
    elsewhere = take_part(place, process=8)
    stranger = take_part(other)
    assert policy.may_with(mine, "change", row)
    assert not policy.may_with(neighbour, "change", row)
    assert list(policy.visible(neighbour, rows)) == [row]
    assert not policy.may_with(elsewhere, "view", row)
    assert not policy.visible(elsewhere, rows)
    assert not policy.may_with(stranger, "view", row)
    assert not policy.visible(stranger, rows)
    assert list(policy.visible(people.editor, rows)) == [row]
    assert not policy.visible(strangers.editor, rows)
    assert not policy.visible(people.reader, rows)


def test_words_are_not_in_the_log_and_erasing_them_leaves_it_whole(
    place, people, opened, note, note_model
):
    mine = take_part(place)
    row = note(mine, place, text=WORDS, why="fordi " + WORDS)
    with acting(mine, "test.change"):
        row.text = WORDS + " på søndager"
        row.save()
    lines = list(Change.objects.filter(what="people.Note").order_by("id"))
    assert [(c.user_id, c.participant, c.why) for c in lines] == [(None, mine.pk, "")] * 2
    assert lines[0].after["text"].startswith("sha256:")
    assert lines[1].before["text"] == lines[0].after["text"] != lines[1].after["text"]
    assert lines[1].after["text"] == row.digest(row.text)
    assert entries(lines)[0].who == f"Deltaker {mine.pk}"
    assert WORDS in everything_in_the_database()
    assert breaks(place) == []

    assert erase_words(people.administrator, place, mine) == 1

    assert breaks(place) == []
    assert WORDS not in everything_in_the_database()
    kept = note_model.objects.get(pk=row.pk)
    assert (kept.text, kept.salt, kept.is_erased) == ("", "", True)
    last = Change.objects.filter(what="people.Note").first()
    assert (last.verb, last.after) == ("people.erase_words", {"text": ERASED})
    assert last.before["text"] == lines[1].after["text"]
    kept.text = "Nye ord"
    with acting(people.administrator, "test"), pytest.raises(ValueError, match="for good"):
        kept.save()


def test_words_exchanged_past_the_log_are_found(place, people, opened, note, note_model):
    row = note(take_part(place), place, text=WORDS)
    models.QuerySet(note_model).filter(pk=row.pk).update(text="Bussen går alltid")
    (found,) = breaks(place)
    assert (found.what, found.row, found.change, found.fields) == (
        "people.Note",
        row.pk,
        None,
        ("text",),
    )


def test_the_same_words_have_other_digests_in_another_row(place, opened, note):
    one, two = (note(take_part(place), place, text=WORDS) for _ in range(2))
    assert one.digest(WORDS) != two.digest(WORDS)


def test_words_are_erased_by_herself_or_an_administrator_here(
    place, people, strangers, opened, note
):
    mine, neighbour = take_part(place), take_part(place, "pairwise-2")
    note(mine, place, text=WORDS)
    note(neighbour, place, text="Mer sykkelvei")
    for who in (people.editor, strangers.administrator, neighbour):
        with pytest.raises(PermissionDenied):
            erase_words(who, place, mine)
    assert erase_words(mine, place, mine) == 1
    assert erase_words(mine, place, mine) == 0
    everything = everything_in_the_database()
    assert WORDS not in everything
    assert "Mer sykkelvei" in everything


def test_an_export_has_neither_key_nor_secret_and_erasure_takes_both(place, people, opened):
    one = take_part(place)
    stored = ProcessSecret.objects.get().secret
    content = b"".join(write_export(place).file)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = "".join(archive.read(n).decode() for n in archive.namelist())
    assert one.key not in told
    assert stored not in told
    erase_rows(place, "administrator")
    assert not Participant.objects.exists()
    assert not ProcessSecret.objects.exists()


def test_the_file_of_the_database_overwrites_what_is_erased():
    if connection.vendor != "sqlite":
        pytest.skip("a setting of SQLite")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)
