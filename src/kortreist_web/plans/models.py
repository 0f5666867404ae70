"""Plans computed by the engine: the question, the pins and the answer."""

from __future__ import annotations

from django.db import models

from kortreist_web.ground.models import TenantModel

__all__ = ["Plan", "PlanDocument"]


class Plan(TenantModel):
    """One question to the engine, and its answer.

    ``question``: money_nok, staff_fte, fixed (measure → year), excluded, reduction,
    target_year, boundary. ``pins``: engine_version, facts_version, vintage, seed, futures,
    today: the same pins give the same answer. ``content`` is ``plan.json``.
    """

    class State(models.TextChoices):
        COMPUTING = "computing"
        READY = "ready"
        REFUSED = "refused"

    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    question = models.JSONField(default=dict)
    pins = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.COMPUTING)
    content = models.JSONField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    #: Error key and values where the question cannot be answered.
    refused = models.JSONField(default=dict, blank=True)
    job = models.ForeignKey("jobs.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    #: A try on the what-if page, not one to keep.
    passing = models.BooleanField(default=False)

    unlogged = ("content",)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class PlanDocument(models.Model):
    """A plan as a document: HTML, PDF, Word or JSON in one language."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="documents")
    language = models.CharField(max_length=2)
    format = models.CharField(max_length=5)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "language", "format"], name="one_document")
        ]
