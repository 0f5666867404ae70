"""Have another system told no longer."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.people.models import Actor
from kortreist_web.publishing.models import Webhook
from kortreist_web.tenants.models import Organisation

__all__ = ["remove_webhook"]


@action("change", Webhook)
def remove_webhook(who: Actor, organisation: Organisation, webhook: Webhook) -> None:
    """Remove an address with its messages; those that wait are not sent."""
    webhook.delete()
