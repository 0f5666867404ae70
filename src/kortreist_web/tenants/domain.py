"""What organisations, their units and their calendar add to the site."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from kortreist_web.core.domain import OWN, Domain, Pages, WorkLink, YearStep
from kortreist_web.tenants.models import Deadline, Organisation, Unit

__all__ = ["DOMAIN"]


def _units_under(organisation: Any, units: list[int], day: date) -> tuple[str, str, list[str]]:
    """Return the lasting units under some that end."""
    lasting = Q(valid_to=None) | Q(valid_to__gt=day)
    rows = Unit.objects.filter(lasting, organisation=organisation, parent__in=units)
    return "tenants.remains.units", "tenants:units", [u.name for u in rows.exclude(pk__in=units)]


def _deadlines(organisation: Any, units: list[int], day: date) -> tuple[str, str, list[str]]:
    rows = Deadline.objects.filter(organisation=organisation, unit__in=units, done_on=None)
    return "tenants.remains.deadlines", "tenants:calendar", [d.said for d in rows]


def _open(organisation: Any, year: int, reported: tuple[int, int]) -> bool:
    return bool(organisation.published)


DOMAIN = Domain(
    work_links=(
        WorkLink("tenants:home", "core.nav.work", Organisation, "view", 0, True, True),
        WorkLink("tenants:calendar", "core.nav.calendar", Deadline, "view", 100, True),
        WorkLink("tenants:units", "core.nav.units", Unit, "change", 110),
    ),
    steps=(
        YearStep("site", "tenants.step.site", "follow", "tenants:settings",
                 (Organisation, "change"), (Organisation, "change"), _open, 100),
    ),
    pages=(Pages("kortreist_web.tenants.urls"),),
    unit_remains=(_units_under, _deadlines),
    tenant_data={
        "tenants.Organisation": ("pk",),
        "tenants.Unit": OWN,
        "tenants.Deadline": OWN,
    },
    named_models=("tenants.Unit",),
)  # fmt: skip
