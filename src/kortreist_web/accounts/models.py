"""The official inventory in editions, accounts computed from it, and files uploaded."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from kortreist_web.core.models import TenantModel

__all__ = [
    "AccountResult",
    "HouseholdIncome",
    "InventoryFigure",
    "KnownChange",
    "Upload",
    "Vintage",
]


class Vintage(models.Model):
    """One edition of the inventory: everybody's, or one organisation's own upload.

    ``description`` and ``rows_file`` are the engine's ``vintage.json`` and ``rows.sqlite``,
    from which its folder can be written again; both are empty for the one that ships.
    """

    engine_id = models.CharField(max_length=60)
    organisation = models.ForeignKey(
        "tenants.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    date = models.DateField()
    origin = models.CharField(max_length=300)
    years = models.JSONField(default=list)
    description = models.JSONField(default=dict)
    rows_file = models.BinaryField(default=b"")
    added_at = models.DateTimeField(auto_now_add=True)
    #: Taken back by whoever runs the site: no page or account uses it; the rows stay.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("date", "id")
        constraints = [
            models.UniqueConstraint(fields=["engine_id", "organisation"], name="one_own_vintage"),
            models.UniqueConstraint(
                fields=["engine_id"],
                condition=models.Q(organisation=None),
                name="one_shared_vintage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin} ({self.date:%d.%m.%Y})"


class InventoryFigure(models.Model):
    """Tonnes CO2-equivalents of one source of one place in one year of an edition."""

    vintage = models.ForeignKey(Vintage, on_delete=models.PROTECT, related_name="figures")
    place = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    sector = models.CharField(max_length=40)
    source = models.CharField(max_length=80)
    tonnes = models.FloatField()

    class Meta:
        indexes = [
            models.Index(fields=["vintage", "place", "year"]),
            models.Index(fields=["vintage", "year"]),  # all places of a year: map, comparison
            models.Index(fields=["place"]),  # the editions that hold a place
        ]


class HouseholdIncome(models.Model):
    """What households of a municipality earned in a year, fetched for all; newest year only."""

    place = models.CharField(max_length=4, unique=True)
    year = models.PositiveSmallIntegerField()
    #: Median income after tax of a household, NOK of the year.
    median = models.FloatField()
    households = models.FloatField()
    #: Median times households, NOK.
    total = models.FloatField()
    #: When the statistics' table was updated.
    updated = models.DateField()


class AccountResult(models.Model):
    """A place's account as computed once, pinned to all that decides its figures.

    ``content`` is what ``kortreist account --json`` gives, with texts left as keys where the
    engine gives keys; the same pins give the same content.
    """

    place = models.CharField(max_length=4)
    vintage = models.ForeignKey(Vintage, on_delete=models.PROTECT, related_name="accounts")
    #: Set when the vintage is an organisation's own, or its own figures were used.
    organisation = models.ForeignKey(
        "tenants.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    engine_version = models.CharField(max_length=30)
    facts_version = models.CharField(max_length=64)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    computed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["place", "vintage", "engine_version", "facts_version"], name="one_account"
            )
        ]


class KnownChange(TenantModel):
    """What a municipality knows will happen, or did, at a plant or a place inside its border.

    ``tonnes_*`` are t CO2 a year at full effect, never negative: ``rises`` says which way.
    ``fossil_percent`` of them are fossil; the rest is not in the inventory. What is in
    operation, closed or decided acts in plans; the rest is shown as not counted.
    """

    class Certainty(models.TextChoices):
        IN_OPERATION = "in_operation"
        CLOSED = "closed"
        DECIDED = "decided"
        STUDIED = "studied"
        PILOT = "pilot"
        IDEA = "idea"
        COMPANY_TARGET = "company_target"
        SHELVED = "shelved"

    class Actor(models.TextChoices):
        BUSINESS = "business"
        MUNICIPALITY = "municipality"
        RESIDENTS = "residents"

    plant = models.CharField(max_length=200)
    what = models.CharField(max_length=300)
    sector = models.CharField(max_length=40)
    source = models.CharField(max_length=80)
    #: Whose part of the source it is.
    actor = models.CharField(max_length=12, choices=Actor, default=Actor.BUSINESS)
    certainty = models.CharField(max_length=14, choices=Certainty)
    #: First year with effect, and the year of full effect; empty: the same.
    from_year = models.PositiveSmallIntegerField(null=True, blank=True)
    full_year = models.PositiveSmallIntegerField(null=True, blank=True)
    rises = models.BooleanField(default=False)
    tonnes_low = models.FloatField(null=True, blank=True)
    tonnes_central = models.FloatField(null=True, blank=True)
    tonnes_high = models.FloatField(null=True, blank=True)
    fossil_percent = models.FloatField(default=100.0)
    source_title = models.CharField(max_length=300, blank=True)
    address = models.URLField(max_length=300, blank=True)
    checked_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ("plant", "id")

    def __str__(self) -> str:
        return self.plant

    @property
    def acts(self) -> bool:
        """Whether plans count it."""
        certain = self.certainty in ("in_operation", "closed", "decided")
        return certain and self.tonnes_central is not None and self.from_year is not None


class Upload(TenantModel):
    """A workbook a person sent in: read, shown with what was mended or refused, then taken in."""

    class State(models.TextChoices):
        READING = "reading"
        READ = "read"
        REFUSED = "refused"
        ACCEPTED = "accepted"
        DROPPED = "dropped"

    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    #: What reading found: rows, years, places, mended, unmapped, refused (error key, values).
    preview = models.JSONField(default=dict)
    job = models.ForeignKey("jobs.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    vintage = models.ForeignKey(Vintage, null=True, on_delete=models.PROTECT, related_name="+")

    unlogged = ("content",)

    class Meta:
        ordering = ("-id",)

    @property
    def shown_state(self) -> str:
        """Return the state as people see it: reading that ended without an answer has stopped."""
        stopped = self.state == self.State.READING and self.job is not None and self.job.ended
        return "stopped" if stopped else self.state
