"""Signs that are watched, what people have read of them, and how they have stood."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from kortreist_web.core.models import TenantModel
from kortreist_web.core.policy import ROLES

__all__ = ["Reading", "Signpost", "StateChange"]


class Signpost(TenantModel):
    """Something that tells whether a measure or a binding is to be decided: by when, and what then.

    ``measure`` is a measure's key here (``MeasureChoice.measure``). ``told`` is what the plan it
    was made from says of it: its ``signpost`` in ``plan.json``. ``figure`` is a sector of the
    emission account, empty for the whole. ``read_year``: the year whose value counts, where
    today's is beyond the threshold already. How it stands is computed
    (:mod:`kortreist_web.signposts.standing`) and kept, so that what changes is seen.
    """

    #: Work in progress: pages open to all show what interim reports have frozen of it.
    on_public_pages = False

    class Source(models.TextChoices):
        INDICATOR = "indicator"
        ACCOUNT = "account"
        CONDITION = "condition"
        OFFER = "offer"

    class Direction(models.TextChoices):
        UP = "up"
        DOWN = "down"

    class State(models.TextChoices):
        NOT_OBSERVED = "not_observed"
        NOT_COME = "not_come"
        NEAR = "near"
        REACHED = "reached"
        PASSED = "passed"
        SETTLED = "settled"

    name = models.CharField(max_length=200)
    measure = models.CharField(max_length=80, blank=True)
    binding = models.ForeignKey(
        "bindings.Binding", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    plan = models.ForeignKey(
        "plans.Plan", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    told = models.JSONField(default=dict, blank=True)
    source = models.CharField(max_length=10, choices=Source)
    indicator = models.ForeignKey(
        "indicators.Indicator", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    figure = models.CharField(max_length=60, blank=True)
    unit_of_measure = models.CharField(max_length=60, blank=True)
    direction = models.CharField(max_length=4, choices=Direction, default=Direction.UP)
    threshold = models.FloatField(null=True, blank=True)
    start_value = models.FloatField(null=True, blank=True)
    read_year = models.PositiveSmallIntegerField(null=True, blank=True)
    see_by = models.PositiveSmallIntegerField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=20, blank=True, choices=[(r, r) for r in ROLES])
    unit = models.ForeignKey(
        "tenants.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    what_then = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.NOT_OBSERVED)
    state_since = models.DateField(null=True, blank=True)
    value = models.FloatField(null=True, blank=True)
    #: Of a condition, what was read last: one of ``Reading.Word``.
    word = models.CharField(max_length=10, blank=True)
    seen_on = models.DateField(null=True, blank=True)
    seen_year = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Ever reached: a deadline that passes then has passed over a sign that came.
    reached_on = models.DateField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    settled_how = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("see_by", "name", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def deadline(self) -> date:
        """Last day on which it can be decided."""
        return date(self.see_by, 12, 31)

    @property
    def is_word(self) -> bool:
        """Whether it comes or does not come, and has no value."""
        return self.source == self.Source.CONDITION


class Reading(TenantModel):
    """What a person read of a sign that no indicator and no account tells: with its source.

    What was wrong is withdrawn, never erased: ``withdrawn_why`` says why, and the reading that
    stands instead, where there is one, says which it ``corrects``.
    """

    on_public_pages = False

    class Word(models.TextChoices):
        NOT_COME = "not_come"
        ANNOUNCED = "announced"
        COME = "come"

    signpost = models.ForeignKey(Signpost, on_delete=models.PROTECT, related_name="readings")
    day = models.DateField()
    value = models.FloatField(null=True, blank=True)
    word = models.CharField(max_length=10, choices=Word, blank=True)
    source = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("day", "id")

    def __str__(self) -> str:
        return f"{self.day}"


class StateChange(TenantModel):
    """A day on which a sign came to stand otherwise, with what was seen then."""

    on_public_pages = False

    signpost = models.ForeignKey(Signpost, on_delete=models.PROTECT, related_name="changes")
    on = models.DateField()
    state = models.CharField(max_length=12, choices=Signpost.State)
    value = models.FloatField(null=True, blank=True)
    word = models.CharField(max_length=10, blank=True)
    seen_on = models.DateField(null=True, blank=True)
    seen_year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.on} {self.state}"
