"""Take a proposal back before the council has decided."""

from __future__ import annotations

from typing import Any

from kortreist_web.budgets.models import Budget
from kortreist_web.core.action import action

__all__ = ["withdraw"]


@action("withdraw", Budget)
def withdraw(who: Any, organisation: Any, budget: Budget, *, why: str = "") -> Budget:
    """Make a proposed budget a draft again; the frozen proposal stays as it was."""
    budget.state = Budget.State.DRAFT
    budget.save()
    return budget
