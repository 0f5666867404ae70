"""Say what rows of a plan are: a measure of ours, their own, or left out with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kortreist_web.action_plans.models import ActionPlan, ActionRow
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.measures.catalogue import choice_key, measures_of
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["Decided", "Wish", "confirm_sure", "decide_rows"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person says a row is, and the version of it that she saw.

    Parameters
    ----------
    decision : str
        One of ``ActionRow.Decision``.
    measure, reason : str
        Of a matched row, and of one that is left out.
    version : int
    """

    decision: str
    version: int
    measure: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """How many rows were written, and those somebody else had decided otherwise meanwhile."""

    written: int
    others: tuple[ActionRow, ...]


@action("change", ActionPlan)
def decide_rows(
    who: Actor, organisation: Organisation, plan: ActionPlan, *, wishes: Mapping[int, Wish]
) -> Decided:
    """Write what is said of rows; one that somebody else has decided meanwhile is left.

    Parameters
    ----------
    wishes : mapping of int to Wish
        Row of the table's key → what it is.

    Raises
    ------
    RefusedError
        The plan is taken in; no such measure; a row left out without a reason.
    """
    _require_open(plan)
    known = {choice_key(m) for m in measures_of(organisation)[0]}
    rows = ActionRow.objects.select_for_update().filter(plan=plan, pk__in=wishes)
    written, others = 0, []
    for row in rows:
        wish = wishes[row.pk]
        _check(row, wish, known)
        said = (wish.decision, wish.measure, wish.reason)
        if (row.decision, row.measure, row.reason) == said:
            continue
        if row.version != wish.version:
            others.append(row)
            continue
        row.decision, row.measure, row.reason = said
        row.save()
        written += 1
    return Decided(written, tuple(others))


@action("change", ActionPlan)
def confirm_sure(
    who: Actor, organisation: Organisation, plan: ActionPlan, *, least: float
) -> Decided:
    """Confirm the first candidate of every open row whose confidence is at least ``least``."""
    _require_open(plan)
    rows = ActionRow.objects.select_for_update().filter(plan=plan, decision=ActionRow.Decision.OPEN)
    written = 0
    for row in rows:
        first = row.candidates[0] if row.candidates else None
        if first is not None and first["confidence"] >= least:
            row.decision, row.measure = ActionRow.Decision.MATCHED, first["measure"]
            row.save()
            written += 1
    return Decided(written, ())


def _require_open(plan: ActionPlan) -> None:
    now = ActionPlan.objects.select_for_update().get(pk=plan.pk)
    if now.state != ActionPlan.State.OPEN:
        raise RefusedError("action_plans.refused.taken")


def _check(row: ActionRow, wish: Wish, known: set[str]) -> None:
    matched = wish.decision == ActionRow.Decision.MATCHED
    out = wish.decision == ActionRow.Decision.LEFT_OUT
    if wish.decision not in ActionRow.Decision.values or (wish.measure and not matched):
        raise RefusedError("action_plans.refused.decision", title=row.title[:80])
    if matched and wish.measure not in known:
        raise RefusedError("action_plans.refused.measure", title=row.title[:80])
    if out != (wish.reason in ActionRow.Reason.values):
        raise RefusedError("action_plans.refused.reason", title=row.title[:80])
