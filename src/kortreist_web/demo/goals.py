"""Eksempeldal's invented goals: what holds, what was replaced, and one that has no path.

The two that hold ask for what the law asked of the country when they were adopted, so that the
demonstration's plan shows both side by side.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from kortreist_web.core.actor_context import acting
from kortreist_web.goals.actions.register import register_goal
from kortreist_web.goals.models import AdoptedGoal
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["add_goals"]

_PLAN: dict[str, Any] = {
    "title": "Klima- og energiplan 2025–2035",
    "body": "Kommunestyret",
    "decided_on": dt.date(2025, 9, 18),
    "case_number": "25/0087",
    "archive_reference": "2025/1210-9",
    "boundary": "territorial",
    "base_year": 2009,
}
_BEFORE = {
    **_PLAN,
    "title": "Klima- og energiplan 2019–2025",
    "decided_on": dt.date(2019, 6, 20),
    "case_number": "19/0044",
    "archive_reference": "2019/402-7",
}


def add_goals(organisation: Organisation, who: User) -> None:
    """Register them, once."""
    if AdoptedGoal.objects.filter(organisation=organisation).exists():
        return

    def register(**values: Any) -> AdoptedGoal:
        return register_goal(who, organisation, **values)

    with acting(who, "demo.goals", "eksempel"):
        old = register(**_BEFORE, reduction=40.0, target_year=2030)
        register(**_PLAN, reduction=55.0, target_year=2030, replaces=old)
        register(**_PLAN, reduction=70.0, reduction_high=75.0, target_year=2035)
        footprint = {**_PLAN, "boundary": "consumption", "base_year": 2018}
        register(**footprint, reduction=25.0, target_year=2030)
