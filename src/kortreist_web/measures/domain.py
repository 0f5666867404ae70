"""What decisions about measures add to the site."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists

from kortreist_web.core.domain import OWN, Api, Domain, Pages, WorkLink
from kortreist_web.core.texts import named
from kortreist_web.core.year_steps import Answer, YearLook, YearStep
from kortreist_web.measures.alone import JOB
from kortreist_web.measures.api import router
from kortreist_web.measures.finding import find_measures
from kortreist_web.measures.jobs import answer_alone, ask_daily
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.tenants.models import Organisation

__all__ = ["DOMAIN"]


def _is_chosen(look: YearLook[Organisation]) -> Answer:
    rows = MeasureChoice.objects.filter(organisation=look.organisation)
    return Exists(rows.filter(state__in=("chosen", "under_way")))


def _none_decided(look: YearLook[Organisation]) -> Answer:
    """Tell whether nothing is decided of any measure: the plan then chooses among all."""
    return ~Exists(MeasureChoice.objects.filter(organisation=look.organisation))


def _of_units(
    organisation: Organisation, units: list[int], day: date
) -> tuple[str, str, list[str]]:
    rows = MeasureChoice.objects.filter(organisation=organisation, unit__in=units)
    rows = rows.exclude(state__in=("done", "excluded"))
    return "tenants.remains.measures", "measures:list", [named(c.name) or c.measure for c in rows]


def _names(measures: set[str], organisations: set[int]) -> dict[str, str]:
    """Return the names of measures by their ids."""
    rows = MeasureChoice.objects.filter(measure__in=measures, organisation__in=organisations)
    return {c.measure: named(c.name) or c.measure for c in rows}


DOMAIN = Domain(
    work_links=(WorkLink("measures:list", "core.nav.measures", MeasureChoice, "view", "plan", 20),),
    steps=(
        YearStep(
            "measures",
            "tenants.step.measures",
            "budget",
            "measures:list",
            (MeasureChoice, "change"),
            (MeasureChoice, "view"),
            _is_chosen,
            20,
            optional=_none_decided,
            offered=True,
            by="measures",
        ),
    ),
    pages=(Pages("kortreist_web.measures.urls"),),
    apis=(Api("measures", router),),
    jobs={JOB: answer_alone},
    daily=ask_daily,
    finds=(find_measures,),
    unit_remains=(_of_units,),
    tenant_data={"measures.MeasureChoice": OWN, "measures.AloneFigures": OWN},
    named_models=("measures.MeasureChoice",),
    part_names=_names,
)
