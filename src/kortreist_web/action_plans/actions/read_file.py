"""Read a plan's file, and choose which of its tables holds the actions."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db.models import Q
from django.utils import timezone

from kortreist_web.action_plans.matching import as_kept, rows_of
from kortreist_web.action_plans.models import ActionPlan, ActionRow
from kortreist_web.core.action import action
from kortreist_web.core.once import refuse_second
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["choose_table", "read_file"]


@action("change", ActionPlan)
def read_file(
    who: Actor,
    organisation: Organisation,
    *,
    content: bytes,
    filename: str,
    title: str,
    case_number: str = "",
    decided_on: dt.date | None = None,
    replaces: ActionPlan | None = None,
) -> ActionPlan:
    """Keep a file and read its tables; where only one holds actions, its rows are read too.

    Raises
    ------
    KortreistError
        The file cannot be read, holds no table of actions, or is read already: says why, and
        the mend.
    """
    from kortreist.measures.action_table import read_actions

    if decided_on is not None and decided_on > timezone.localdate():
        raise RefusedError("action_plans.refused.future", about="decided_on")
    tables = read_actions(content, filename)
    plan = ActionPlan(
        organisation=organisation,
        title=title,
        case_number=case_number,
        decided_on=decided_on,
        filename=filename,
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        tables=[as_kept(t) for t in tables],
        replaces=replaces,
    )
    # A file with several tables may be read again, for another of them.
    waiting = Q(state=ActionPlan.State.CHOOSING)
    refuse_second(plan, "digest", "replaces_id", where=waiting if len(tables) > 1 else None)
    plan.save()
    if len(tables) == 1:
        return _read(plan, 0)
    return plan


@action("change", ActionPlan)
def choose_table(
    who: Actor, organisation: Organisation, plan: ActionPlan, *, table: int
) -> ActionPlan:
    """Read the rows of one of a file's tables.

    Raises
    ------
    RefusedError
        Another has been chosen, or the file has no such table.
    """
    plan = ActionPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.state != ActionPlan.State.CHOOSING or not 0 <= table < len(plan.tables):
        raise RefusedError("action_plans.refused.table")
    return _read(plan, table)


def _read(plan: ActionPlan, table: int) -> ActionPlan:
    from kortreist.measures.action_table import read_actions

    rows, gone = rows_of(plan, read_actions(bytes(plan.content), plan.filename)[table].actions)
    plan.table, plan.state, plan.gone = table, ActionPlan.State.OPEN, gone
    plan.save()
    kept = ActionRow.objects.unlogged("the file is kept; what is decided of a row is logged")
    kept.bulk_create(rows)
    return plan
