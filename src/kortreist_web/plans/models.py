"""Plans computed by the engine: the question, the pins and the answer."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from kortreist_web.core.models import TenantModel

__all__ = ["LocalAnswer", "Plan", "PlanDocument"]


class Plan(TenantModel):
    """One question to the engine, and its answer.

    ``question``: money_nok, staff_fte, fixed (measure → year), excluded, reduction,
    target_year, boundary. ``pins``: engine_version, facts_version, vintage, seed, futures,
    today: the same pins give the same answer. ``content`` is ``plan.json``.
    """

    #: Work in progress: pages open to all show none of it.
    on_public_pages = False

    class State(models.TextChoices):
        COMPUTING = "computing"
        READY = "ready"
        REFUSED = "refused"

    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)
    question = models.JSONField(default=dict)
    pins = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.COMPUTING)
    content: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
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


class LocalAnswer(TenantModel):
    """The organisation's answer in place of a figure that rests on judgement.

    ``figure`` is the engine's key (``count/van``, ``driver/van_km`` …), ``unit`` what it is
    answered in (``number``, ``percent_today``, ``nok`` …), ``question`` what was asked, in
    three languages.
    """

    #: Work in progress: pages open to all show none of it.
    on_public_pages = False
    figure = models.CharField(max_length=160)
    value = models.FloatField()
    unit = models.CharField(max_length=20)
    question = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=300)
    answered_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ("figure",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "figure"], name="one_answer_a_figure")
        ]

    def __str__(self) -> str:
        return self.figure


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
