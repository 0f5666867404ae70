"""What a municipality has made public, and who is told when it adopts something."""

from __future__ import annotations

from django.db import models

from kortreist_web.ground.models import TenantModel

__all__ = ["Delivery", "Publication", "Webhook"]


class Publication(TenantModel):
    """Something made public at a stable address: an account, a budget, a report.

    ``content`` is a copy pinned by its hash, so that a published figure can be shown and
    made again whatever happens to what it came from.
    """

    class Kind(models.TextChoices):
        ACCOUNT = "account"
        BUDGET = "budget"
        REPORT = "report"
        DECISION = "decision"

    kind = models.CharField(max_length=10, choices=Kind)
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

    url = models.URLField(max_length=300)
    secret = models.CharField(max_length=80)
    events = models.JSONField(default=list)
    active = models.BooleanField(default=True)

    unlogged = ("secret",)


class Delivery(models.Model):
    """One message to a webhook, kept until it has been delivered or given up."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40)
    body = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_status = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("-id",)
