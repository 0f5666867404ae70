"""``kortreist manage add_operator drift@example.org``: who runs this site."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from kortreist_web.people.invitations import invited_link
from kortreist_web.people.models import User

__all__ = ["Command"]


class Command(BaseCommand):
    """Lets somebody run the installation, and says where she chooses how to sign in."""

    help = "let somebody run this site: take in official figures for every municipality"

    def add_arguments(self, parser: CommandParser) -> None:
        """The address, and whether the right is taken away again."""
        parser.add_argument("email")
        parser.add_argument("--remove", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Give or take away the right; saying it twice changes nothing."""
        email, removed = options["email"].lower(), options["remove"]
        with transaction.atomic():
            user = User.objects.filter(email=email).first()
            if user is None and not removed:
                user = User.objects.create_user(email)
            if user is not None:
                user.is_operator = not removed
                user.save(update_fields=["is_operator"])
        self.stdout.write(email)
        if user is not None and not removed and not user.has_usable_password():
            self.stdout.write(invited_link(user, user.language or "nb"))
