"""Take away what was written down of a plant."""

from __future__ import annotations

from kortreist_web.accounts.models import KnownChange
from kortreist_web.core.action import action
from kortreist_web.people.models import Actor
from kortreist_web.tenants.models import Organisation

__all__ = ["forget_change"]


@action("change", KnownChange)
def forget_change(who: Actor, organisation: Organisation, change: KnownChange) -> None:
    """Remove a known change; plans that counted it keep what they were asked."""
    change.delete()
