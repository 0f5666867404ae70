"""Measures an organisation considers, chooses, adapts or has left out."""

from __future__ import annotations

from django.db import models

from kortreist_web.core.models import TenantModel

__all__ = ["START_YEARS", "AloneFigures", "MeasureChoice"]

#: Years a measure may start in.
START_YEARS = range(2000, 2061)


class MeasureChoice(TenantModel):
    """What an organisation has decided about a measure of the library, or one of its own.

    ``measure`` is the library's id (``own.<name>`` for its own). ``adaptation`` holds its own
    figures in the engine's form for overrides (``docs/how-to/override-a-measure.md``).
    ``start_year`` set: already decided, the plan is bound by it.
    """

    class State(models.TextChoices):
        CONSIDERED = "considered"
        CHOSEN = "chosen"
        UNDER_WAY = "under_way"
        DONE = "done"
        EXCLUDED = "excluded"

    measure = models.CharField(max_length=80)
    name = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State, default=State.CONSIDERED)
    adaptation = models.JSONField(default=dict, blank=True)
    start_year = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.ForeignKey(
        "tenants.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    responsible = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("measure",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "measure"], name="one_choice")
        ]


class AloneFigures(models.Model):
    """What every measure does alone against the organisation's account: the newest answer only.

    ``pins``: the question, the edition and the versions of engine and facts: the same pins give
    the same content. ``key`` is their hash; when the organisation's own is another, the figures
    are stale. ``content`` is what :meth:`kortreist.budgets.MeasuresAlone.to_dict` gives, or
    empty where ``refused`` says why in three languages.
    """

    organisation = models.OneToOneField(
        "tenants.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    key = models.CharField(max_length=64)
    pins = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64, blank=True)
    refused = models.JSONField(default=dict)
    computed_at = models.DateTimeField(auto_now=True)
