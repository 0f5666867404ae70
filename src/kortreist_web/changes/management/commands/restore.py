"""``kortreist manage restore /backup/today.kortreist``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kortreist_web.changes.backup import BackupError, restore

__all__ = ["Command"]


class Command(BaseCommand):
    """Puts a backup in the place of the database; stop the site first."""

    help = "put a backup in the place of the database; stop the site first"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and whether what there is may be thrown away."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="throw away what the database has"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, then bring the tables up to this version."""
        try:
            manifest = restore(options["file"].absolute(), replace=options["replace"])
        except BackupError as error:
            raise CommandError(str(error)) from None
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write(f"{options['file']} {manifest['made_at']}")
