"""Keep a try: ask the same question as a plan of its own."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.people.models import User
from kortreist_web.plans.actions.ask import ask
from kortreist_web.plans.models import Plan
from kortreist_web.tenants.models import Organisation

__all__ = ["keep"]


@action("change", Plan)
def keep(who: User, organisation: Organisation, plan: Plan, *, name: str) -> Plan:
    """Have a try computed in full, with documents, under a name.

    Returns
    -------
    Plan
        Being computed; a variant of the plan the try was a variant of.
    """
    # What binds is what the try had, also where it had nothing.
    question = {"bindings": [], **plan.question}
    return ask(who, organisation, name=name, question=question, parent=plan.parent)
