"""What indicators add to the site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from kortreist_web.core.domain import OWN, Api, Domain, Pages, WorkLink
from kortreist_web.core.policy import policy_of
from kortreist_web.core.searching import Findable
from kortreist_web.indicators.api import router
from kortreist_web.indicators.models import Indicator
from kortreist_web.tenants.models import Organisation

__all__ = ["DOMAIN"]


def _of_units(
    organisation: Organisation, units: list[int], day: date
) -> tuple[str, str, list[str]]:
    rows = Indicator.objects.filter(organisation=organisation, unit__in=units, ended_on=None)
    return "tenants.remains.indicators", "indicators:list", [i.name for i in rows]


def _find(request: HttpRequest, organisation: Organisation, at_work: bool) -> Iterator[Findable]:
    if not at_work or not policy_of(Indicator).may(request.user, "view", organisation):
        return
    for row in Indicator.objects.filter(organisation=organisation):
        url = reverse("indicators:show", kwargs={"code": organisation.code, "pk": row.pk})
        yield Findable("indicator", row.name, url, row.unit_of_measure, (row.unit_of_measure,))


DOMAIN = Domain(
    work_links=(
        WorkLink(
            "indicators:list", "core.nav.indicators", Indicator, "view", "basis", 60, reporters=True
        ),
    ),
    pages=(Pages("kortreist_web.indicators.urls"),),
    apis=(Api("indicators", router),),
    finds=(_find,),
    unit_remains=(_of_units,),
    tenant_data={"indicators.Indicator": OWN, "indicators.Observation": OWN},
    named_models=("indicators.Indicator",),
)
