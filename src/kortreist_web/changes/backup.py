"""The whole database in one file, consistent while the site runs, and back again.

The file is a zip with the dump and a manifest: what made it, when, and the dump's hash,
which is checked before anything is restored. A dump is the database's own (SQLite's online
backup, ``pg_dump``) or, where the tool is missing or another kind of database is the goal,
rows as JSON lines (``portable``).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from kortreist_web.changes.backup_rows import dump_rows, load_rows
from kortreist_web.changes.backup_tables import BackupError, applied_migrations

__all__ = ["BackupError", "back_up", "is_empty", "restore"]

SCHEMA = "kortreist/backup/1"
_PART = 1 << 20
#: A quarter of a second each.
_TRIES = 40


def _hash(file: Path) -> str:
    with open(file, "rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _postgres_environment() -> dict[str, str]:
    """Return how PostgreSQL's tools reach the database: nothing of it is an argument."""
    chosen = connection.settings_dict
    options = chosen.get("OPTIONS") or {}
    values = {
        "PGHOST": chosen.get("HOST") or options.get("host"),
        "PGPORT": chosen.get("PORT") or options.get("port"),
        "PGUSER": chosen.get("USER") or options.get("user"),
        "PGPASSWORD": chosen.get("PASSWORD") or options.get("password"),
        "PGSSLMODE": options.get("sslmode"),
        "PGSSLROOTCERT": options.get("sslrootcert"),
        "PGDATABASE": chosen["NAME"],
    }
    return {**os.environ, **{k: str(v) for k, v in values.items() if v}}


def _run(command: list[str]) -> None:
    environment = _postgres_environment()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"{Path(command[0]).name}: {done.stderr.strip()[-2000:]}")


def _copy(source: Any, target: Any) -> None:
    """Copy a database of SQLite page by page; give up where another holds it for long."""
    tries = 0

    def progress(status: int, remaining: int, total: int) -> None:
        nonlocal tries
        tries += status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        if tries > _TRIES:
            raise BackupError("the database is in use: stop the site and its worker first")

    source.backup(target, progress=progress)


def _dump_sqlite(target: Path) -> None:
    connection.ensure_connection()
    copy = sqlite3.connect(target)
    try:
        _copy(connection.connection, copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        copy.close()
    if verdict != "ok":
        raise BackupError(f"the database is damaged: {verdict}")


def _dump_postgres(target: Path) -> None:
    kind = ("--format=custom", "--no-owner", "--no-privileges")
    _run(["pg_dump", *kind, f"--file={target}"])


def _kind(portable: bool) -> str:
    if portable:
        return "rows"
    if connection.vendor == "sqlite":
        return "sqlite"
    return "postgres" if shutil.which("pg_dump") else "rows"


def back_up(file: Path, *, portable: bool = False) -> str:
    """Write a backup; returns the hash of the dump.

    Parameters
    ----------
    file : Path
        Must not be there; it is whole or not there at all.
    portable : bool
        Rows instead of the database's own dump: fits another kind of database.

    Raises
    ------
    BackupError
    """
    if file.exists():
        raise BackupError(f"{file} is there already")
    kind = _kind(portable)
    makers = {"sqlite": _dump_sqlite, "postgres": _dump_postgres, "rows": dump_rows}
    with tempfile.TemporaryDirectory(prefix="kortreist-backup-", dir=file.parent) as folder:
        os.chmod(folder, 0o700)
        dump = Path(folder) / "dump"
        makers[kind](dump)
        digest = _hash(dump)
        manifest = {
            "schema": SCHEMA,
            "kind": kind,
            "made_at": timezone.now().isoformat(),
            "version": version("kortreist"),
            "migrations": applied_migrations(),
            "sha256": digest,
            "bytes": dump.stat().st_size,
        }
        whole = Path(folder) / "whole"
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            archive.writestr("manifest.json", json.dumps(manifest, indent=1))
            archive.write(dump, "dump")
        whole.chmod(0o600)  # it holds all there is
        with open(whole, "rb") as opened:
            os.fsync(opened.fileno())
        whole.rename(file)
    return digest


@contextmanager
def _open_backup(file: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    """Yield the manifest and the dump of a backup, its hash checked."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            if manifest.get("schema") != SCHEMA:
                raise BackupError(f"{file} is not a backup of ours")
            with tempfile.TemporaryDirectory(prefix="kortreist-restore-") as folder:
                dump = Path(folder) / "dump"
                digest = hashlib.sha256()
                with archive.open("dump") as source, open(dump, "wb") as target:
                    while part := source.read(_PART):
                        digest.update(part)
                        target.write(part)
                if digest.hexdigest() != manifest["sha256"]:
                    raise BackupError(f"{file} is damaged: the hash does not fit")
                yield manifest, dump
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BackupError(f"{file} cannot be read: {error}") from error


def is_empty() -> bool:
    """Tell whether the database has no tables of ours, or none with an organisation or person."""
    from kortreist_web.people.models import User
    from kortreist_web.tenants.models import Organisation

    tables = set(connection.introspection.table_names())
    return not any(m._meta.db_table in tables and m.objects.exists() for m in (Organisation, User))


def _restore_sqlite(dump: Path) -> None:
    source = sqlite3.connect(f"file:{dump}?mode=ro", uri=True)
    try:
        if source.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise BackupError("the dump is damaged")
        connection.ensure_connection()
        # Page by page in one transaction of SQLite's own: stopped in the middle, nothing is new.
        _copy(source, connection.connection)
    finally:
        source.close()
        connection.close()


def _restore_postgres(dump: Path) -> None:
    if not shutil.which("pg_restore"):
        raise BackupError("pg_restore is missing: install PostgreSQL's client programs")
    name = str(connection.settings_dict["NAME"])
    kind = ("--clean", "--if-exists", "--no-owner", "--no-privileges")
    connection.close()
    _run(
        [
            "pg_restore",
            *kind,
            "--single-transaction",
            "--exit-on-error",
            f"--dbname={name}",
            str(dump),
        ]
    )


def restore(file: Path, *, replace: bool = False) -> dict[str, Any]:
    """Put a backup in the place of the database; returns its manifest.

    Parameters
    ----------
    file : Path
    replace : bool
        Whether what is in the database may be thrown away.

    Raises
    ------
    BackupError
        The file is damaged or of another kind of database, or something would be lost.
    """
    with _open_backup(file) as (manifest, dump):
        kind = manifest["kind"]
        vendor = {"sqlite": "sqlite", "postgres": "postgresql"}.get(kind)
        if vendor is not None and vendor != connection.vendor:
            raise BackupError(
                f"the backup is of {kind}, the database is {connection.vendor}: "
                "make the backup with --portable"
            )
        if not replace and not is_empty():
            raise BackupError("the database is not empty: say --replace to throw away what it has")
        if kind == "sqlite":
            _restore_sqlite(dump)
        elif kind == "postgres":
            _restore_postgres(dump)
        else:
            load_rows(dump, manifest["migrations"])
    return dict(manifest)
