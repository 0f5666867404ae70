"""What is to be judged now, and whether it must be judged anew."""

from __future__ import annotations

from kortreist_web.bindings.entered import judged_rows, plain
from kortreist_web.bindings.models import Judgement
from kortreist_web.bindings.standing import standing
from kortreist_web.core.refusals import RefusedError
from kortreist_web.plans.latest import newest_plan
from kortreist_web.tenants.models import Organisation

__all__ = ["begin_judgement", "due_again", "is_same"]


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


def due_again(organisation: Organisation) -> Judgement | None:
    """Return a judgement to be made, not saved; None where there is nothing to do.

    What nobody has had judged is not judged by itself; what waits for its answer, or was
    refused as it stands, is not asked again.
    """
    if not standing(organisation, judged_rows(organisation)).stale:
        return None
    try:
        now = begin_judgement(organisation)
    except RefusedError:
        return None  # no plan, or nothing entered
    last = Judgement.objects.filter(organisation=organisation).first()
    if last is not None and last.state != Judgement.State.READY and is_same(last, now):
        return None
    return now


def is_same(one: Judgement, other: Judgement) -> bool:
    """Tell whether two judgements are asked the same."""
    return (one.plan_hash, one.entered) == (other.plan_hash, other.entered)
