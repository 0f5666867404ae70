"""What organisations, and their units add to the site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from kortreist_web.core.clock import lasts_on
from kortreist_web.core.domain import OWN, Api, Domain, Pages, WorkLink
from kortreist_web.core.policy import policy_of
from kortreist_web.core.searching import Findable
from kortreist_web.core.year_steps import Answer, YearLook, YearStep
from kortreist_web.tenants.api import router
from kortreist_web.tenants.job_cards import administrator
from kortreist_web.tenants.models import Organisation, Unit
from kortreist_web.tenants.trial import is_trial

__all__ = ["DOMAIN"]


def _units_under(
    organisation: Organisation, units: list[int], day: date
) -> tuple[str, str, list[str]]:
    """Return the lasting units under some that end."""
    rows = Unit.objects.filter(lasts_on(day), organisation=organisation, parent__in=units)
    return "tenants.remains.units", "tenants:units", [u.name for u in rows.exclude(pk__in=units)]


def _has_units(look: YearLook[Any]) -> Answer:
    return Exists(Unit.objects.filter(organisation=look.organisation))


def _is_trial(look: YearLook[Any]) -> bool:
    return is_trial(look.organisation)


def _find_units(
    request: HttpRequest, organisation: Organisation, at_work: bool
) -> Iterator[Findable]:
    if not at_work or not policy_of(Unit).may(request.user, "change", organisation):
        return
    url = reverse("tenants:units", kwargs={"code": organisation.code})
    for unit in Unit.on(organisation, timezone.localdate()):
        yield Findable("unit", unit.name, url, unit.responsibility, (unit.responsibility,))


DOMAIN = Domain(
    work_links=(WorkLink("tenants:units", "core.nav.units", Unit, "change", "setup", 110),),
    steps=(
        YearStep(
            "units",
            "tenants.step.units",
            "budget",
            "tenants:units",
            (Unit, "change"),
            (Unit, "view"),
            _has_units,
            5,
            optional=_is_trial,
        ),
    ),
    pages=(Pages("kortreist_web.tenants.urls"),),
    apis=(Api("settings", router),),
    finds=(_find_units,),
    job_cards={"administrator": administrator},
    unit_remains=(_units_under,),
    tenant_data={
        "tenants.Organisation": ("pk",),
        "tenants.Unit": OWN,
        "tenants.SlideTemplate": OWN,
        "tenants.WordTemplate": OWN,
    },
    named_models=("tenants.Unit",),
)
