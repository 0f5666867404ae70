"""``kortreist manage fetch_income``: households' income, to compare emissions by."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from kortreist_web.accounts.models import HouseholdIncome

__all__ = ["Command"]


class Command(BaseCommand):
    """Fetches the newest year for every municipality; again when there is a newer one."""

    help = "fetch households' income from Statistics Norway, for comparison per income"

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace what is here, all at once, when all has been fetched."""
        from kortreist.connectors.fetch import fetch_income
        from kortreist.places import municipalities

        incomes = fetch_income([p.number for p in municipalities()])
        with transaction.atomic():
            HouseholdIncome.objects.all().delete()
            HouseholdIncome.objects.bulk_create(
                HouseholdIncome(
                    place=one.number,
                    year=one.year,
                    median=one.median,
                    households=one.households,
                    total=one.total,
                    updated=one.updated,
                )
                for one in incomes
            )
        self.stdout.write(f"{len(incomes)}")
