"""Background work of the domain: judge all bindings, and keep their deadlines day by day."""

from __future__ import annotations

from typing import Any

from kortreist_web.bindings.computation import answer, finish
from kortreist_web.bindings.deadlines import keep_deadlines
from kortreist_web.bindings.models import Binding, Judgement
from kortreist_web.bindings.to_judge import due_again, is_same
from kortreist_web.jobs.kinds import Progress, Write
from kortreist_web.jobs.models import Job

__all__ = [
    "DEADLINES",
    "JUDGE",
    "JUDGE_AGAIN",
    "judge_again",
    "judge_bindings",
    "renew_deadlines",
]

JUDGE, JUDGE_AGAIN = "bindings.judge", "bindings.judge_again"
DEADLINES = "bindings.deadlines"


def judge_bindings(job: Job, progress: Progress) -> Write:
    """Judge what a judgement was asked about."""
    rows = Judgement.objects.select_related("organisation", "plan")
    judgement = rows.filter(pk=job.params["judgement"]).first()
    if judgement is None or judgement.state != Judgement.State.COMPUTING:
        return lambda: {}
    content, refused = answer(judgement, progress)

    def write() -> dict[str, Any]:
        finish(judgement, content, refused)
        return {"judgement": judgement.pk}

    return write


def judge_again(job: Job, progress: Progress) -> Write:
    """Judge all anew where the plan, a binding or the program is another than was judged.

    Done twice it is the same: what is judged as it stands is left, and so is what somebody
    has asked for and waits for.
    """
    organisation = job.organisation
    if organisation is None:
        return lambda: {}
    judgement = due_again(organisation)
    if judgement is None:
        return lambda: {}
    content, refused = answer(judgement, progress)

    def write() -> dict[str, Any]:
        # Somebody may have had it judged meanwhile.
        now = due_again(organisation)
        if now is None or not is_same(now, judgement):
            return {}
        judgement.save()
        finish(judgement, content, refused)
        return {"judgement": judgement.pk}

    return write


def renew_deadlines(job: Job, progress: Progress) -> Write:
    """Let what is past lapse, and the next way out be what waits."""

    def write() -> dict[str, Any]:
        rows = Binding.objects.filter(organisation=job.organisation, withdrawn_on=None)
        for binding in rows.select_related("organisation", "unit"):
            keep_deadlines(binding)
        return {}

    return write
