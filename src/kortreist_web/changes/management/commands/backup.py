"""``kortreist manage backup /backup/today.kortreist``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kortreist_web.changes.backup import BackupError, back_up

__all__ = ["Command"]


class Command(BaseCommand):
    """Writes the whole database to a file, while the site runs."""

    help = "write the whole database to a file; the site may run"
    requires_system_checks: list[str] = []  # of addresses and forms: half of the time it takes

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whether another kind of database shall be able to read it."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--portable", action="store_true", help="rows that SQLite and PostgreSQL both take"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the backup."""
        try:
            digest = back_up(options["file"].absolute(), portable=options["portable"])
        except BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{options['file']} {digest}")
