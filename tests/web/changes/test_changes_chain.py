"""The log is a chain: what is changed, removed or put in past the program is found."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from web_world import make_world

from kortreist_web.changes.chain import BEGINNING, COLUMNS, Head, chain_faults, digest_of, head_of
from kortreist_web.changes.erasure import erase_rows
from kortreist_web.changes.log_check import check_log
from kortreist_web.changes.models import ChainHead, Change, Erasure
from kortreist_web.core.actor_context import acting
from kortreist_web.core.content import content_hash
from kortreist_web.tenants.models import Unit
from kortreist_web.versions.models import Version

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def log(place, people):
    """Write lines, and open the log as one with access to the database would."""
    make_world(place, people.editor)
    with acting(people.editor, "tenants.add_unit", why="ny enhet"):
        Unit.objects.create(organisation=place, name="Skole", valid_from="2024-01-01")
    assert check_log(place).whole
    return place


def open_log(place):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO changes_erasure (organisation_id) VALUES (%s)", [place.pk])


def compute_again(place):
    """Do as one who rewrites the whole chain."""
    digest = BEGINNING
    for number, line in enumerate(Change.objects.filter(organisation=place).order_by("id"), 1):
        line.number, line.previous = number, digest
        line.digest = digest = digest_of(line)
        values = {"number": number, "previous": line.previous, "digest": digest}
        QuerySet(Change).filter(pk=line.pk).update(**values)
    ChainHead.objects.filter(organisation=place).update(number=number, digest=digest)


def kinds(place, noted=None):
    return {f.kind for f in chain_faults(place, noted)}


def test_the_lines_of_an_organisation_are_one_chain(log, other, people):
    lines = list(Change.objects.filter(organisation=log).order_by("id"))
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert [line.previous for line in lines] == [BEGINNING, *(x.digest for x in lines[:-1])]
    assert head_of(log) == Head(lines[-1].number, lines[-1].digest)
    assert Head.read(f" {head_of(log)}\n") == head_of(log)
    with acting(people.editor, "test"):
        Unit.objects.create(organisation=other, name="Skole", valid_from="2024-01-01")
    assert kinds(log) == kinds(other) == set()


def test_every_column_of_a_line_is_in_its_digest(log):
    said = {f.attname for f in Change._meta.concrete_fields} - {"id", "digest"}
    assert {*COLUMNS, "number", "previous", "at"} == said


@pytest.mark.parametrize(
    ("column", "value"),
    [("why", "x"), ("after", {"name": "x"}), ("user_id", None), ("at", "2020-01-01T00:00:00Z")],
)
def test_a_line_that_is_changed_is_found(log, column, value):
    open_log(log)
    QuerySet(Change).filter(organisation=log, why="ny enhet").update(**{column: value})
    assert kinds(log) == {"changed"}


def test_a_line_that_is_removed_or_put_in_is_found(log):
    open_log(log)
    rows = Change.objects.filter(organisation=log).order_by("id")
    last, third = rows.last(), rows[2]
    QuerySet(Change).filter(pk=third.pk)._raw_delete("default")
    assert kinds(log) == {"gap", "link"}
    compute_again(log)
    assert kinds(log) == set()
    QuerySet(Change).filter(pk=rows.last().pk)._raw_delete("default")
    assert kinds(log) == {"head"}
    Change.objects.create(
        organisation=log, number=last.number - 1, previous="", digest="0" * 64, verb="x", what="x"
    )
    assert {"link", "changed"} <= kinds(log)


def test_two_lines_of_one_number_are_refused(log):
    line = Change.objects.filter(organisation=log).first()
    line.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


def test_a_whole_rewrite_is_found_with_a_noted_head_and_the_open_log_is_seen(log, people):
    noted = head_of(log)
    with acting(people.editor, "test"):
        Unit.objects.create(organisation=log, name="Barnehage", valid_from="2024-01-01")
    assert kinds(log, noted) == set()
    open_log(log)
    QuerySet(Change).filter(organisation=log, why="ny enhet").update(why="en annen grunn")
    compute_again(log)
    assert kinds(log) == set()
    assert kinds(log, noted) == {"noted"}
    assert check_log(log).opened
    # It cannot be hidden without taking a trigger away.
    for write in (
        lambda: Erasure.objects.all()._raw_delete("default"),
        lambda: Erasure.objects.update(organisation_id=0),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_adopted_content_that_is_changed_with_its_hash_is_found(log):
    version = Version.objects.filter(organisation=log).first()
    open_log(log)
    content = {**version.content, "title": "Et annet"}
    rows = QuerySet(Version).filter(pk=version.pk)
    rows.update(content=content)
    assert ("content", version.pk) in {(f.kind, f.row) for f in check_log(log).frozen}
    rows.update(content_hash=content_hash(content))
    found = check_log(log)
    assert found.frozen == ()
    assert [(f.what, f.fields) for f in found.rows] == [("versions.Version", ("content_hash",))]
    rows.update(content={"proposal": {"content_hash": "ab"}})
    assert {"content", "reference"} == {f.kind for f in check_log(log).frozen}


def test_erasing_leaves_neither_chain_nor_opening(log, other):
    open_log(other)  # as somebody did: erasing another leaves the mark
    erase_rows(log, "operator")
    assert not ChainHead.objects.filter(organisation_id=log.pk).exists()
    assert [e.organisation_id for e in Erasure.objects.all()] == [other.pk]


def test_the_digest_is_computed_from_what_the_export_holds(log):
    """As the decision note says, with no code of ours."""
    import hashlib

    line = Change.objects.filter(organisation=log, why="ny enhet").get()
    row = {f.attname: getattr(line, f.attname) for f in Change._meta.concrete_fields}
    row["at"] = line.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    digest = row.pop("digest")
    del row["id"]
    said = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(said.encode()).hexdigest() == digest


def test_the_page_the_command_and_the_table_say_so(log, people, as_person, capsys):
    client, noted = as_person(people.auditor), str(head_of(log))
    page = "/nb/X001/arbeid/logg/kontroll/"
    assert noted in client.get("/nb/X001/arbeid/logg/").text
    assert "Alt henger sammen" in client.get(page, {"head": noted}).text
    assert client.get(page, {"head": "7"}).status_code == 422
    call_command("verify_log", "X001", head=noted)
    assert f"head {noted}" in capsys.readouterr().out
    rows = list(
        csv.reader(io.StringIO(client.get("/nb/X001/arbeid/logg/tabell/").text.lstrip("\ufeff")))
    )
    assert f"{rows[1][0]}:{rows[1][-1]}" == noted
    open_log(log)
    QuerySet(Change).filter(organisation=log, why="ny enhet").update(why="x")
    text = client.get(page).text
    assert "er endret." in text
    assert "åpnet i databasen" in text
    with pytest.raises(CommandError):
        call_command("verify_log", "X001")
    assert as_person(people.reader).get(page).status_code in (403, 404)
