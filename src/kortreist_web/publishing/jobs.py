"""Delivering messages to webhooks, in the background, again until it is answered or given up."""

from __future__ import annotations

import http.client
import time
from datetime import timedelta
from typing import Any

from django.utils import timezone

from kortreist_web.jobs.kinds import Progress, Write
from kortreist_web.jobs.models import Job
from kortreist_web.people.secrets_kept import decrypt
from kortreist_web.publishing.messages import TEST, ask_attempt, sign, written
from kortreist_web.publishing.models import Delivery
from kortreist_web.publishing.outbound import ForbiddenAddressError, post

__all__ = ["PAUSES", "deliver"]

#: How long after each failed attempt the next one comes; after the last it is given up.
PAUSES: tuple[timedelta, ...] = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)


def deliver(job: Job, progress: Progress) -> Write:
    """Send one message once, and say how it went; ask for another attempt where it failed.

    A worker that dies after sending sends it again: the message has the same id, and a
    receiver counts it once.
    """
    progress(0, 1, "publishing.webhooks.sending")
    delivery = (
        Delivery.objects.select_related("webhook__organisation")
        .filter(pk=job.params["delivery"], state=Delivery.State.WAITING)
        .first()
    )
    if delivery is None:  # removed with its webhook, or delivered already
        return dict
    delivered, answer = _send(delivery)

    def write() -> dict[str, Any]:
        delivery.attempts += 1
        delivery.attempted_at, delivery.answer = timezone.now(), answer
        pauses = () if delivery.event == TEST else PAUSES
        again = not delivered and delivery.attempts <= len(pauses)
        delivery.next_at = timezone.now() + pauses[delivery.attempts - 1] if again else None
        if delivered:
            delivery.state = Delivery.State.DELIVERED
        elif not again:
            delivery.state = Delivery.State.GIVEN_UP
        if not Delivery.objects.filter(pk=delivery.pk).exists():
            return {}  # its webhook was removed meanwhile
        delivery.save()
        if again:
            ask_attempt(delivery, delivery.attempts + 1, delivery.next_at)
        return {"delivery": delivery.pk}

    return write


def _send(delivery: Delivery) -> tuple[bool, str]:
    """Return whether the message was taken, and the status or the text key of what failed."""
    webhook, body, at = delivery.webhook, written(delivery.body), int(time.time())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Kortreist",
        "webhook-id": str(delivery.message_id),
        "webhook-timestamp": str(at),
        "webhook-signature": sign(decrypt(webhook.secret), str(delivery.message_id), at, body),
    }
    try:
        status = post(webhook.url, body, headers)
    except ForbiddenAddressError:
        return False, "forbidden"
    except TimeoutError:
        return False, "timeout"
    except (OSError, http.client.HTTPException, ValueError):
        return False, "unreachable"
    return 200 <= status < 300, str(status)
