"""Take a proposal back before the council has decided."""

from __future__ import annotations

from kortreist_web.budgets.models import Budget
from kortreist_web.core.action import action
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["withdraw"]


@action("withdraw", Budget)
def withdraw(who: Actor, organisation: Organisation, budget: Budget, *, why: str = "") -> Budget:
    """Make a proposed budget a draft again; the frozen proposal stays as it was."""
    budget.state = Budget.State.DRAFT
    budget.save()
    return budget
