"""Backup and restore: consistent, checked by hash, and never over what is there unasked."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from kept_results import empty_site
from web_world import make_world

from kortreist_web.changes import backup
from kortreist_web.changes.backup import BackupError, back_up, is_empty, restore
from kortreist_web.changes.models import Change
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

_FILL = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
import sys; sys.path.insert(0, {folder!r})
from web_world import make_world
from kortreist_web.tenants.models import Organisation
from kortreist_web.people.models import User
place = Organisation.objects.create(code="X001", figures_code="4005", name="Eksempeldal",
                                    invented=True, valid_from="2020-01-01")
make_world(place, User.objects.create_user("a@x001.example", "a long password"))
"""


class Installation:
    """An installation with its own SQLite database, spoken to by commands."""

    def __init__(self, folder) -> None:
        folder.mkdir()
        self.folder = folder
        self.database = folder / "site.sqlite3"
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("KORTREIST_")},
            "KORTREIST_STATE": str(folder),
            "DJANGO_SETTINGS_MODULE": "kortreist_web.config.settings",
            "PYTHONPATH": os.path.dirname(os.path.dirname(__file__)),
        }

    def fill(self) -> None:
        shutil.copy(empty_site(), self.database)
        code = _FILL.format(folder=self.environment["PYTHONPATH"])
        subprocess.run([sys.executable, "-c", code], env=self.environment, check=True, timeout=90)

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kortreist_web.manage", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )

    def rows(self) -> dict[str, list]:
        """All rows of our tables, sorted."""
        with sqlite3.connect(self.database) as own:
            names = [n for (n,) in own.execute("SELECT name FROM sqlite_master WHERE type='table'")]
            ours = [n for n in names if not n.startswith(("sqlite_", "django_", "auth_"))]
            return {n: sorted(own.execute(f"SELECT * FROM {n}"), key=str) for n in ours}


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    one = Installation(tmp_path_factory.mktemp("full") / "state")
    one.fill()
    return one


@pytest.fixture(scope="module")
def backed_up(full, tmp_path_factory):
    """Backups of the installation, as the command makes them: ``backed_up("portable")``."""

    @cache
    def made(kind: str) -> Path:
        file = tmp_path_factory.mktemp(kind) / "whole.kortreist"
        done = full.manage("backup", str(file), *(["--portable"] if kind == "portable" else []))
        assert done.returncode == 0, done.stderr
        return file

    return made


@pytest.fixture
def whole(backed_up, tmp_path):
    """A copy of the plain backup, to be damaged."""
    return Path(shutil.copy(backed_up("plain"), tmp_path / "whole.kortreist"))


@pytest.fixture
def empty(tmp_path):
    return Installation(tmp_path / "empty")


