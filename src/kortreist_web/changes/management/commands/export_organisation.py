"""``kortreist manage export_organisation 4005 notodden.zip``."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from kortreist_web.changes.export import write_export
from kortreist_web.core.actor_context import acting
from kortreist_web.core.history import announce
from kortreist_web.tenants.models import Organisation

__all__ = ["Command"]


class Command(BaseCommand):
    """Writes all that an organisation has to a file."""

    help = "write all that an organisation has to a file"

    def add_arguments(self, parser: CommandParser) -> None:
        """The number, and the file."""
        parser.add_argument("code")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file; that it was done stands in the change log."""
        organisation = Organisation.objects.filter(code=options["code"]).first()
        if organisation is None:
            raise CommandError(f"no organisation {options['code']}")
        file: Path = options["file"]
        if file.exists():
            raise CommandError(f"{file} is there already")
        with transaction.atomic(), acting(None, "changes.export_all", name="command") as who:
            made = write_export(organisation)
            after = {"sha256": made.digest, "rows": sum(made.rows.values())}
            announce(who, organisation, "export", {}, after)
            with open(file, "xb") as target:
                shutil.copyfileobj(made.file, target)
        self.stdout.write(f"{file} {made.digest}")
