"""Who may read a plan in, and decide what its rows are."""

from __future__ import annotations

from kortreist_web.action_plans.models import ActionPlan, ActionRow
from kortreist_web.core.policy import EDITORS, READERS, Policy

__all__ = ["ActionPlanPolicy", "ActionRowPolicy"]


class ActionPlanPolicy(Policy):
    """Members see; editors read in, decide and take in."""

    model = ActionPlan
    roles = {"view": READERS, "change": EDITORS}


class ActionRowPolicy(Policy):
    """Members see; editors decide."""

    model = ActionRow
    roles = {"view": READERS, "change": EDITORS}
