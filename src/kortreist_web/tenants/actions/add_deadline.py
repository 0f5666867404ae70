"""Add a deadline to the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from kortreist_web.core.action import action
from kortreist_web.tenants.models import Deadline, Organisation, Unit

__all__ = ["add_deadline"]


@action("change", Deadline)
def add_deadline(
    who: Any,
    organisation: Organisation,
    *,
    title: str,
    due: date,
    kind: str = Deadline.Kind.OTHER,
    unit: Unit | None = None,
) -> Deadline:
    """Add something that must be done by a day."""
    deadline = Deadline(organisation=organisation, title=title, due=due, kind=kind, unit=unit)
    deadline.save()
    return deadline
