"""Send a webhook a message that says only that it works."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.people.models import Actor
from kortreist_web.publishing.messages import TEST, envelope, queue
from kortreist_web.publishing.models import Delivery, Webhook
from kortreist_web.tenants.models import Organisation

__all__ = ["try_webhook"]


@action("change", Webhook)
def try_webhook(who: Actor, organisation: Organisation, webhook: Webhook) -> Delivery:
    """Queue a test message; it is tried once."""
    return queue(webhook, TEST, envelope(organisation, TEST))
