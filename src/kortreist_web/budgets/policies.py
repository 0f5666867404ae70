"""Who may see, change, propose and adopt the climate budget."""

from __future__ import annotations

from kortreist_web.budgets.models import Budget, BudgetLine, EconomicPlanLine
from kortreist_web.core.policy import EDITORS, READERS, Policy

__all__ = ["BudgetLinePolicy", "BudgetPolicy", "EconomicPlanLinePolicy"]

_APPROVERS = frozenset({"approver"})


class BudgetPolicy(Policy):
    """Members see; editors change drafts and propose; approvers freeze what was adopted."""

    model = Budget
    roles = {
        "view": READERS,
        "change": EDITORS,
        "propose": EDITORS,
        "withdraw": EDITORS,
        "adopt": _APPROVERS,
    }

    def fits(self, user: object, permission: str, obj: Budget) -> bool:
        """Only a draft can be changed or proposed, and only what is proposed withdrawn."""
        if permission in ("change", "propose"):
            return obj.state == Budget.State.DRAFT
        if permission == "withdraw":
            return obj.state == Budget.State.PROPOSED
        return True


class BudgetLinePolicy(Policy):
    """Follows the budget."""

    model = BudgetLine
    roles = {"view": READERS, "change": EDITORS}

    def fits(self, user: object, permission: str, obj: BudgetLine) -> bool:
        """Only lines of a draft can be changed."""
        return permission == "view" or obj.budget.state == Budget.State.DRAFT


class EconomicPlanLinePolicy(Policy):
    """Members see the money; editors import and link it."""

    model = EconomicPlanLine
    roles = {"view": READERS, "change": EDITORS}
