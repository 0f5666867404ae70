"""What goals add to the site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists
from django.urls import reverse

from kortreist_web.core.domain import OWN, Api, Domain, Evidence, Pages, WorkLink
from kortreist_web.core.year_steps import Answer, YearLook, YearStep
from kortreist_web.goals.api import router
from kortreist_web.goals.models import AdoptedGoal
from kortreist_web.tenants.models import Organisation

__all__ = ["DOMAIN"]


def _is_registered(look: YearLook[Organisation]) -> Answer:
    return Exists(AdoptedGoal.objects.filter(organisation=look.organisation))


def _may_be_none(look: YearLook[Organisation]) -> bool:
    """Tell that it may be left out: without a goal of its own the climate act's is used."""
    return True


def _shown_by(organisation: Organisation, day: date) -> Iterator[Evidence]:
    """Return what shows that there is a common ground: the goal the council adopted last."""
    rows = AdoptedGoal.objects.filter(organisation=organisation, decided_on__lte=day)
    newest = rows.order_by("-decided_on", "-id").first()
    if newest is not None:
        url = reverse("goals:list", kwargs={"code": organisation.code})
        yield Evidence("common_ground", newest.title, url, newest.decided_on)


DOMAIN = Domain(
    evidence=_shown_by,
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
