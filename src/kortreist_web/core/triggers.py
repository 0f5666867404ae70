"""Triggers that make a table append-only in the database itself.

Used in migrations. On SQLite a later migration that alters the table makes it anew without
its triggers: such a migration must end with :func:`append_only` again (a test looks).
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

__all__ = ["append_only", "stays_with_tenant"]

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
#: Rows of an organisation go when all of it is erased.
_UNLESS_ERASED = """
WHEN NOT EXISTS (SELECT 1 FROM changes_erasure WHERE organisation_id = OLD.organisation_id)
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {unless}RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
_POSTGRES_UNLESS_ERASED = """
  IF EXISTS (SELECT 1 FROM changes_erasure WHERE organisation_id = OLD.organisation_id) THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; ELSE RETURN NEW; END IF;
  END IF;
"""
_POSTGRES = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION {function}()
"""


# An organisation has a head as long as it has a log (no table that is altered is named here).
_STAYS_SQLITE = """
WHEN EXISTS (SELECT 1 FROM changes_chainhead WHERE organisation_id = OLD.organisation_id)
"""
_STAYS_POSTGRES = """
CREATE OR REPLACE FUNCTION kortreist_stays_with_tenant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT EXISTS
      (SELECT 1 FROM changes_chainhead WHERE organisation_id = OLD.organisation_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _drop(editor: Any, table: str) -> None:
    where = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
    for verb in ("update", "delete"):
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{where}")


def stays_with_tenant(table: str) -> migrations.RunPython:
    """Return the operation that lets no row be changed, or go before its organisation does.

    Parameters
    ----------
    table : str
    """

    def forwards(apps: Any, editor: Any) -> None:
        _drop(editor, table)
        if editor.connection.vendor == "postgresql":
            editor.execute(_STAYS_POSTGRES, params=None)
            for verb in ("update", "delete"):
                name = "kortreist_stays_with_tenant"
                editor.execute(_POSTGRES.format(table=table, verb=verb, function=name))
            return
        for verb, when in (("update", ""), ("delete", _STAYS_SQLITE)):
            editor.execute(_SQLITE.format(table=table, verb=verb, when=when))

    return migrations.RunPython(forwards, lambda apps, editor: _drop(editor, table))


def append_only(table: str, *, tenant: bool = True) -> migrations.RunPython:
    """Return the operation that lets rows of ``table`` be added but not changed or removed.

    Parameters
    ----------
    table : str
    tenant : bool
        Whether its rows belong to organisations, and go when one is erased.
    """
    function = "kortreist_append_only" if tenant else "kortreist_append_only_always"

    def forwards(apps: Any, editor: Any) -> None:
        _drop(editor, table)
        postgres = editor.connection.vendor == "postgresql"
        if postgres:
            unless = _POSTGRES_UNLESS_ERASED if tenant else ""
            # params: its % is not a placeholder
            editor.execute(_POSTGRES_FUNCTION.format(function=function, unless=unless), params=None)
        trigger = _POSTGRES if postgres else _SQLITE
        when = _UNLESS_ERASED if tenant else ""
        for verb in ("update", "delete"):
            editor.execute(trigger.format(table=table, verb=verb, when=when, function=function))

    def backwards(apps: Any, editor: Any) -> None:
        _drop(editor, table)

    return migrations.RunPython(forwards, backwards)
