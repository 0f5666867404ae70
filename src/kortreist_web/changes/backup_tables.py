"""What a backup must meet when it is restored: the same tables; and how it says that it cannot."""

from __future__ import annotations

from django.db import connection

__all__ = ["BackupError", "applied_migrations"]


class BackupError(Exception):
    """A backup that cannot be made, read or restored; says why. Nothing was changed."""


def applied_migrations() -> list[str]:
    """Return the migrations that have been done: a restore must meet the same tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return [f"{app}.{name}" for app, name in cursor.fetchall()]
