"""Bindings as people enter them, lines of the economic plan sorted, and what was judged."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone

from kortreist_web.core.models import TenantModel

__all__ = ["Binding", "Judgement", "SortedLine"]


class Binding(TenantModel):
    """A planned investment, contract, plan area or agreement, with its alternatives.

    A field without a value is not known, and never zero. ``defaults`` names the fields that
    nobody has filled in: what stands there is taken from the facts. Money is in the prices of
    ``price_year``, tonnes are t CO2e a year (or once). ``exits``: year, nok, notice_months.
    ``alternatives``: the same fields as here, with ``zero`` for what happens if nothing is
    signed. ``lines``: keys of lines of the economic plan. ``condition``: what the council
    adopted it with. ``actual``: year → {tonnes, nok} of what was built or bought.
    """

    #: Work in progress: pages open to all show what was frozen of it.
    on_public_pages = False

    class Kind(models.TextChoices):
        ROAD = "road"
        BUILDING = "building"
        HEATING = "heating"
        FLEET = "fleet"
        TRANSPORT_CONTRACT = "transport_contract"
        WASTE_CONTRACT = "waste_contract"
        PARKING = "parking"
        LAND = "land"
        ENERGY = "energy"
        OTHER = "other"

    class Status(models.TextChoices):
        IDEA = "idea"
        PLANNED = "planned"
        ADOPTED = "adopted"
        CONTRACTED = "contracted"
        RUNNING = "running"

    class Mode(models.TextChoices):
        ADDS = "adds"
        HOLDS = "holds"

    class Account(models.TextChoices):
        TERRITORIAL = "territorial"
        LAND = "land"
        CONSUMPTION = "consumption"

    key = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OTHER)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    unit = models.ForeignKey(
        "tenants.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Empty: as the kind says.
    decider = models.CharField(max_length=20, blank=True)
    own_share = models.FloatField(default=1.0)
    signed_by = models.PositiveSmallIntegerField(null=True, blank=True)
    signed_month = models.PositiveSmallIntegerField(null=True, blank=True)
    start = models.PositiveSmallIntegerField(null=True, blank=True)
    lifetime = models.PositiveSmallIntegerField(null=True, blank=True)
    capital = models.FloatField(null=True, blank=True)
    running = models.FloatField(null=True, blank=True)
    price_year = models.PositiveSmallIntegerField(null=True, blank=True)
    from_climate_money = models.BooleanField(default=False)
    tonnes_low = models.FloatField(null=True, blank=True)
    tonnes = models.FloatField(null=True, blank=True)
    tonnes_high = models.FloatField(null=True, blank=True)
    mode = models.CharField(max_length=5, choices=Mode, default=Mode.ADDS)
    account = models.CharField(max_length=12, choices=Account, default=Account.TERRITORIAL)
    source = models.CharField(max_length=120, blank=True)
    driver = models.CharField(max_length=60, blank=True)
    once = models.BooleanField(default=False)
    tonnes_last = models.PositiveSmallIntegerField(null=True, blank=True)
    in_baseline = models.FloatField(default=0.0)
    #: Where the tonnes are from, in the words of whoever entered them.
    origin = models.CharField(max_length=200, blank=True)
    exits = models.JSONField(default=list, blank=True)
    reversal_cost = models.FloatField(null=True, blank=True)
    alternatives = models.JSONField(default=list, blank=True)
    closes = models.JSONField(default=list, blank=True)
    waiting_cost = models.FloatField(default=0.0)
    needs_by = models.PositiveSmallIntegerField(null=True, blank=True)
    zero_confirmed = models.BooleanField(default=False)
    defaults = models.JSONField(default=list, blank=True)
    lines = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)
    condition = models.JSONField(default=dict, blank=True)
    actual = models.JSONField(default=dict, blank=True)
    #: Day and reason of the last change of what was decided, signed or built already.
    altered = models.JSONField(default=dict, blank=True)
    indicator = models.ForeignKey(
        "indicators.Indicator", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("signed_by", "name", "id")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="one_binding_of_a_key")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last(self) -> int | None:
        """Last year of use; None where start or lifetime is not known."""
        if self.start is None or self.lifetime is None:
            return None
        return self.start + self.lifetime - 1

    @property
    def committed(self) -> bool:
        """Whether it is decided already."""
        return self.status in (self.Status.ADOPTED, self.Status.CONTRACTED, self.Status.RUNNING)

    @property
    def signing_day(self) -> date | None:
        """Last day of the month, or of the year, in which it is to be signed."""
        if self.signed_by is None:
            return None
        month = self.signed_month or 12
        after = date(self.signed_by + month // 12, month % 12 + 1, 1)
        return date.fromordinal(after.toordinal() - 1)


class SortedLine(TenantModel):
    """What a person has said of a line of the economic plan: binds, or why it does not.

    ``line`` is its key: responsibility, function, account and text. ``proposed`` is what the
    program took it for.
    """

    #: Work in progress: pages open to all show none of it.
    on_public_pages = False

    class Answer(models.TextChoices):
        BINDS = "binds"
        DOES_NOT = "does_not"

    class Proposed(models.TextChoices):
        LIKELY = "likely"
        UNLIKELY = "unlikely"
        UNKNOWN = "unknown"

    line = models.JSONField()
    line_hash = models.CharField(max_length=64)
    proposed = models.CharField(max_length=10, choices=Proposed)
    answer = models.CharField(max_length=10, choices=Answer)
    reason = models.CharField(max_length=300, blank=True)
    binding = models.ForeignKey(
        Binding, null=True, blank=True, on_delete=models.PROTECT, related_name="sorted_lines"
    )
    answered_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "line_hash"], name="one_answer_a_line"),
            models.CheckConstraint(
                condition=models.Q(answer="binds") | ~models.Q(reason=""), name="no_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.line[-1]) if self.line else ""


class Judgement(TenantModel):
    """All bindings judged in the futures of one plan.

    ``entered`` is what was judged, in the engine's terms; ``content`` the answer: see
    :mod:`kortreist_web.bindings.computation`. The plan's hash is kept, so that it shows when
    the plan is another.
    """

    #: Work in progress: pages open to all show what was frozen of it.
    on_public_pages = False

    class State(models.TextChoices):
        COMPUTING = "computing"
        READY = "ready"
        REFUSED = "refused"

    plan = models.ForeignKey(
        "plans.Plan", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    plan_hash = models.CharField(max_length=64, blank=True)
    entered = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.COMPUTING)
    content: models.JSONField[Any, Any] = models.JSONField(null=True, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    #: Error key and what it says, where they cannot be judged.
    refused = models.JSONField(default=dict, blank=True)
    job = models.ForeignKey("jobs.Job", null=True, on_delete=models.SET_NULL, related_name="+")

    unlogged = ("content", "entered")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.pk}"
