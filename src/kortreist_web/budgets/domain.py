"""What climate budgets add to the site."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists

from kortreist_web.budgets.alternatives import JOB as ALTERNATIVES
from kortreist_web.budgets.api import router
from kortreist_web.budgets.finding import find_adopted_measures, find_considered
from kortreist_web.budgets.frozen import is_in_force, versions
from kortreist_web.budgets.job_cards import case_officer, finance_director
from kortreist_web.budgets.jobs import answer_alternatives
from kortreist_web.budgets.kind import BUDGETS
from kortreist_web.budgets.measures_api import router as measures_router
from kortreist_web.budgets.models import Budget, BudgetLine, EconomicPlanLine
from kortreist_web.budgets.public_charts import PUBLIC_CHARTS
from kortreist_web.core.domain import OWN, Api, Domain, Pages, PublicLink, WorkLink
from kortreist_web.core.texts import named
from kortreist_web.core.year_steps import Answer, YearLook, YearStep
from kortreist_web.decisions.models import CasePaper, Resolution
from kortreist_web.tenants.models import Organisation

__all__ = ["DOMAIN"]


def _is_drafted(look: YearLook[Organisation]) -> Answer:
    return Exists(Budget.objects.filter(organisation=look.organisation, year=look.year))


def _is_linked(look: YearLook[Organisation]) -> Answer:
    rows = EconomicPlanLine.objects.filter(organisation=look.organisation, year=look.year)
    return Exists(rows.filter(line__isnull=False))


def _has_no_lines(look: YearLook[Organisation]) -> Answer:
    """Tell whether no economic plan is read: the first budget is proposed without."""
    return ~Exists(EconomicPlanLine.objects.filter(organisation=look.organisation))


def _is_proposed(look: YearLook[Organisation]) -> Answer:
    rows = Budget.objects.filter(organisation=look.organisation, year=look.year)
    frozen = versions(look.organisation, look.year)
    return Exists(rows.filter(state__in=("proposed", "adopted"))) | Exists(frozen)


def _has_paper(look: YearLook[Organisation]) -> Answer:
    return Exists(CasePaper.objects.filter(frozen__in=versions(look.organisation, look.year)))


def _may_be_elsewhere(look: YearLook[Organisation]) -> bool:
    """Tell that it may be left out: the paper may be written in the municipality's own system."""
    return True


def _of_units(
    organisation: Organisation, units: list[int], day: date
) -> tuple[str, str, list[str]]:
    rows = BudgetLine.objects.filter(organisation=organisation, unit__in=units)
    lines = rows.filter(budget__state=Budget.State.DRAFT)
    return "tenants.remains.lines", "budgets:list", [named(x.name) or x.measure for x in lines]


def _is_adopted(look: YearLook[Organisation]) -> bool:
    return is_in_force(look.organisation, look.year)


DOMAIN = Domain(
    public_links=(
        PublicLink("budgets:measures", "core.nav.adopted_measures", "measures", 25),
        PublicLink("budgets:public", "core.nav.budget", "budget", 30),
    ),
    work_links=(
        WorkLink("budgets:list", "core.nav.drafts", Budget, "view", "plan", 40),
        WorkLink("budgets:money", "core.nav.money", EconomicPlanLine, "view", "plan", 50),
    ),
    job_cards={"case_officer": case_officer, "finance_director": finance_director},
    steps=(
        YearStep(
            "draft",
            "tenants.step.draft",
            "budget",
            "budgets:list",
            (Budget, "change"),
            (Budget, "view"),
            _is_drafted,
            40,
            by="proposal",
        ),
        YearStep(
            "money",
            "tenants.step.money",
            "budget",
            "budgets:money",
            (EconomicPlanLine, "change"),
            (EconomicPlanLine, "view"),
            _is_linked,
            50,
            optional=_has_no_lines,
            by="proposal",
        ),
        YearStep(
            "propose",
            "tenants.step.propose",
            "budget",
            "budgets:list",
            (Budget, "propose"),
            (Budget, "view"),
            _is_proposed,
            60,
            closes=True,
            by="proposal",
        ),
        YearStep(
            "paper",
            "tenants.step.paper",
            "budget",
            "decisions:list",
            (CasePaper, "change"),
            (CasePaper, "view"),
            _has_paper,
            65,
            optional=_may_be_elsewhere,
            offered=True,
            by="public",
        ),
        YearStep(
            "adopt",
            "tenants.step.adopt",
            "budget",
            "decisions:list",
            (Resolution, "record"),
            (Resolution, "view"),
            _is_adopted,
            70,
            by="adopted",
        ),
    ),
    public_charts=PUBLIC_CHARTS,
    pages=(Pages("kortreist_web.budgets.urls"),),
    apis=(Api("budgets", router), Api("published", measures_router)),
    events=("budget.adopted",),
    kinds=(BUDGETS,),
    jobs={ALTERNATIVES: answer_alternatives},
    finds=(find_adopted_measures, find_considered),
    unit_remains=(_of_units,),
    tenant_data={
        "budgets.Budget": OWN,
        "budgets.BudgetLine": OWN,
        "budgets.BudgetAlternatives": OWN,
        "budgets.EconomicPlanLine": OWN,
    },
)
