"""The climate budget: a draft with lines, and what the economic plan says."""

from __future__ import annotations

from typing import Any

from django.db import models

from kortreist_web.core.models import TenantModel
from kortreist_web.versions.models import Version

__all__ = ["Budget", "BudgetAlternatives", "BudgetLine", "EconomicPlanLine"]


class Budget(TenantModel):
    """A year's climate budget while it is worked on.

    ``frame``: target, frame, baseline, pathway, probability by year, sources, as the plan it
    came from gave them (``plan.content``); tonnes CO2e. ``parts``: part → goal, its source,
    indicator and rhythm of report (:mod:`kortreist_web.budgets.parts`). ``set_aside``: measure
    that is not proposed → the municipality's own reason. ``amends`` points to the version this
    draft changes.
    """

    #: Pages open to all show what was frozen of it, never the draft.
    on_public_pages = False

    class State(models.TextChoices):
        DRAFT = "draft"
        PROPOSED = "proposed"
        ADOPTED = "adopted"
        REJECTED = "rejected"

    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    plan = models.ForeignKey("plans.Plan", null=True, blank=True, on_delete=models.PROTECT)
    introduction = models.TextField(blank=True)
    frame = models.JSONField(default=dict)
    parts = models.JSONField(default=dict, blank=True)
    set_aside = models.JSONField(default=dict, blank=True)
    amends = models.ForeignKey(
        Version, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-year", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def frozen(self) -> models.QuerySet[Version]:
        """Its versions: what was proposed and adopted of it, newest first."""
        return Version.objects.filter(kind="budget", draft=self.pk)


class BudgetLine(TenantModel):
    """One measure in a draft budget.

    ``effect``: year → {low, central, high}, t CO2e cut; empty: not quantified. ``cost``:
    bearer → year → NOK; a bearer whose cost is unknown is in ``cost_missing``. ``cost_range``:
    bearer → year → {low, high}, NOK; empty where the plan gave none, or the figures are own.
    ``kinds``: running or investment → year → {low, central, high} of the municipality's own;
    ``cost_mark``: the weakest mark of its amounts, or ``own``; ``posts``: year → full-time posts.
    ``part``: where it stands (:data:`kortreist_web.budgets.parts.PARTS`). ``indicator``: what
    is followed where no indicator is defined for the measure. ``due_on``: the day it is to be
    done, for an action without tonnes.
    """

    #: Work in progress: pages open to all show none of it.
    on_public_pages = False
    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="lines")
    choice = models.ForeignKey(
        "measures.MeasureChoice", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    measure = models.CharField(max_length=80)
    name = models.JSONField(default=dict)
    start_year = models.PositiveSmallIntegerField()
    effect = models.JSONField(default=dict, blank=True)
    cost = models.JSONField(default=dict, blank=True)
    cost_missing = models.JSONField(default=list, blank=True)
    cost_range = models.JSONField(default=dict, blank=True)
    kinds = models.JSONField(default=dict, blank=True)
    cost_mark = models.CharField(max_length=10, blank=True)
    posts = models.JSONField(default=dict, blank=True)
    #: Where the figures come from: ids of ``budget.frame["provenance"]``.
    origins = models.JSONField(default=dict, blank=True)
    unit = models.ForeignKey(
        "tenants.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    responsible = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)
    part = models.CharField(max_length=12, default="direct")
    indicator = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    place_in_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("place_in_order", "id")
        constraints = [
            models.UniqueConstraint(fields=["budget", "measure"], name="one_line_a_measure")
        ]


class EconomicPlanLine(TenantModel):
    """A line of the municipality's own action and economic plan that pays for a measure."""

    #: Work in progress: pages open to all show none of it.
    on_public_pages = False

    class Kind(models.TextChoices):
        RUNNING = "running"
        INVESTMENT = "investment"

    year = models.PositiveSmallIntegerField()
    responsibility = models.CharField(max_length=20, blank=True)
    function = models.CharField(max_length=20, blank=True)
    account = models.CharField(max_length=20, blank=True)
    text = models.CharField(max_length=200)
    #: Which account it is of; empty where nobody has said.
    kind = models.CharField(max_length=10, choices=Kind, blank=True)
    #: Whose kroner its amounts are in; None where nobody has said.
    price_year = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Year (as text) → NOK.
    amounts = models.JSONField(default=dict)
    #: The climate budget's estimate that the amounts were when they were read in
    #: (:func:`kortreist_web.budgets.proposal.estimates_of`); empty: the municipality's own.
    estimate = models.JSONField(default=dict, blank=True)
    line = models.ForeignKey(
        BudgetLine, null=True, blank=True, on_delete=models.SET_NULL, related_name="economic_lines"
    )

    class Meta:
        ordering = ("responsibility", "account", "id")

    @property
    def estimate_kept(self) -> dict[str, Any]:
        """Return the estimate the amounts still are; empty where they are the municipality's."""
        told: dict[str, Any] = self.estimate or {}
        same = told and told["amounts"] == self.amounts and told["price_year"] == self.price_year
        return told if same else {}


class BudgetAlternatives(models.Model):
    """The alternatives computed for a proposal, kept with it; computed once.

    ``pins``: what decides the figures, with the question of each alternative: the same pins give
    the same content. ``content``: alternative → figures
    (:mod:`kortreist_web.budgets.alternatives`); ``refused``: alternative → why it has none, in
    three languages.
    """

    organisation = models.ForeignKey(
        "tenants.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    frozen = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="+")
    pins = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64, blank=True)
    refused = models.JSONField(default=dict, blank=True)
    computed_at = models.DateTimeField(auto_now_add=True)
