"""Triggers that make a table append-only in the database itself.

Used in migrations. On SQLite a later migration that alters the table makes it anew without
its triggers: such a migration must end with :func:`append_only` again (a test looks).
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

__all__ = ["append_only"]

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
WHEN NOT EXISTS (SELECT 1 FROM changes_erasure WHERE organisation_id = OLD.organisation_id)
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION kortreist_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM changes_erasure WHERE organisation_id = OLD.organisation_id) THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; ELSE RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
_POSTGRES = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION kortreist_append_only()
"""


def append_only(table: str) -> migrations.RunPython:
    """Return the operation that lets rows of ``table`` be added but not changed or removed."""

    def drop(editor: Any) -> None:
        where = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        for verb in ("update", "delete"):
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{where}")

    def forwards(apps: Any, editor: Any) -> None:
        drop(editor)
        postgres = editor.connection.vendor == "postgresql"
        if postgres:
            editor.execute(_POSTGRES_FUNCTION, params=None)  # its % is not a placeholder
        for verb in ("update", "delete"):
            editor.execute((_POSTGRES if postgres else _SQLITE).format(table=table, verb=verb))

    def backwards(apps: Any, editor: Any) -> None:
        drop(editor)

    return migrations.RunPython(forwards, backwards)
