"""A goal the council has adopted, as it was adopted: never reworked to what can be computed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from kortreist_web.core.models import TenantModel
from kortreist_web.decisions.models import Resolution

__all__ = ["SCOPES", "AdoptedGoal"]

#: Boundary of a goal → what it leaves out of what is emitted inside the border, in the engine's
#: words; None where the goal is not about that at all.
SCOPES: dict[str, tuple[str, ...] | None] = {
    "territorial": (),
    "without_ets": ("ets",),
    "without_transport": ("shipping", "aviation"),
    "without_ets_transport": ("ets", "shipping", "aviation"),
    "own": ("others",),
    "consumption": None,
    "combined": None,
    "other": None,
}


class AdoptedGoal(TenantModel):
    """One goal: what the council adopted, when, and for which emissions.

    Of ``kind`` *share* it is ``reduction`` (to ``reduction_high``) per cent less than in
    ``base_year``; of *tonnes* at most ``tonnes`` t CO2e in ``target_year``; of *words* what
    ``wording`` says. A new resolution does not change it: it ends, and names what replaced it.
    """

    class Kind(models.TextChoices):
        SHARE = "share"
        TONNES = "tonnes"
        WORDS = "words"

    class Boundary(models.TextChoices):
        TERRITORIAL = "territorial"
        WITHOUT_ETS = "without_ets"
        WITHOUT_TRANSPORT = "without_transport"
        WITHOUT_ETS_TRANSPORT = "without_ets_transport"
        OWN = "own"
        CONSUMPTION = "consumption"
        COMBINED = "combined"
        OTHER = "other"

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.SHARE)
    boundary = models.CharField(max_length=24, choices=Boundary)
    #: Which emissions, in the council's words, where no boundary of ours is theirs.
    scope = models.CharField(max_length=120, blank=True)
    base_year = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Per cent of the base year's emissions; of a span the lower end.
    reduction = models.FloatField(null=True, blank=True)
    reduction_high = models.FloatField(null=True, blank=True)
    tonnes = models.FloatField(null=True, blank=True)
    wording = models.CharField(max_length=200, blank=True)
    target_year = models.PositiveSmallIntegerField()

    #: The plan or the case it was adopted in.
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=120)
    decided_on = models.DateField()
    case_number = models.CharField(max_length=40)
    archive_reference = models.CharField(max_length=80, blank=True)
    address = models.URLField(max_length=300, blank=True)
    #: The resolution, where it is registered here.
    resolution = models.ForeignKey(
        Resolution, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: First day it holds no more.
    ended_on = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )

    class Meta:
        ordering = ("target_year", "id")

    def __str__(self) -> str:
        return f"{self.target_year}: {self.title}"

    @property
    def without(self) -> tuple[str, ...] | None:
        """What it leaves out of what is emitted inside the border; None: it is not about that."""
        return SCOPES[self.boundary]

    @staticmethod
    def holds_on(day: Any) -> Q:
        """Return the condition for goals that hold on a day."""
        return Q(decided_on__lte=day) & (Q(ended_on=None) | Q(ended_on__gt=day))
