"""What bindings add to the site."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists

from kortreist_web.bindings.api import router
from kortreist_web.bindings.case_kind import CASES
from kortreist_web.bindings.daily import ask_for_the_day
from kortreist_web.bindings.deadlines import TASKS
from kortreist_web.bindings.finding import find_bindings
from kortreist_web.bindings.job_cards import what_binds
from kortreist_web.bindings.kind import PAGES
from kortreist_web.bindings.models import Binding, Judgement
from kortreist_web.bindings.standing import judged_years
from kortreist_web.bindings.work import (
    DEADLINES,
    JUDGE,
    JUDGE_AGAIN,
    judge_again,
    judge_bindings,
    renew_deadlines,
)
from kortreist_web.core.domain import OWN, Api, Domain, Pages, PublicLink, WorkLink
from kortreist_web.core.year_steps import Answer, YearLook, YearStep
from kortreist_web.tenants.models import Organisation

__all__ = ["DOMAIN"]


def _is_judged(look: YearLook[Organisation]) -> bool:
    """Tell whether what is entered is judged in a plan of the year's budget."""
    return look.year in judged_years(look.organisation)


def _none_entered(look: YearLook[Organisation]) -> Answer:
    """Tell whether nothing that binds is entered: a first year's budget does not wait for it."""
    return ~Exists(Binding.objects.filter(organisation=look.organisation, withdrawn_on=None))


def _of_units(
    organisation: Organisation, units: list[int], day: date
) -> tuple[str, str, list[str]]:
    rows = Binding.objects.filter(organisation=organisation, unit__in=units, withdrawn_on=None)
    return "bindings.remains", "bindings:list", [b.name for b in rows]


DOMAIN = Domain(
    job_cards={"elected_representative": what_binds},
    public_links=(PublicLink("bindings:public", "bindings.nav", "budget", 35),),
    work_links=(
        WorkLink("bindings:list", "bindings.nav_work", Binding, "view", "plan", 35, reporters=True),
    ),
    steps=(
        YearStep(
            "bindings",
            "bindings.step",
            "budget",
            "bindings:list",
            (Judgement, "change"),
            (Binding, "view"),
            _is_judged,
            35,
            optional=_none_entered,
            by="proposal",
        ),
    ),
    task_kinds=TASKS,
    pages=(Pages("kortreist_web.bindings.urls"),),
    apis=(Api("bindings", router),),
    events=("binding.adopted",),
    kinds=(PAGES, CASES),
    finds=(find_bindings,),
    jobs={JUDGE: judge_bindings, JUDGE_AGAIN: judge_again, DEADLINES: renew_deadlines},
    daily=ask_for_the_day,
    unit_remains=(_of_units,),
    tenant_data={
        "bindings.Binding": OWN,
        "bindings.SortedLine": OWN,
        "bindings.Judgement": OWN,
    },
    named_models=("bindings.Binding",),
)
