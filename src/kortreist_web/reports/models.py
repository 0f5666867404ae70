"""What units report, and interim reports: live until completed, then frozen."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from kortreist_web.core.models import TenantModel
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.periods import period_name
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import subject_of

__all__ = ["InterimReport", "Spending", "StatusReport", "reported_periods"]


class StatusReport(TenantModel):
    """How a measure goes in a period, as its unit says."""

    #: Pages open to all show none of it.
    on_public_pages = False

    class Status(models.TextChoices):
        NOT_STARTED = "not_started"
        ON_TRACK = "on_track"
        DELAYED = "delayed"
        STOPPED = "stopped"
        DONE = "done"

    choice = models.ForeignKey(
        "measures.MeasureChoice", on_delete=models.PROTECT, related_name="reports"
    )
    year = models.PositiveSmallIntegerField()
    period = models.PositiveSmallIntegerField()
    #: How many periods the year had then: the period keeps its name when that is changed.
    periods = models.PositiveSmallIntegerField(default=3)
    status = models.CharField(max_length=12, choices=Status)
    hindrance = models.TextField(blank=True)
    reported_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-year", "-period")
        constraints = [
            models.UniqueConstraint(fields=["choice", "year", "period"], name="one_status")
        ]

    @property
    def when(self) -> str:
        """What the period is called."""
        return period_name(self.year, self.period, self.periods)


class Spending(TenantModel):
    """What was planned and spent on a measure in a year: NOK of that year, and full-time posts.

    None is not known. The year's own kroner, so nothing here is of another price year.
    """

    #: Pages open to all show none of it.
    on_public_pages = False
    choice = models.ForeignKey(
        "measures.MeasureChoice", on_delete=models.PROTECT, related_name="spending"
    )
    year = models.PositiveSmallIntegerField()
    planned_running = models.BigIntegerField(null=True, blank=True)
    actual_running = models.BigIntegerField(null=True, blank=True)
    planned_investment = models.BigIntegerField(null=True, blank=True)
    actual_investment = models.BigIntegerField(null=True, blank=True)
    planned_posts = models.FloatField(null=True, blank=True)
    actual_posts = models.FloatField(null=True, blank=True)
    note = models.TextField(blank=True)
    reported_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-year", "choice_id")
        constraints = [models.UniqueConstraint(fields=["choice", "year"], name="one_spending")]


class InterimReport(TenantModel):
    """The report of one period of the year on the adopted budget."""

    class State(models.TextChoices):
        LIVE = "live"
        COMPLETED = "completed"

    year = models.PositiveSmallIntegerField()
    period = models.PositiveSmallIntegerField()
    #: How many periods the year had then: the period keeps its name when that is changed.
    periods = models.PositiveSmallIntegerField(default=3)
    #: The adopted version it reports on.
    budget = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.LIVE)
    introduction = models.TextField(blank=True)
    #: Measure → why it deviates.
    deviations = models.JSONField(default=dict, blank=True)
    #: Measure → why nothing is reported of it for the period.
    reasons = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("-year", "-period")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "period"], name="one_interim_report"
            )
        ]

    @property
    def when(self) -> str:
        """What the period is called."""
        return period_name(self.year, self.period, self.periods)

    @property
    def subject(self) -> str:
        """What its version is a version of."""
        return subject_of(self.year, self.period)

    @cached_property
    def frozen(self) -> Version:
        """The version it was completed as.

        Raises
        ------
        Version.DoesNotExist
            It is live.
        """
        return Version.objects.get(kind="report", draft=self.pk)


def reported_periods(organisation: Organisation) -> dict[tuple[int, int], str]:
    """Return year and number of each interim report → its state, newest first."""
    rows = InterimReport.objects.filter(organisation=organisation)
    found = rows.order_by("-year", "-period").values_list("year", "period", "state")
    return {(year, period): state for year, period, state in found}
