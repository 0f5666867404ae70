"""``kortreist manage add_organisation 4005 --person kari@notodden.example``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from kortreist.errors import KortreistError, PlaceError
from kortreist_web.core.actor_context import acting
from kortreist_web.people.invitations import invited_link, send_invitation
from kortreist_web.people.job_titles import JOBS
from kortreist_web.people.models import Membership, User
from kortreist_web.people.taking_into_use import FIRST_ROLES, add_organisation, hand_over
from kortreist_web.tenants.models import Organisation

__all__ = ["Command"]


class Command(BaseCommand):
    """Takes a municipality or county authority into use, with its first person."""

    help = "take a municipality or county authority into use, with its first person"

    def add_arguments(self, parser: CommandParser) -> None:
        """The number or name, and who begins."""
        parser.add_argument("code")
        who = parser.add_mutually_exclusive_group()
        who.add_argument(
            "--person", metavar="E-MAIL", help="administrator, editor and approver, until more come"
        )
        who.add_argument("--administrator", metavar="E-MAIL", help="administrator only")
        parser.add_argument("--job", choices=JOBS, default="", help="what the person works as")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add what is not there; saying it twice changes nothing."""
        try:
            organisation = add_organisation(options["code"])
        except PlaceError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{organisation.code} {organisation.name}")
        email = (options["person"] or options["administrator"] or "").strip().lower()
        if not email:
            return
        roles = FIRST_ROLES if options["person"] else ("administrator",)
        try:
            user = self._begin(organisation, email, roles, options["job"])
        except KortreistError as error:
            raise CommandError(str(error)) from None
        first = Membership.objects.filter(organisation=organisation, user=user).earliest("id")
        send_invitation(user, organisation, first)
        self.stdout.write(email)
        if options["person"] and not user.has_usable_password():
            self.stdout.write(invited_link(user, user.language or organisation.language))

    def _begin(
        self, organisation: Organisation, email: str, roles: tuple[str, ...], job: str
    ) -> User:
        with transaction.atomic(), acting(None, "people.take_into_use", name="command"):
            user = User.objects.filter(email=email).first() or User.objects.create_user(email)
            there = Membership.objects.filter(organisation=organisation, user=user, role=roles[0])
            if there.exists():
                return user
            if roles == FIRST_ROLES:
                hand_over(organisation, user, job=job)
            else:  # also where people work who have lost the one that gave access
                Membership.objects.create(
                    organisation=organisation, user=user, role=roles[0], job=job
                )
        return user
