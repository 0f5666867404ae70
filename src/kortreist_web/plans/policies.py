"""Who may see and ask for plans."""

from __future__ import annotations

from kortreist_web.ground.policy import EDITORS, READERS, Policy
from kortreist_web.plans.models import Plan

__all__ = ["PlanPolicy"]


class PlanPolicy(Policy):
    """Members see plans; editors have them computed and remove them."""

    model = Plan
    roles = {"view": READERS, "change": EDITORS}
