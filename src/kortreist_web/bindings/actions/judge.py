"""Have all bindings judged in the newest plan's futures."""

from __future__ import annotations

from kortreist_web.bindings.entered import judged_rows, plain
from kortreist_web.bindings.models import Judgement
from kortreist_web.bindings.work import JUDGE
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.jobs.queue import enqueue
from kortreist_web.people.models import User
from kortreist_web.plans.latest import newest_plan
from kortreist_web.tenants.models import Organisation

__all__ = ["begin_judgement", "judge"]


@action("change", Judgement)
def judge(who: User, organisation: Organisation) -> Judgement:
    """Queue the work; what is asked about is kept as it is now.

    Raises
    ------
    RefusedError
        There is no answered plan, or nothing is entered.
    """
    judgement = begin_judgement(organisation)
    judgement.save()
    judgement.job = enqueue(JUDGE, {"judgement": judgement.pk}, organisation=organisation, user=who)
    judgement.save()
    return judgement


def begin_judgement(organisation: Organisation) -> Judgement:
    """Return a judgement of what is entered now, in the newest plan; not saved.

    Raises
    ------
    RefusedError
    """
    plan = newest_plan(organisation)
    if plan is None:
        raise RefusedError("bindings.refused.no_plan")
    rows = judged_rows(organisation)
    if not rows:
        raise RefusedError("bindings.refused.nothing_entered")
    return Judgement(
        organisation=organisation,
        plan=plan,
        plan_hash=plan.content_hash,
        entered=[plain(binding) for binding in rows],
    )
