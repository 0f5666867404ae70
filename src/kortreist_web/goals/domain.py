"""What goals add to the site."""

from __future__ import annotations

from kortreist_web.core.domain import OWN, Api, Domain, Pages, WorkLink
from kortreist_web.goals.api import router
from kortreist_web.goals.models import AdoptedGoal

__all__ = ["DOMAIN"]

DOMAIN = Domain(
    work_links=(WorkLink("goals:list", "goals.nav", AdoptedGoal, "view", "basis", 15),),
    pages=(Pages("kortreist_web.goals.urls"),),
    apis=(Api("goals", router),),
    tenant_data={"goals.AdoptedGoal": OWN},
    named_models=("goals.AdoptedGoal",),
)
