"""Have all bindings judged in the newest plan's futures."""

from __future__ import annotations

from kortreist_web.bindings.models import Judgement
from kortreist_web.bindings.to_judge import begin_judgement
from kortreist_web.bindings.work import JUDGE
from kortreist_web.core.action import action
from kortreist_web.jobs.queue import enqueue
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["judge"]


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
