"""What happens to a proposal the council did not adopt."""

from __future__ import annotations

from typing import Any

from kortreist_web.budgets.models import Budget
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError

__all__ = ["send_back"]


@action("adopt", Budget)
def send_back(who: Any, organisation: Any, budget: Budget, *, rejected: bool) -> Budget:
    """Make a proposed budget a draft again, or mark it rejected.

    Raises
    ------
    RefusedError
        It is not proposed.
    """
    budget = Budget.objects.select_for_update().get(pk=budget.pk)
    if budget.state != Budget.State.PROPOSED:
        raise RefusedError("budgets.refused.not_proposed")
    budget.state = Budget.State.REJECTED if rejected else Budget.State.DRAFT
    budget.save()
    return budget
