"""Who may register what the council has adopted."""

from __future__ import annotations

from kortreist_web.core.policy import EDITORS, READERS, Policy
from kortreist_web.goals.models import AdoptedGoal

__all__ = ["AdoptedGoalPolicy"]


class AdoptedGoalPolicy(Policy):
    """Members see the register; editors write it. What holds is shown to everybody."""

    model = AdoptedGoal
    roles = {"view": READERS, "change": EDITORS}
