"""Change a draft's title and introduction."""

from __future__ import annotations

from kortreist_web.budgets.models import Budget
from kortreist_web.core.action import action
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["describe"]


@action("change", Budget)
def describe(
    who: Actor, organisation: Organisation, budget: Budget, *, title: str, introduction: str
) -> Budget:
    """Set what the budget is called and how it is introduced."""
    budget.title, budget.introduction = title, introduction
    budget.save()
    return budget
