"""What a municipality has made public, and who is told when it adopts something."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from kortreist_web.core.models import TenantModel

__all__ = ["Delivery", "Publication", "Webhook"]


class Publication(TenantModel):
    """Something made public at a stable address: an account, or a version of a kind.

    ``content`` is a copy pinned by its hash, so that a published figure can be shown and
    made again whatever happens to what it came from.
    """

    #: A registered kind that is made public.
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    source_row = models.BigIntegerField()
    published_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    unlogged = ("content",)

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["organisation", "kind"])]


class Webhook(TenantModel):
    """An address that is told when a budget is adopted or a report completed."""

    #: Pages open to all show none of it.
    on_public_pages = False
    url = models.URLField(max_length=300)
    #: Encrypted; what messages are signed with must be readable again.
    secret = models.CharField(max_length=300)
    events = models.JSONField(default=list)

    unlogged = ("secret",)

    class Meta:
        ordering = ("id",)


class Delivery(models.Model):
    """One message to a webhook, kept with how it went."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DELIVERED = "delivered"
        GIVEN_UP = "given_up"

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    #: The same in every attempt, so that a receiver can tell that it is the same message.
    message_id = models.UUIDField(default=uuid.uuid4, unique=True)
    event = models.CharField(max_length=40)
    body = models.JSONField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    attempted_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    #: ``200``, or the text key of what went wrong.
    answer = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("-id",)

    @property
    def status(self) -> str:
        """The status of the last answer; empty where there was none."""
        return self.answer if self.answer.isdigit() else ""

    @property
    def failed(self) -> bool:
        """Whether the last attempt failed."""
        return bool(self.answer) and self.state != self.State.DELIVERED
