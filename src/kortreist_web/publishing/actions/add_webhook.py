"""Have another system told when something happens."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence

from kortreist_web.core.action import action
from kortreist_web.core.events import events as all_events
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.people.secrets_kept import encrypt
from kortreist_web.publishing.models import Webhook
from kortreist_web.tenants.models import Organisation

__all__ = ["MAX", "add_webhook"]

#: More than this is a mistake, or a way to have the site send much.
MAX = 10


@action("change", Webhook)
def add_webhook(
    who: Actor, organisation: Organisation, *, url: str, events: Sequence[str], why: str = ""
) -> tuple[Webhook, str]:
    """Add an address; returns it with the secret its messages are signed with, this once.

    Raises
    ------
    RefusedError
        The address is there already, or there are as many as there may be.
    """
    if not events or not set(events) <= set(all_events()):
        raise ValueError("events")
    type(organisation).objects.select_for_update().get(pk=organisation.pk)
    there = Webhook.objects.filter(organisation=organisation)
    if there.filter(url=url).exists():
        raise RefusedError("publishing.webhooks.refused_twice", url=url)
    if there.count() >= MAX:
        raise RefusedError("publishing.webhooks.refused_many", maximum=MAX)
    # pragma: allowlist nextline secret (drawn here)
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    webhook = Webhook(
        organisation=organisation, url=url, events=sorted(events), secret=encrypt(secret)
    )
    webhook.save()
    return webhook, secret
