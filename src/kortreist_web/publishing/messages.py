"""What a webhook is told: one message an event and webhook, written with the event itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from kortreist_web.changes.chain import head_of
from kortreist_web.decisions.kind import DECISIONS
from kortreist_web.decisions.models import Resolution
from kortreist_web.jobs.queue import enqueue
from kortreist_web.publishing.labels import row_title
from kortreist_web.publishing.models import Delivery, Webhook
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import kind_of
from kortreist_web.versions.models import Version
from kortreist_web.versions.published import data_address

__all__ = ["KIND", "TEST", "ask_attempt", "envelope", "hear", "queue", "sign", "written"]

KIND = "publishing.deliver"
#: The event of a message somebody asked for, to see that the address answers.
TEST = "test"


def hear(sender: Any, event: str, row: Any, **_: Any) -> None:
    """Queue a message about an event for every webhook of the organisation that wants it."""
    for webhook in Webhook.objects.filter(organisation=row.organisation):
        if event in webhook.events:
            queue(webhook, event, _body(event, row))


def queue(webhook: Webhook, event: str, body: Mapping[str, Any]) -> Delivery:
    """Add a message and the job that delivers it."""
    delivery = Delivery.objects.create(webhook=webhook, event=event, body=dict(body))
    ask_attempt(delivery, 1)
    return delivery


def ask_attempt(delivery: Delivery, number: int, after: datetime | None = None) -> None:
    """Queue the first or another attempt at delivering; not before ``after``."""
    enqueue(
        KIND,
        {"delivery": delivery.pk},
        organisation=delivery.webhook.organisation,
        key=f"{KIND}:{delivery.pk}:{number}",
        after=after,
        queue="messages",
    )


def envelope(organisation: Organisation, event: str) -> dict[str, Any]:
    """Return what every message begins with."""
    return {
        "type": event,
        "timestamp": timezone.now().isoformat(timespec="seconds"),
        # Kept by whoever hears it, it shows later whether the change log is the same.
        "log_head": str(head_of(organisation)),
        "organisation": {
            "code": organisation.code,
            "name": organisation.name,
            "invented": organisation.invented,
        },
    }


def _body(event: str, row: Any) -> dict[str, Any]:
    """Return the message: what is open to all about what happened, and where to read it."""
    organisation = row.organisation
    resolution = row if isinstance(row, Resolution) else None
    version = row.frozen if resolution else row
    if not isinstance(version, Version):
        # What is not published has no page or file: that it happened, and to which row.
        return {**envelope(organisation, event), "data": {"kind": row._meta.label, "id": row.pk}}
    kind = kind_of(version.kind)
    numbers = kind.keys(version)
    with translation.override(organisation.language):
        data: dict[str, Any] = {
            "kind": kind.name,
            "title": row_title(kind.name, version, organisation.language),
            "content_hash": version.content_hash,
            "page": settings.ORIGIN + kind.page(version, organisation.code),
            **numbers,
        }
        if resolution is not None:
            data["resolution"] = {
                "body": resolution.body,
                "decided_on": resolution.decided_on.isoformat(),
                "case_number": resolution.case_number,
                "archive_reference": resolution.archive_reference,
                "title": resolution.title,
                "page": settings.ORIGIN + DECISIONS.page(resolution, organisation.code),
            }
        where = data_address(version, organisation.code, numbers, "json")
        data["data"] = settings.ORIGIN + where
    return {**envelope(organisation, event), "data": data}


def written(body: Mapping[str, Any]) -> bytes:
    """Return a message as it is sent: the bytes that are signed."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def sign(secret: str, message_id: str, at: int, body: bytes) -> str:
    """Return the signature of a message, as the Standard Webhooks specification has it.

    ``v1,`` and the base64 of HMAC-SHA256 over ``id.timestamp.body``; the key is what
    ``whsec_`` stands before, decoded.
    """
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{at}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
