"""What signs that are watched add to the site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone

from kortreist_web.core.domain import OWN, Api, Domain, Evidence, Pages, Part, WorkLink
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.signposts.api import router
from kortreist_web.signposts.daily import ask_to_follow
from kortreist_web.signposts.following import TASKS, watched
from kortreist_web.signposts.models import Reading, Signpost
from kortreist_web.signposts.presenters import present
from kortreist_web.signposts.standing import Rules
from kortreist_web.signposts.work import FOLLOW, follow_signposts
from kortreist_web.tenants.models import Organisation

__all__ = ["DOMAIN"]


def _of_measure(request: SignedInRequest, organisation: Organisation, measure: str) -> Part | None:
    """Return the signs of a measure, for its page."""
    policy = policy_of(Signpost)
    if not policy.may(request.user, "view", organisation):
        return None
    today = timezone.localdate()
    rules = Rules.at(today)
    rows = watched().filter(organisation=organisation, measure=measure)
    values = {
        "rows": [present(s, today, rules, {}) for s in rows],
        "measure": measure,
        "may_change": policy.may(request.user, "change", organisation),
    }
    return Part("signposts/measure_part.html", values)


def _of_units(
    organisation: Organisation, units: list[int], day: date
) -> tuple[str, str, list[str]]:
    rows = Signpost.objects.filter(organisation=organisation, unit__in=units, settled_on=None)
    return "signposts.remains", "signposts:list", [s.name for s in rows]


def _shown_by(organisation: Organisation, day: date) -> Iterator[Evidence]:
    """Return what shows that the state is followed: the newest reading of one of its conditions."""
    rows = Reading.objects.filter(
        organisation=organisation,
        signpost__source=Signpost.Source.CONDITION,
        withdrawn_why="",
        day__lte=day,
    )
    newest = rows.select_related("signpost").order_by("-day", "-id").first()
    if newest is not None:
        page = {"code": organisation.code, "pk": newest.signpost_id}
        url = reverse("signposts:show", kwargs=page)
        yield Evidence("state_dialogue", newest.signpost.name, url, newest.day)


DOMAIN = Domain(
    evidence=_shown_by,
    work_links=(
        WorkLink(
            "signposts:list", "signposts.nav", Signpost, "view", "following", 65, reporters=True
        ),
    ),
    task_kinds=TASKS,
    pages=(Pages("kortreist_web.signposts.urls"),),
    apis=(Api("signposts", router),),
    jobs={FOLLOW: follow_signposts},
    daily=ask_to_follow,
    measure_parts=(_of_measure,),
    unit_remains=(_of_units,),
    tenant_data={
        "signposts.Signpost": OWN,
        "signposts.Reading": OWN,
        "signposts.StateChange": OWN,
    },
    named_models=("signposts.Signpost",),
)
