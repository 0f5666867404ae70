"""Change a deadline."""

from __future__ import annotations

from datetime import date
from typing import Any

from kortreist_web.core.action import action
from kortreist_web.tenants.models import Deadline, Organisation, Unit

__all__ = ["change_deadline"]


@action("change", Deadline)
def change_deadline(
    who: Any,
    organisation: Organisation,
    deadline: Deadline,
    *,
    title: str,
    due: date,
    kind: str,
    unit: Unit | None = None,
    version: int | None = None,
) -> Deadline:
    """Change what is to be done, by when, or by whom.

    Raises
    ------
    ConflictError
        Somebody else has changed it since ``version``.
    """
    deadline.title, deadline.due, deadline.kind, deadline.unit = title, due, kind, unit
    if version is not None:
        deadline.version = version
    deadline.save()
    return deadline
