"""``kortreist manage remove_person kari@notodden.example``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from kortreist_web.changes.erasure import remove_person
from kortreist_web.core.clock import lasts_on
from kortreist_web.people.models import Membership, User

__all__ = ["Command"]


class Command(BaseCommand):
    """Removes a person whose roles have ended; what she did stays, without her name."""

    help = "remove a person whose roles have ended"

    def add_arguments(self, parser: CommandParser) -> None:
        """The e-mail address."""
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove her, unless she still has a role."""
        user = User.objects.filter(email=options["email"].lower()).first()
        if user is None:
            raise CommandError("nobody has that address")
        now = Membership.objects.filter(user=user).filter(lasts_on(timezone.localdate()))
        if now.exists():
            raise CommandError("she has a role: end it first")
        self.stdout.write("removed" if remove_person(user) else "name and address removed")
