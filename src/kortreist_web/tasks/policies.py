"""Who may see and change what waits."""

from __future__ import annotations

from kortreist_web.core.policy import EDITORS, READERS, Policy
from kortreist_web.tasks.models import Task

__all__ = ["TaskPolicy"]


class TaskPolicy(Policy):
    """Members see the calendar; editors change it."""

    model = Task
    roles = {"view": READERS, "change": EDITORS | {"administrator"}}
