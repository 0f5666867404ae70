"""Have the pathway computed with the lines a draft has now."""

from __future__ import annotations

from kortreist_web.budgets.models import Budget
from kortreist_web.core.action import action
from kortreist_web.measures.catalogue import engine_id, names_of
from kortreist_web.people.models import User
from kortreist_web.plans.models import Plan
from kortreist_web.tenants.models import Organisation

__all__ = ["ask_again"]


@action("change", Budget)
def ask_again(who: User, organisation: Organisation, budget: Budget) -> Plan:
    """Ask for a plan with just the draft's measures from the draft's years.

    The answer comes as a job; :func:`~kortreist_web.budgets.actions.refresh.refresh_from_plan`
    takes its figures into the draft.
    """
    from kortreist_web.plans.actions.ask import ask

    rows = budget.lines.values_list("measure", "start_year")
    known = names_of(organisation)  # an action of its own is nothing a plan computes
    lines = {engine_id(m): year for m, year in rows if engine_id(m) in known}
    done = budget.frame.get("done") or {}
    lines |= {engine_id(m): v["start_year"] for m, v in done.items() if engine_id(m) in known}
    question = dict(budget.plan.question) if budget.plan else {}
    question.pop("answers", None)  # as they are now
    question["fixed"] = lines
    question["excluded"] = sorted(set(known) - set(lines))
    plan: Plan = ask(
        who, organisation, name=budget.title[:120], question=question, parent=budget.plan
    )
    budget.frame = {**budget.frame, "asked": plan.pk}  # until a plan's figures are taken in
    budget.save()
    return plan
