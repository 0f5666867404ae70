"""What a webhook is told: one message an event and webhook, written with the event itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from kortreist_web.jobs.queue import ask_for
from kortreist_web.publishing.models import Delivery, Webhook
from kortreist_web.publishing.naming import page_of, row_title

__all__ = ["KIND", "TEST", "envelope", "hear", "queue", "sign", "written"]

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
    ask_for(
        KIND,
        {"delivery": delivery.pk},
        organisation=webhook.organisation,
        key=f"{KIND}:{delivery.pk}:1",
        queue="messages",
    )
    return delivery


def envelope(organisation: Any, event: str) -> dict[str, Any]:
    """Return what every message begins with."""
    return {
        "type": event,
        "timestamp": timezone.now().isoformat(timespec="seconds"),
        "organisation": {
            "code": organisation.code,
            "name": organisation.name,
            "invented": organisation.invented,
        },
    }


def _body(event: str, row: Any) -> dict[str, Any]:
    """Return the message: what is open to all about a council's decision, and where to read it."""
    organisation, resolution = row.organisation, None
    if event not in ("budget.adopted", "report.completed"):
        # What is not published has no page or file: that it happened, and to which row.
        return {**envelope(organisation, event), "data": {"kind": row._meta.label, "id": row.pk}}
    kind = "report"
    if event == "budget.adopted":
        kind, resolution, row = "budget", row, row.frozen
    with translation.override(organisation.language):
        data: dict[str, Any] = {
            "kind": kind,
            "title": row_title(kind, row, organisation.language),
            "content_hash": row.content_hash,
            "page": settings.ORIGIN + page_of(kind, row, organisation.code),
        }
        code = {"code": organisation.code}
        if resolution is None:
            data |= {"year": row.year, "period": row.part}
            where = reverse("data:report", kwargs=code | {k: data[k] for k in ("year", "period")})
        else:
            data |= {"year": row.year, "number": row.number}
            data["resolution"] = {
                "body": resolution.body,
                "decided_on": resolution.decided_on.isoformat(),
                "case_number": resolution.case_number,
                "archive_reference": resolution.archive_reference,
                "title": resolution.title,
                "page": settings.ORIGIN + page_of("decision", resolution, organisation.code),
            }
            version = {"year": row.year, "number": row.number, "form": "json"}
            where = reverse("data:budget", kwargs=code | version)
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