@pytest.mark.parametrize("kind", ["plain", pytest.param("portable", marks=pytest.mark.long)])
def test_what_was_there_is_there_again(full, backed_up, empty, kind):
    """Both kinds of dump give back every row, and the log is still append-only."""
    file = backed_up(kind)
    assert file.stat().st_mode & 0o077 == 0, "it holds all there is"
    done = empty.manage("restore", str(file))
    assert done.returncode == 0, done.stderr
    before, after = full.rows(), empty.rows()
    skipped = {"shared_cache"}
    assert {k: v for k, v in after.items() if k not in skipped} == {
        k: v for k, v in before.items() if k not in skipped
    }
    with (
        sqlite3.connect(empty.database) as own,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        own.execute("DELETE FROM changes_change")


@pytest.mark.long  # each time: the same of rows, in the database of the tests
def test_nothing_is_thrown_away_unasked(full, whole, tmp_path):
    copy = Installation(tmp_path / "copy")
    shutil.copy(full.database, copy.database)
    with sqlite3.connect(copy.database) as own:
        own.execute("UPDATE tenants_organisation SET name = 'Changed'")
    refused = copy.manage("restore", str(whole))
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert "Changed" in str(copy.rows()["tenants_organisation"])
    assert copy.manage("restore", str(whole), "--replace").returncode == 0
    assert copy.rows() == full.rows()


_LONG = [
    pytest.param(how, marks=pytest.mark.long) for how in ("cut", "not ours", "no file", "manifest")
]


@pytest.mark.parametrize("how", ["flipped", *_LONG])
def test_a_damaged_file_restores_nothing(whole, empty, how):
    file = whole
    if how == "cut":
        file.write_bytes(file.read_bytes()[:-2000])
    if how == "flipped":
        _rewrite(
            file, lambda name, data: data[:-1] + bytes([data[-1] ^ 1]) if name == "dump" else data
        )
    if how == "not ours":
        _rewrite(file, lambda name, data: b'{"schema": "other"}' if name != "dump" else data)
    if how == "manifest":
        _rewrite(file, lambda name, data: b"{" if name != "dump" else data)
    if how == "no file":
        file.unlink()
    done = empty.manage("restore", str(file))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not empty.database.exists() or not empty.rows().get("tenants_organisation")


def _rewrite(file, change) -> None:
    with zipfile.ZipFile(file) as old:
        parts = {n: old.read(n) for n in old.namelist()}
    with zipfile.ZipFile(file, "w") as new:
        for name, data in parts.items():
            new.writestr(name, change(name, data))


def test_a_backup_is_never_written_over(full, tmp_path):
    file = tmp_path / "whole.kortreist"
    file.write_text("another")
    done = full.manage("backup", str(file))
    assert done.returncode == 1
    assert file.read_text() == "another"


def test_a_backup_is_consistent_while_others_write(full, tmp_path):
    """What is written while it is made is wholly in it or wholly not: here, not."""
    writer = sqlite3.connect(full.database, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE tenants_organisation SET name = 'Half done'")
    file = tmp_path / "whole.kortreist"
    done = full.manage("backup", str(file))
    writer.execute("ROLLBACK")
    writer.close()
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(file) as archive:
        assert b"Half done" not in archive.read("dump")


def test_a_dump_of_one_database_is_not_put_into_another(whole, db):
    file = whole

    def as_postgres(name, data):
        if name == "dump":
            return data
        return json.dumps({**json.loads(data), "kind": "postgres"}).encode()

    if connection.vendor == "sqlite":
        _rewrite(file, as_postgres)
    with pytest.raises(BackupError, match="--portable"):
        restore(file, replace=True)


@pytest.mark.django_db
@pytest.mark.database
def test_rows_come_back_in_the_database_of_the_tests(place, people, tmp_path):
    """The portable dump, in whichever database the tests run on; keys go on where they were."""
    make_world(place, people.editor)
    before = {m: list(m.objects.order_by("pk").values()) for m in (Organisation, User, Change)}
    file = tmp_path / "rows.kortreist"
    back_up(file, portable=True)
    assert not is_empty()
    with pytest.raises(BackupError, match="not empty"):
        restore(file)
    Organisation.objects.update(name="Changed")
    manifest = restore(file, replace=True)
    assert manifest["kind"] == "rows"
    assert {m: list(m.objects.order_by("pk").values()) for m in before} == before
    assert User.objects.create_user("new@x.example").pk > max(u["id"] for u in before[User])


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    not (os.environ.get("KORTREIST_TEST_DATABASE_URL") and shutil.which("pg_dump")),
    reason="PostgreSQL and its programs",
)
def test_postgres_by_its_own_programs(place, people, tmp_path):
    make_world(place, people.editor)
    file = tmp_path / "whole.kortreist"
    back_up(file)
    Organisation.objects.update(name="Changed")
    assert restore(file, replace=True)["kind"] == "postgres"
    assert Organisation.objects.get(code="X001").name == "Eksempeldal"


def test_the_password_of_the_database_is_no_argument(monkeypatch):
    """Whoever lists the processes of the machine sees no password."""
    values = {"HOST": "h", "PORT": 5, "USER": "u", "PASSWORD": "hush", "NAME": "n"}
    monkeypatch.setattr(backup, "connection", SimpleNamespace(settings_dict=values))
    given: dict[str, Any] = {}

    def run(command, **options):
        given.update(command=command, **options)
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(backup.subprocess, "run", run)
    backup._dump_postgres(Path("/tmp/x"))
    assert "hush" not in " ".join(given["command"])
    assert given["env"]["PGPASSWORD"] == "hush"
    assert given["env"]["PGHOST"] == "h"
