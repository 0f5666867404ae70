"""Keep a try: ask the same question as a plan of its own."""

from __future__ import annotations

from typing import Any

from kortreist_web.core.action import action
from kortreist_web.plans.actions.ask import ask
from kortreist_web.plans.models import Plan

__all__ = ["keep"]


@action("change", Plan)
def keep(who: Any, organisation: Any, plan: Plan, *, name: str) -> Plan:
    """Have a try computed in full, with documents, under a name.

    Returns
    -------
    Plan
        Being computed; a variant of the plan the try was a variant of.
    """
    return ask(who, organisation, name=name, question=plan.question, parent=plan.parent)
