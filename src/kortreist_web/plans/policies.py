"""Who may see and ask for plans."""

from __future__ import annotations

from kortreist_web.core.policy import EDITORS, READERS, Policy
from kortreist_web.plans.models import LocalAnswer, Plan

__all__ = ["LocalAnswerPolicy", "PlanPolicy"]


class PlanPolicy(Policy):
    """Members see plans; editors have them computed and remove them."""

    model = Plan
    roles = {"view": READERS, "change": EDITORS}


class LocalAnswerPolicy(Policy):
    """Members see the organisation's own figures; editors answer and take back."""

    model = LocalAnswer
    roles = {"view": READERS, "change": EDITORS}
