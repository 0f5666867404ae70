"""Throw a draft away that was never proposed."""

from __future__ import annotations

from kortreist_web.budgets.actions.remove_line import remove_line
from kortreist_web.budgets.models import Budget
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["discard"]


@action("change", Budget)
def discard(who: Actor, organisation: Organisation, budget: Budget, *, why: str = "") -> None:
    """Remove a draft and its lines; each is kept in the change log.

    Raises
    ------
    RefusedError
        It has been proposed: what was proposed stays.
    """
    if budget.frozen.exists():
        raise RefusedError("budgets.refused.was_proposed")
    for line in budget.lines.all():
        remove_line(who, organisation, line)
    budget.delete()
