"""What goals add to the site."""

from __future__ import annotations

from kortreist_web.core.domain import OWN, Api, Domain, Pages, WorkLink, YearStep
from kortreist_web.goals.api import router
from kortreist_web.goals.models import AdoptedGoal
from kortreist_web.tenants.models import Organisation

__all__ = ["DOMAIN"]


def _is_registered(organisation: Organisation, year: int, reported: tuple[int, int]) -> bool:
    return bool(AdoptedGoal.objects.filter(organisation=organisation).exists())


def _may_be_none(organisation: Organisation) -> bool:
    """Tell that it may be left out: without a goal of its own the climate act's is used."""
    return True


DOMAIN = Domain(
    steps=(
        YearStep(
            "goal",
            "goals.step",
            "budget",
            "goals:list",
            (AdoptedGoal, "change"),
            (AdoptedGoal, "view"),
            _is_registered,
            15,
            optional=_may_be_none,
        ),
    ),
    work_links=(WorkLink("goals:list", "goals.nav", AdoptedGoal, "view", "basis", 15),),
    pages=(Pages("kortreist_web.goals.urls"),),
    apis=(Api("goals", router),),
    tenant_data={"goals.AdoptedGoal": OWN},
    named_models=("goals.AdoptedGoal",),
)
