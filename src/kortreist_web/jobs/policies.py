"""Who may see background work."""

from __future__ import annotations

from kortreist_web.core.policy import EDITORS, READERS, Policy
from kortreist_web.jobs.models import Job

__all__ = ["JobPolicy"]


class JobPolicy(Policy):
    """Members see their organisation's jobs; editors cancel them."""

    model = Job
    roles = {"view": READERS, "cancel": EDITORS}
