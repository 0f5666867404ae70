"""What indicators add to the site."""

from __future__ import annotations

from datetime import date

from kortreist_web.core.domain import OWN, Api, Domain, Pages, WorkLink
from kortreist_web.indicators.api import router
from kortreist_web.indicators.models import Indicator
from kortreist_web.tenants.models import Organisation

__all__ = ["DOMAIN"]


def _of_units(
    organisation: Organisation, units: list[int], day: date
) -> tuple[str, str, list[str]]:
    rows = Indicator.objects.filter(organisation=organisation, unit__in=units, ended_on=None)
    return "tenants.remains.indicators", "indicators:list", [i.name for i in rows]


DOMAIN = Domain(
    work_links=(
        WorkLink(
            "indicators:list", "core.nav.indicators", Indicator, "view", "basis", 60, reporters=True
        ),
    ),
    pages=(Pages("kortreist_web.indicators.urls"),),
    apis=(Api("indicators", router),),
    unit_remains=(_of_units,),
    tenant_data={"indicators.Indicator": OWN, "indicators.Observation": OWN},
    named_models=("indicators.Indicator",),
)
