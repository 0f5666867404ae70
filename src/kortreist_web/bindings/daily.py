"""What is asked for once a day: deadlines, and what was judged of something else than there is."""

from __future__ import annotations

from datetime import date

from kortreist_web.bindings.models import Binding, Judgement
from kortreist_web.bindings.work import DEADLINES, JUDGE_AGAIN
from kortreist_web.jobs.queue import enqueue
from kortreist_web.tenants.models import Organisation

__all__ = ["ask_for_the_day"]


def ask_for_the_day(day: date) -> None:
    """Ask for the day's look, once for each organisation that has bindings.

    All are judged anew where they were judged before: the job finds out whether the plan, a
    binding or the program is another since.
    """
    rows = Organisation.objects.filter(
        pk__in=Binding.objects.filter(withdrawn_on=None).values("organisation")
    )
    judged = set(
        Judgement.objects.filter(state=Judgement.State.READY).values_list("organisation", flat=True)
    )
    for organisation in rows:
        kinds = (DEADLINES, JUDGE_AGAIN) if organisation.pk in judged else (DEADLINES,)
        for kind in kinds:
            key = f"{kind}:{organisation.pk}:{day.isoformat()}"
            enqueue(kind, {}, organisation=organisation, key=key)
