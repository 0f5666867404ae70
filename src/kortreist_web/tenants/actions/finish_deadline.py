"""Say that a deadline is kept, or that it was not after all."""

from __future__ import annotations

from datetime import date
from typing import Any

from kortreist_web.core.action import action
from kortreist_web.tenants.models import Deadline, Organisation

__all__ = ["finish_deadline"]


@action("change", Deadline)
def finish_deadline(
    who: Any, organisation: Organisation, deadline: Deadline, *, on: date | None
) -> Deadline:
    """Set the day it was done; ``None`` opens it again."""
    deadline.done_on = on
    deadline.save()
    return deadline
