"""``kortreist manage erase_organisation 4005 --yes-erase 4005``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kortreist_web.changes.erasure import erase_rows
from kortreist_web.tenants.models import Organisation

__all__ = ["Command"]


class Command(BaseCommand):
    """Erases an organisation and all it has."""

    help = "erase an organisation and all it has; cannot be undone"

    def add_arguments(self, parser: CommandParser) -> None:
        """The number, twice."""
        parser.add_argument("code")
        parser.add_argument("--yes-erase", metavar="CODE", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase it, in one transaction."""
        organisation = Organisation.objects.filter(code=options["code"]).first()
        if organisation is None:
            raise CommandError(f"no organisation {options['code']}")
        if options["yes_erase"] != organisation.code:
            raise CommandError("the two numbers differ; nothing was erased")
        note = erase_rows(organisation, "operator")
        self.stdout.write(f"{note.code}: {sum(note.rows.values())} rows erased")
