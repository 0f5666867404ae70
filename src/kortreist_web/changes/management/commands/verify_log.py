"""``kortreist manage verify_log 4005 --head 231:ab…``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kortreist_web.changes.chain import Head
from kortreist_web.changes.log_check import check_log
from kortreist_web.tenants.models import Organisation

__all__ = ["Command"]


class Command(BaseCommand):
    """Goes through an organisation's change log, and says where it does not hold."""

    help = "check an organisation's change log, also against a head that was noted outside"

    def add_arguments(self, parser: CommandParser) -> None:
        """The number, and a head."""
        parser.add_argument("code")
        parser.add_argument("--head", default="", help="number:digest, as it was noted")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the head; fail where something does not hold."""
        organisation = Organisation.objects.filter(code=options["code"]).first()
        if organisation is None:
            raise CommandError(f"no organisation {options['code']}")
        try:
            noted = Head.read(options["head"]) if options["head"] else None
        except ValueError:
            raise CommandError("the head is a number, a colon and 64 hexadecimal digits") from None
        found = check_log(organisation, noted)
        self.stdout.write(f"head {found.head}")
        for fault in (*found.chain, *found.rows, *found.frozen):
            self.stdout.write(str(fault))
        if found.opened:
            self.stdout.write("the log was opened as for an erasure")
        if not found.whole:
            raise CommandError("the log does not hold")
        self.stdout.write(f"whole: {found.head.number} lines, {found.frozen_count} frozen")
