"""What happens to a proposal the council did not adopt."""

from __future__ import annotations

from kortreist_web.budgets.frozen import latest_proposal
from kortreist_web.budgets.models import Budget
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["send_back"]


@action("adopt", Budget)
def send_back(
    who: Actor, organisation: Organisation, budget: Budget, *, frozen: Version, rejected: bool
) -> Budget:
    """Make a proposed budget a draft again, or mark it rejected.

    Parameters
    ----------
    frozen : Version
        The proposal that was decided upon.

    Raises
    ------
    RefusedError
        The budget is not proposed, or the proposal is not its newest.
    """
    budget = Budget.objects.select_for_update().get(pk=budget.pk)
    newest = latest_proposal(budget)
    if budget.state != Budget.State.PROPOSED or newest is None or newest.pk != frozen.pk:
        raise RefusedError("budgets.refused.not_proposed")
    budget.state = Budget.State.REJECTED if rejected else Budget.State.DRAFT
    budget.save()
    return budget
