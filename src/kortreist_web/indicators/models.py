"""What is measured to see whether a measure works, and what was observed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from kortreist_web.core.models import TenantModel
from kortreist_web.tenants.periods import period_name

__all__ = ["Indicator", "Observation"]


class Indicator(TenantModel):
    """Something that is counted: ``unit_of_measure`` says in what; targets are by year."""

    name = models.CharField(max_length=200)
    unit_of_measure = models.CharField(max_length=40)
    choice = models.ForeignKey(
        "measures.MeasureChoice",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="indicators",
    )
    unit = models.ForeignKey(
        "tenants.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: +1: more is better, −1: less is better.
    direction = models.SmallIntegerField(default=1)
    #: Year (as text) → value to be reached.
    targets = models.JSONField(default=dict, blank=True)
    start_year = models.PositiveSmallIntegerField(null=True, blank=True)
    start_value = models.FloatField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Observation(TenantModel):
    """A value seen in a period (1–12, the interim report's number; 0: the whole year).

    A missing value is null with a reason: missing is not zero.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="observations")
    year = models.PositiveSmallIntegerField()
    period = models.PositiveSmallIntegerField(default=0)
    #: How many periods the year had then: the period keeps its name when that is changed.
    periods = models.PositiveSmallIntegerField(default=3)
    value = models.FloatField(null=True, blank=True)
    missing_reason = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    observed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    observed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("year", "period")
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year", "period"], name="one_observation"),
            models.CheckConstraint(
                condition=models.Q(value__isnull=False) | ~models.Q(missing_reason=""),
                name="missing_has_reason",
            ),
        ]

    @property
    def when(self) -> str:
        """What the period is called."""
        return period_name(self.year, self.period, self.periods)
