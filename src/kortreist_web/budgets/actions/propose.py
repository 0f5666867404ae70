"""Propose a draft to the council: what it holds is frozen."""

from __future__ import annotations

from kortreist_web.budgets.alternatives import JOB, has_alternatives
from kortreist_web.budgets.content import proposal_content
from kortreist_web.budgets.frozen import PROPOSED, current, freeze, latest_proposal
from kortreist_web.budgets.hindrances import hindrances
from kortreist_web.budgets.models import Budget
from kortreist_web.core.action import action
from kortreist_web.core.content import content_hash
from kortreist_web.core.refusals import RefusedError
from kortreist_web.jobs.queue import enqueue
from kortreist_web.people.models import Actor, User
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["propose"]


@action("propose", Budget)
def propose(
    who: Actor, organisation: Organisation, budget: Budget, *, expected: str = "", why: str = ""
) -> Version:
    """Freeze the draft as the proposal the case paper is about.

    Parameters
    ----------
    expected : str
        Hash of the content the person saw; empty: whatever it is now.

    Raises
    ------
    RefusedError
        It is not a draft, has no lines, a line says neither unit nor person, its pathway is not
        that of its lines, a line's known figures are in no sum, somebody has changed it since
        the person saw it, or what it amends is no longer in force.
    """
    budget = Budget.objects.select_for_update().get(pk=budget.pk)
    budget.organisation = organisation
    if budget.state == Budget.State.PROPOSED and (there := latest_proposal(budget)):
        return there  # the same wish again: a second click, a repeated request
    if budget.state != Budget.State.DRAFT:
        raise RefusedError("budgets.refused.not_draft")
    lines = list(budget.lines.all())
    if hindered := hindrances(budget, lines):
        raise hindered[0]
    in_force = current(organisation, budget.year)
    if budget.amends_id and (in_force is None or in_force.pk != budget.amends_id):
        raise RefusedError("budgets.refused.amends_old")
    content = proposal_content(budget)
    if expected and content_hash(content) != expected:
        raise RefusedError("budgets.refused.changed_since")
    frozen = freeze(organisation, budget, PROPOSED, content)
    budget.state = Budget.State.PROPOSED
    budget.save()
    if has_alternatives(budget.plan):
        user = who if isinstance(who, User) else None
        asked = {"version": frozen.pk}
        enqueue(JOB, asked, organisation=organisation, user=user, key=f"{JOB}.{frozen.pk}")
    return frozen
