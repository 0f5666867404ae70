"""The measures of the budgets that are adopted."""

from __future__ import annotations

from django.utils import timezone

from kortreist_web.budgets.frozen import current
from kortreist_web.tenants.models import Organisation

__all__ = ["measures_adopted"]


def measures_adopted(organisation: Organisation) -> frozenset[str]:
    """Return the measures in this year's adopted budget and the next one's."""
    year = timezone.localdate().year
    budgets = [current(organisation, y) for y in (year, year + 1)]
    return frozenset(line["measure"] for b in budgets if b for line in b.content["lines"])
