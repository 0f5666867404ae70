"""Say in own words why a measure that was looked at is not proposed now."""

from __future__ import annotations

from kortreist_web.budgets.content import build
from kortreist_web.budgets.models import Budget
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["set_aside"]


@action("change", Budget)
def set_aside(
    who: Actor, organisation: Organisation, budget: Budget, *, measure: str, reason: str
) -> Budget:
    """Put the municipality's own reason in place of the plan's; empty: the plan's again.

    Raises
    ------
    RefusedError
        The measure is not among those that are looked at and not proposed.
    """
    budget.organisation = organisation
    if measure not in {row["measure"] for row in build(budget)["identified"]}:
        raise RefusedError("budgets.refused.unknown_measure")
    said = {k: v for k, v in budget.set_aside.items() if k != measure}
    budget.set_aside = {**said, measure: reason.strip()} if reason.strip() else said
    budget.save()
    return budget
