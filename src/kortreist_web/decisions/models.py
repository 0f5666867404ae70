"""Case papers and resolutions: what the council was asked, and what it decided."""

from __future__ import annotations

from django.db import models

from kortreist_web.core.models import TenantModel
from kortreist_web.versions.models import Version

__all__ = ["CasePaper", "Resolution"]


class CasePaper(TenantModel):
    """The paper the council gets about a proposed version."""

    frozen = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    background = models.TextField(blank=True)
    assessment = models.TextField(blank=True)
    economic_consequences = models.TextField(blank=True)
    recommendation = models.TextField()
    case_number = models.CharField(max_length=40, blank=True)
    case_officer = models.CharField(max_length=120, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    #: ``body``, ``date`` and ``case_number`` of each meeting the case goes through.
    meetings = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=2, default="nb")
    unlogged = ("case_officer",)

    class Meta:
        ordering = ("-id",)


class Resolution(TenantModel):
    """What a council decided: date, case number and archive reference make it findable."""

    class Outcome(models.TextChoices):
        ADOPTED = "adopted"
        REJECTED = "rejected"
        RETURNED = "returned"

    body = models.CharField(max_length=120)
    decided_on = models.DateField()
    case_number = models.CharField(max_length=40)
    archive_reference = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    text = models.TextField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    paper = models.ForeignKey(
        CasePaper, null=True, blank=True, on_delete=models.PROTECT, related_name="resolutions"
    )
    frozen = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.PROTECT, related_name="resolutions"
    )

    class Meta:
        ordering = ("-decided_on", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "body", "case_number", "decided_on"], name="one_resolution"
            )
        ]
