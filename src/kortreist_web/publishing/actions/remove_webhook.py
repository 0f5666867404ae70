"""Have another system told no longer."""

from __future__ import annotations

from typing import Any

from kortreist_web.core.action import action
from kortreist_web.publishing.models import Webhook

__all__ = ["remove_webhook"]


@action("change", Webhook)
def remove_webhook(who: Any, organisation: Any, webhook: Webhook) -> None:
    """Remove an address with its messages; those that wait are not sent."""
    webhook.delete()
