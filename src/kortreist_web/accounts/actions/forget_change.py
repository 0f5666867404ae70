"""Take away what was written down of a plant."""

from __future__ import annotations

from typing import Any

from kortreist_web.accounts.models import KnownChange
from kortreist_web.core.action import action

__all__ = ["forget_change"]


@action("change", KnownChange)
def forget_change(who: Any, organisation: Any, change: KnownChange) -> None:
    """Remove a known change; plans that counted it keep what they were asked."""
    change.delete()
