"""``kortreist manage add_organisation 4005 --administrator kari@notodden.example``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from kortreist import places
from kortreist.errors import PlaceError
from kortreist_web.core.actor_context import acting
from kortreist_web.people.models import Membership, User
from kortreist_web.tenants.models import Organisation

__all__ = ["Command", "add_organisation"]


def add_organisation(code: str) -> Organisation:
    """Return the organisation of a real municipality or county, made if it is not there.

    Raises
    ------
    PlaceError
        No such place today.
    """
    place = places.find(code)
    kinds = {"municipality": "municipality", "county": "county_authority"}
    if place.kind not in kinds:
        raise PlaceError("place.unknown_no_idea", text=code)
    organisation, _ = Organisation.objects.get_or_create(
        code=place.number,
        defaults={
            "figures_code": place.number,
            "name": place.name,
            "kind": kinds[place.kind],
            "valid_from": place.valid_from,
            "valid_to": place.valid_to,
        },
    )
    return organisation


class Command(BaseCommand):
    """Adds a municipality or county authority and its first administrator."""

    help = "add a municipality or county authority and its first administrator"

    def add_arguments(self, parser: CommandParser) -> None:
        """The number or name, and the administrator's address."""
        parser.add_argument("code")
        parser.add_argument("--administrator", metavar="E-MAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add what is not there; saying it twice changes nothing."""
        try:
            organisation = add_organisation(options["code"])
        except PlaceError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{organisation.code} {organisation.name}")
        if not options["administrator"]:
            return
        email = options["administrator"].lower()
        with transaction.atomic(), acting(None, "tenants.add", name="command"):
            user = User.objects.filter(email=email).first() or User.objects.create_user(email)
            Membership.objects.get_or_create(
                organisation=organisation, user=user, role="administrator"
            )
        from kortreist_web.people.invitations import send_invitation

        send_invitation(user, organisation)
        self.stdout.write(email)
