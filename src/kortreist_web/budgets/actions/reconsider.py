"""Let a proposal wait again whose decision was recorded wrongly."""

from __future__ import annotations

from kortreist_web.budgets.frozen import (
    ADOPTED,
    WITHDRAWN,
    current,
    freeze,
    latest_proposal,
    versions,
)
from kortreist_web.budgets.models import Budget
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["reconsider"]


@action("adopt", Budget)
def reconsider(
    who: Actor, organisation: Organisation, budget: Budget, *, frozen: Version
) -> Version:
    """Return the proposal, which the council has before it again.

    What was adopted is not undone: a version says that it is withdrawn, and what held before
    it holds again.

    Parameters
    ----------
    frozen : Version
        What the resolution was about: the version that was adopted, or else the proposal.

    Raises
    ------
    RefusedError
        Something newer rests on what was decided: a later version, an amendment or a proposal.
    """
    budget = Budget.objects.select_for_update().get(pk=budget.pk)
    newest = latest_proposal(budget)
    if frozen.state == ADOPTED:
        in_force = current(organisation, budget.year)
        amended = Budget.objects.filter(amends=frozen).exclude(state=Budget.State.REJECTED)
        if in_force is None or in_force.pk != frozen.pk or amended.exists():
            raise RefusedError("budgets.refused.reconsider_newer")
        freeze(organisation, budget, WITHDRAWN, {**frozen.content, "withdraws": frozen.number})
        number = frozen.content["proposal"]["number"]
        frozen = versions(organisation, budget.year).get(number=number)
    elif newest is None or newest.pk != frozen.pk or budget.state == Budget.State.ADOPTED:
        raise RefusedError("budgets.refused.reconsider_newer")
    budget.state = Budget.State.PROPOSED
    budget.save()
    return frozen
