"""Remove a deadline that was a mistake."""

from __future__ import annotations

from typing import Any

from kortreist_web.core.action import action
from kortreist_web.tenants.models import Deadline, Organisation

__all__ = ["remove_deadline"]


@action("change", Deadline)
def remove_deadline(who: Any, organisation: Organisation, deadline: Deadline) -> None:
    """Remove it; the change log keeps what it was."""
    deadline.delete()
