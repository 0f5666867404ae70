"""Who may publish, withdraw, and have others told."""

from __future__ import annotations

from kortreist_web.core.policy import READERS, Policy
from kortreist_web.publishing.models import Publication, Webhook

__all__ = ["PublicationPolicy", "WebhookPolicy"]


class PublicationPolicy(Policy):
    """Members see; approvers publish and withdraw."""

    model = Publication
    roles = {"view": READERS, "publish": frozenset({"approver"})}


class WebhookPolicy(Policy):
    """Administrators."""

    model = Webhook
    roles = {
        "view": frozenset({"administrator", "auditor"}),
        "change": frozenset({"administrator"}),
    }
